import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseLinks, isSameSite, linksOfUse } from '../../src/sources/choose-links.ts';

const page = (url: string, ...links: [url: string, text: string][]) => ({
  url,
  links: links.map(([to, text]) => ({ url: to, text, rel: null })),
});
const home = 'https://tern.example/';

test('prices, documentation, changelog, makers and the repository are read, in this order, and nothing else', () => {
  const links = page(
    home,
    ['https://github.com/tern/tern', 'GitHub'],
    ['https://tern.example/login', 'Log in'],
    ['https://tern.example/about', 'About'],
    ['https://docs.tern.example/', 'Read on'],
    ['https://tern.example/changelog#latest', 'New'],
    ['https://tern.example/pricing', 'Plans'],
    ['https://tern.example/blog/pricing-changes', 'Our new pricing explained at length in a blog post'],
    ['https://tern.example/terms', 'Terms'],
    ['mailto:hello@tern.example', 'Docs'],
    ['https://quill.example/pricing', 'A rival’s pricing'],
  );
  expect(chooseLinks(links)).toEqual([
    { url: 'https://tern.example/pricing', role: 'pricing' },
    { url: 'https://docs.tern.example/', role: 'docs' },
    { url: 'https://tern.example/changelog', role: 'changelog' },
    { url: 'https://tern.example/about', role: 'about' },
    { url: 'https://github.com/tern/tern', role: 'repository' },
  ]);
});

test('of a page with thousands of links those are kept that may be read, and the same are chosen', () => {
  const chapters = Array.from({ length: 3000 }, (_, index): [string, string] => [`${home}docs/page-${index}`, 'Docs']);
  const many = page(
    home,
    ...chapters,
    [`${home}pricing`, 'Pricing'],
    ['https://github.com/tern/tern', 'Code'],
    [`${home}x`, 'x'],
  );
  const kept = linksOfUse(many, 400);
  expect(kept.length).toBeLessThanOrEqual(400);
  expect(chooseLinks({ url: home, links: kept })).toEqual(chooseLinks(many));
  expect(chooseLinks(many).map(({ role }) => role)).toEqual(['pricing', 'docs', 'docs', 'repository']);
});

test('pages in other languages are known by their words', () => {
  const links = page(
    home,
    [`${home}price`, '料金'],
    [`${home}a`, 'ドキュメント'],
    [`${home}b`, '会社概要'],
    [`${home}c`, '採用'],
  );
  expect(chooseLinks(links).map(({ role }) => role)).toEqual(['pricing', 'docs', 'about']);
});

test('of many pages for one role the plainest are read, wherever they stand', () => {
  const links: [string, string][] = ['docs/a/b', 'docs/limits/deep', 'docs', 'docs/quickstart', 'guides/x/y'].map(
    (path) => [`${home}${path}`, 'Read'],
  );
  const chosen = chooseLinks(page(home, ...links));
  expect(chosen).toEqual(chooseLinks(page(home, ...links.reverse())));
  expect(chosen.map(({ url }) => url)).toEqual([`${home}docs`, `${home}docs/quickstart`]);
});

test('a document that is linked as PDF is read, and one about prices counts as the prices', () => {
  expect(chooseLinks(page(home, [`${home}files/whitepaper.pdf`, 'Whitepaper']))).toEqual([
    { url: `${home}files/whitepaper.pdf`, role: 'other' },
  ]);
  expect(chooseLinks(page(home, [`${home}files/2026.pdf`, 'Pricing']))).toEqual([
    { url: `${home}files/2026.pdf`, role: 'pricing' },
  ]);
});

test('of several repositories the one that bears the site’s name is the project’s; without one, none is', () => {
  const rival: [string, string] = ['https://github.com/quill/quill', 'Quill'];
  expect(chooseLinks(page(home, rival, ['https://github.com/tern/engine', 'Source']))).toEqual([
    { url: 'https://github.com/tern/engine', role: 'repository' },
  ]);
  expect(chooseLinks(page(home, rival, ['https://github.com/some/other', 'Other']))).toEqual([]);
  expect(chooseLinks(page(home, ['https://github.com/features/actions', 'Actions']))).toEqual([]);
});

describe('one owner', () => {
  test.each([
    ['https://tern.example/', 'https://docs.tern.example/x', true],
    ['https://tern.example/', 'https://tern.example.evil.example/', false],
    ['https://a.github.io/', 'https://b.github.io/', false],
    ['https://github.com/tern/tern', 'https://github.com/tern/tern/releases', true],
    ['https://github.com/tern/tern', 'https://github.com/pricing', false],
    ['http://127.0.0.1:8001/', 'http://127.0.0.1:8001/docs', true],
    ['http://127.0.0.1:8001/', 'http://127.0.0.1:8002/docs', false],
    ['http://127.0.0.1:8001/', 'http://10.0.0.1:8001/docs', false],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(isSameSite(a, b)).toBe(expected);
  });
});

test('whatever a page links to, only its own site is read, at most eight pages in all', () => {
  const parts = fc.constantFrom(
    'pricing',
    'docs',
    'about',
    'changelog',
    'releases',
    '..',
    '%2e%2e',
    'login',
    'x.pdf',
    '',
  );
  const hosts = fc.constantFrom(
    'tern.example',
    'docs.tern.example',
    'evil.example',
    '127.0.0.1',
    'tern.example@evil.example',
    '[::1]',
  );
  const links = fc.oneof(
    fc.webUrl(),
    fc.string(),
    fc.tuple(hosts, fc.array(parts, { maxLength: 3 })).map(([host, path]) => `https://${host}/${path.join('/')}`),
  );
  fc.assert(
    fc.property(fc.array(links, { maxLength: 60 }), (urls) => {
      const chosen = chooseLinks(page(home, ...urls.map((url): [string, string] => [url, 'Pricing'])));
      expect(chosen.length).toBeLessThanOrEqual(8);
      for (const { url } of chosen) expect(new URL(url).hostname).toMatch(/^(?:docs\.)?tern\.example$/);
    }),
  );
});
