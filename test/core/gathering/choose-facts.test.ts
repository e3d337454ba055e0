import { expect, test } from 'vitest';
import { chooseFacts, type Said } from '../../../src/core/gathering/choose-facts.ts';
import type { Role } from '../../../src/core/gathering/document.ts';
import { findFacts } from '../../../src/core/gathering/find-facts.ts';
import type { FactField, FoundFact } from '../../../src/core/gathering/found-fact.ts';
import { productDoubt } from '../../../src/core/gathering/product-doubt.ts';
import { documentOf } from '../../fixtures/gathered.ts';

const pages: Record<string, Role> = { S1: 'home', S2: 'pricing', S3: 'docs', S4: 'about', S5: 'repository' };
const fact = (field: FactField, value: string, source: string, by: FoundFact['by'] = 'cue'): FoundFact => ({
  field,
  value,
  source,
  quote: value,
  path: null,
  by,
});
const choose = (facts: FoundFact[], said: Said = {}) =>
  chooseFacts(facts, { url: 'https://tern.example/', said, roleOf: (source) => pages[source] ?? 'other' });
const named = fact('name', 'Tern', 'S1', 'meta');

test('the product’s own pricing page is believed before its home page and its documentation, and all its prices are told', () => {
  const chosen = choose([
    named,
    fact('pricing', 'from $5', 'S1'),
    fact('pricing', '$25', 'S3'),
    fact('pricing', 'Free: $0', 'S2'),
    fact('pricing', 'Pro: $29 per month', 'S2'),
  ]);
  expect(chosen?.tool.pricing).toMatchObject({ text: 'Free: $0; Pro: $29 per month', entry: 'free' });
});

test('the repository is believed about licence and stars, the page about the makers about who they are', () => {
  const chosen = choose([
    named,
    fact('licence', 'MIT', 'S1'),
    fact('licence', 'Apache-2.0', 'S5'),
    fact('maker', 'Quill', 'S1'),
    fact('maker', 'Tern Labs', 'S4'),
  ]);
  expect([chosen?.tool.licence, chosen?.tool.maker]).toEqual(['Apache-2.0', 'Tern Labs']);
});

test('on one page a proved reading of a model comes before structured data, and that before the head', () => {
  const found = [
    fact('tagline', 'head', 'S1', 'meta'),
    fact('tagline', 'data', 'S1', 'structured'),
    fact('tagline', 'model', 'S1', 'model'),
    named,
  ];
  expect(choose(found)?.tool.tagline).toBe('model');
  expect(choose(found.filter(({ by }) => by !== 'model'))?.tool.tagline).toBe('data');
});

test('what nobody says stays unknown and is listed', () => {
  const chosen = choose([named]);
  expect(chosen?.tool).toMatchObject({
    maker: null,
    licence: null,
    launched: null,
    jobs: [],
    category: 'Uncategorised',
    pricing: { text: null, entry: null },
  });
  expect(chosen?.missing).toEqual([
    'tagline',
    'description',
    'maker',
    'category',
    'job',
    'pricing',
    'licence',
    'launched',
  ]);
});

test('what a person says goes over whatever is found', () => {
  const chosen = choose([named, fact('job', 'search logs', 'S1')], {
    name: 'Tern Search',
    slug: 'tern',
    jobs: ['keep logs'],
    category: 'Logs',
  });
  expect(chosen?.tool).toMatchObject({ name: 'Tern Search', slug: 'tern', jobs: ['keep logs'], category: 'Logs' });
});

test('without a name there is no tool', () => {
  expect(choose([fact('maker', 'Tern Labs', 'S1')])).toBeNull();
});

const prose =
  'The weather in Bremen was mild again this week, and the market on the square sold apples, cheese and flowers to everybody who passed. '.repeat(
    6,
  );

test.each([
  ['a domain for sale', 'This domain is for sale. Buy this domain for $4,000.', 'domain is for sale'],
  ['a page that is not there', 'Page not found. Try the search.', 'Page not found'],
  ['a shell that a script fills', 'Loading…', 'characters of text'],
  ['an article', prose, 'nothing on it says'],
])('%s is no product', (_, text, why) => {
  const page = documentOf('home', text);
  expect(productDoubt([page], findFacts([page]))).toContain(why);
});

test('an article about a product, and a promise of one, are no product', () => {
  const article = documentOf('home', `${prose} Sign up for our letter. Its features are many.`, {
    meta: new Map([['og:type', 'article']]),
  });
  expect(productDoubt([article], findFacts([article]))).toContain('article');
  const promise = documentOf(
    'home',
    `${prose} Coming soon: join the waitlist. It supports every language, and the documentation is on its way.`,
  );
  expect(productDoubt([promise], findFacts([promise]))).toContain('to come');
});

test('a page in another language that says how to get a thing and what it costs is a product', () => {
  const text =
    '翻訳くんは、アプリに組み込める翻訳APIです。英語、中国語、韓国語に対応しています。\n\n無料プランあり。クレジットカードは不要です。\n\n無料で始める';
  const page = documentOf('home', `${text}\n\n${'毎日の仕事がもっと速く、もっと楽になります。'.repeat(4)}`);
  expect(productDoubt([page], findFacts([page]))).toBeNull();
});

test('a page that says how to get a thing and what it costs is a product', () => {
  const page = documentOf('home', `${prose}\n\nnpm install tern\n\nThe Pro plan costs $25 per month.`);
  expect(productDoubt([page], findFacts([page]))).toBeNull();
});
