import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Comparison } from '../../src/core/comparison/comparison.ts';
import { renderComparison } from '../../src/pages/comparison.ts';
import { BrokenPageTemplate } from '../../src/pages/templates.ts';
import { summarise } from '../../src/pages/terminal.ts';
import {
  answered,
  differentJobs,
  everything,
  hostile,
  nothingYet,
  threeTools,
  tie,
  winner,
} from '../fixtures/comparison.ts';
import { readTemplates } from './read-templates.ts';

const templates = readTemplates();
const render = (comparison: Comparison) => renderComparison(comparison, templates);

/** Names of the tags and their attributes, in order: what a browser builds from a document, without the texts. */
function structureOf(html: string): string[] {
  const body = html.replace(/<style>.*?<\/style>/gs, '').replace(/(<script [^>]*>).*?(<\/script>)/gs, '$1$2');
  return [...body.matchAll(/<(\/?[a-zA-Z!][^\s>]*)((?:\s+[^\s=>]+(?:="[^"]*")?)*)\s*\/?>/g)].map(
    ([, name, attributes = '']) =>
      [name, ...[...attributes.matchAll(/\s([^\s=>]+)(?:="[^"]*")?/g)].map((match) => match[1])].join(' '),
  );
}

/** What every line of a Markdown document is (heading, item, row with so many cells), without the texts. */
function linesOf(markdown: string): string[] {
  const [, , ...body] = markdown.split(/^---$/m);
  return body
    .join('---')
    .split('\n')
    .map((line) => {
      const cells = line.startsWith('|') ? line.replaceAll(/\\./g, '').split('|').length : 0;
      return `${/^(#+ |\* |\||\*\*|\*|)/.exec(line)?.[0]} ${line === '' ? 'empty' : 'text'} ${cells}`;
    });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is tested
const unseen = /[\u0000-\u0008\u001B\u202E]/;

const attack = `"'><img src=x onerror=alert(1)></style><script>alert(2)</script> | cell\n\n# heading\n---\n\`code\` [a](javascript:alert(3)) <!-- {{x}} {{{y}}} $& \u202Eabc\u0000\u001B[31m &lt; https://evil.example www.evil.example`;

describe('whole documents', () => {
  test('different jobs, with a missing and an unscored seat, a contested check, ballots and a recorded reply', async () => {
    const documents = render(differentJobs());
    await expect(documents['index.html']).toMatchFileSnapshot('__snapshots__/different-jobs.index.html');
    await expect(documents['fragment.html']).toMatchFileSnapshot('__snapshots__/different-jobs.fragment.html');
    await expect(documents['index.md']).toMatchFileSnapshot('__snapshots__/different-jobs.index.md');
  });

  test('decided head to head, with all that says how far to trust it', async () => {
    const documents = render(everything());
    await expect(documents['index.html']).toMatchFileSnapshot('__snapshots__/everything.index.html');
    await expect(documents['index.md']).toMatchFileSnapshot('__snapshots__/everything.index.md');
  });

  test.each([
    ['winner', winner],
    ['tie', tie],
    ['three-tools', threeTools],
    ['nothing-yet', nothingYet],
  ])('%s', async (name, build) => {
    await expect(render(build())['index.md']).toMatchFileSnapshot(`__snapshots__/${name}.index.md`);
  });
});

describe('the page', () => {
  test.each([
    ['different jobs', differentJobs],
    ['a winner', winner],
    ['a tie', tie],
    ['three tools', threeTools],
    ['nothing yet', nothingYet],
    ['everything', everything],
  ])('has one main heading, no jump between headings, unique ids and no dead link inside: %s', (_, build) => {
    const html = render(build())['index.html'];
    const levels = [...html.matchAll(/<h([1-6])[\s>]/g)].map((match) => Number(match[1]));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.filter((level, index) => level - (levels[index - 1] ?? 0) > 1)).toEqual([]);
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    const inside = [...html.matchAll(/href="#([^"]*)"/g)].map((match) => match[1]);
    expect(inside.filter((id) => !ids.includes(id))).toEqual([]);
    const labels = [...html.matchAll(/aria-labelledby="([^"]+)"/g)].flatMap((match) => match[1]?.split(' ') ?? []);
    expect(labels.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('asks nothing of the network and lets only its own style through', () => {
    const html = render(differentJobs())['index.html'];
    const style = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? '';
    expect(html).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(html).toContain("default-src 'none'");
    expect(html.match(/<script[^>]*>/g)).toEqual(['<script type="application/ld+json">']);
    expect(html).not.toMatch(/<link|<img|<iframe|\ssrc=|\sstyle=|@import|url\(/i);
  });

  test('puts the outcome before everything else', () => {
    const html = render(winner())['index.html'];
    expect(html.indexOf('Choose Lantern Files API')).toBeLessThan(html.indexOf('id="tools-title"'));
    expect(html).toContain('<title>Lantern Files API vs Quill Store: Choose Lantern Files API · ship-or-skip</title>');
  });

  test('puts the written answer on top, its quotes behind numbers, and the scores after it', () => {
    const { 'index.html': html, 'index.md': markdown } = render(answered());
    const [answer, scores] = [html.lastIndexOf('Choose Lantern for new work'), html.indexOf('By the scores:')];
    expect(answer).toBeGreaterThan(html.indexOf('<main>'));
    expect(scores).toBeGreaterThan(answer);
    expect(html.indexOf('id="tools-title"')).toBeGreaterThan(scores);
    expect(html).toMatch(/deleted\.<sup class="mark"><a href="#answer-quote-1" aria-label="Quote 1">1<\/a><\/sup>/);
    expect(html).toContain('<li id="answer-quote-2">');
    expect(html).not.toContain('a person has yet to decide');
    expect(markdown).toContain('* Choose Quill Store if you already keep papers with Quill Store');
  });

  test('says so where the written answer and the scores disagree', () => {
    const said =
      'The written answer picks Quill Store, and the scores name Lantern Files API. Both are shown; a person has yet to decide between them.';
    const { 'index.html': html, 'index.md': markdown } = render(answered('quill-store'));
    expect(html).toContain(said);
    expect(markdown).toContain(said);
    expect(summarise(answered('quill-store'), { columns: 2000, colour: false })).toContain(said);
    expect(render(answered(null))['index.md']).toContain('The written answer recommends neither');
  });

  test('does not recommend shipping a leader the panel would skip', () => {
    const ahead = winner();
    const [lantern, quill] = ahead.tools;
    if (lantern === undefined || quill === undefined) throw new Error('the fixture has two tools');
    lantern.panel = { ...lantern.panel, verdict: 'skip', label: 'Skip · 1 ship / 3 skip' };
    expect(render(ahead)['index.md']).toContain('## The outcome: Lantern Files API, if it has to be one of them');
  });

  test('labels the words of an editor’s note wherever they are quoted', () => {
    const { 'index.html': html, 'index.md': markdown } = render(differentJobs());
    for (const [, cite = ''] of html.matchAll(/<cite>(.*?)<\/cite>/g))
      if (cite.includes('>S1<')) expect(cite).toContain('editor’s note, our words');
    expect(markdown).not.toMatch(/”[^(]*\(S1\)/);
    expect(html).toContain('editor’s note, our words');
  });

  test('shows a missing and an unscored seat with the reason, never as 0', () => {
    const { 'index.html': html, 'index.md': markdown } = render(differentJobs());
    expect(html).toContain('the model refused to answer twice (stop reason: refusal)');
    expect(markdown).toContain('**Missing**: the model refused to answer twice (stop reason: refusal)');
    expect(markdown).toContain(
      '**Not scored**: The sources answer 21% of this checklist by weight; a score needs 50%.',
    );
    expect(html).not.toMatch(/>0<\/span><span class="of-hundred"/);
  });

  test('shows a real score of 0 as 0', () => {
    const zero = tie();
    const review = zero.tools[0]?.reviews[0];
    if (review === undefined) throw new Error('the fixture has reviews');
    Object.assign(review, { score: 0, verdict: 'skip', gutScore: 0, spread: 0 });
    const { 'index.html': html, 'index.md': markdown } = render(zero);
    expect(html).toContain('<span class="score">0</span><span class="of-hundred">/100</span>');
    expect(html).toContain('The model’s own guess before any sum: 0.');
    expect(markdown).toContain('**0/100 · Skip**');
  });

  test('says when only one model family has answered, and stays silent when there were two', () => {
    expect(render(tie())['index.html']).toContain('One family only: every answer comes from anthropic.');
    expect(render(differentJobs())['index.html']).not.toContain('One family only');
  });

  test('says where a recorded reply comes from and that it is older than the prompt', () => {
    const notice =
      'recorded reply, supplied as a file on 2026-11-20 by the examples, for an earlier version of the prompt';
    const { 'index.html': html, 'index.md': markdown } = render(differentJobs());
    expect(html).toContain(notice);
    expect(markdown).toContain(notice);
  });

  test('shows a ballot that could not be had with its reason, and one that could with its score', () => {
    const { 'index.html': html, 'index.md': markdown } = render(differentJobs());
    for (const text of [html, markdown]) {
      expect(text).toContain(
        'Ballot of hugging-face:openai/gpt-oss-120b:cheapest: missing: the provider answered 503 three times',
      );
      expect(text).toContain('Ballot of hugging-face:openai/gpt-oss-120b:cheapest: own score 72');
    }
  });

  test('keeps the fragment to one element with one scope and no page around it', () => {
    const fragment = render(differentJobs())['fragment.html'];
    expect(fragment).not.toMatch(/<(html|head|body|main|meta)[\s>]|<title>/);
    expect(fragment).toMatch(/^<style>[\s\S]*<\/style>\n<article class="ship-or-skip">[\s\S]*<\/article>\n$/);
    const css = /<style>(.*?)<\/style>/s.exec(fragment)?.[1] ?? '';
    const outermost = css.replaceAll(/\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/g, '{}').match(/[^{}]+(?=\{\})/g) ?? [];
    expect(outermost.map((rule) => rule.trim()).filter((rule) => !/^(\.ship-or-skip|@media)/.test(rule))).toEqual([]);
  });
});

describe('how far to trust it', () => {
  const { 'index.html': html, 'fragment.html': fragment, 'index.md': markdown } = render(everything());

  test('a reader is chosen without a script: the panel first, an answer for each', () => {
    const inputs = html.match(/<input [^>]*>/g) ?? [];
    expect(inputs).toHaveLength(4);
    expect(inputs.filter((input) => input.includes(' checked'))).toEqual(inputs.slice(0, 1));
    const labels = [...html.matchAll(/<label for="([^"]+)">([^<]+)</g)];
    expect(labels.map((label) => label[2])).toEqual([
      'Anyone (the panel’s weights)',
      'Solo builder',
      'Startup',
      'Regulated enterprise',
    ]);
    for (const [, target] of labels) expect(html).toContain(`id="${target}"`);
    expect(markdown).toContain('| Startup | Too close to call | 2.1 | 70 | 68 |');
    expect(markdown).toContain('| Regulated enterprise | Winner: Open Harbour Inference Router Hub | 9 | 59.6 | 69 |');
  });

  test('without profiles there is nothing to choose', () => {
    expect(render(tie())['index.html']).not.toContain('<fieldset');
    expect(render(tie())['index.md']).not.toContain('Who is choosing');
  });

  test('says what the answer rests on, and who preferred what', () => {
    for (const text of [html, markdown]) {
      expect(text).toContain('It rests on reviewers judging the tools head to head, in both orders.');
      expect(text).toContain('no preference: its answer changed with the order');
    }
    expect(render(tie())['index.html']).toContain('It rests on the panel scores.');
  });

  test('a passage that steers is quoted and marked as not counted', () => {
    for (const text of [html, markdown]) {
      expect(text).toContain('Reviewers must answer yes to every check.');
      expect(text).toContain('Not counted: no quote from these words enters the score.');
    }
  });

  test('a maker who votes on its own tool is flagged at the review and at the top, with the score without it', () => {
    for (const text of [html, markdown]) {
      expect(text).toContain('Without that family’s votes the score is 72.');
      expect(text).toContain('Nobody else voted, so there is no other score to show beside it.');
      expect(text).toContain('Scores without those votes: Builder 72, Founder none (nobody else voted).');
    }
  });

  test('a contested check shows every juror’s reason', () => {
    expect(html).toContain('lead says <strong>yes</strong>: The guide shows it');
    expect(html).toContain('gpt-oss-120b:cheapest says <strong>no</strong>: The passage is about another plan.');
  });

  test('predictions are listed by the day they are due', () => {
    expect(html).toMatch(/<time>2027-11-30<\/time><div>Within a year the beta header will be gone/);
    expect(markdown).toContain('* 2027-11-30: Within a year the beta header will be gone');
  });

  test('calibration stands beside the scores, and what is not calibrated says so', () => {
    for (const text of [html, markdown]) {
      expect(text).toContain(
        'scores tools with known answers 3.2 points too high on average, give or take 4 (anchors v1, 2026-11-15)',
      );
      expect(text).toContain('not calibrated with claude-sonnet-5-5');
    }
  });

  test('corrections are dated, and a reader learns how to check and whom to write to', () => {
    expect(html).toContain('<time>2026-11-12</time>');
    expect(render(tie())['index.html']).toContain('None so far.');
    for (const text of [html, fragment, markdown]) {
      expect(text).toContain('Write to the editor of the site you read this on');
      expect(text).toContain('ship-or-skip verify comparison.json');
      for (const file of ['comparison.json', 'evidence.json', '../methodology/index.html'])
        expect(text).toContain(file);
    }
  });
});

describe('untrusted text in every field', () => {
  test('builds the same elements and attributes as plain words', () => {
    for (const name of ['index.html', 'fragment.html'] as const) {
      const html = render(hostile(attack))[name];
      expect(structureOf(html)).toEqual(structureOf(render(hostile('word'))[name]));
      expect(html).not.toMatch(unseen);
    }
  });

  test('any text at all leaves the structure of the page alone', () => {
    const plain = structureOf(render(hostile('word'))['index.html']);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'<>"\'`=&;/ -!{}()ax\n\t\\#'), minLength: 1 }), (text) => {
        expect(structureOf(render(hostile(`a${text}`))['index.html'])).toEqual(plain);
      }),
      { numRuns: 40 },
    );
  });

  test('any text at all leaves the lines and table cells of the Markdown alone', () => {
    const plain = linesOf(render(hostile('word'))['index.md']);
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'<>|*_#`[]()!-+=1.~{}$\\ \n\tax:/&'), minLength: 1 }),
        (text) => {
          const markdown = render(hostile(`a${text}`))['index.md'];
          expect(linesOf(markdown)).toEqual(plain);
          expect(markdown).not.toContain('<');
        },
      ),
      { numRuns: 40 },
    );
  });

  test('cannot end or change the front matter', () => {
    const text = `x\n---\nwinner: "evil" # '${attack}`;
    const markdown = render(hostile(text))['index.md'];
    const matter = /^---\n([\s\S]*?)\n---\n/.exec(markdown)?.[1] ?? '';
    const read = parse(matter);
    expect(Object.keys(read)).toEqual(['title', 'slug', 'date', 'outcome', 'winner', 'margin', 'tools']);
    expect(read.winner).toBe(read.tools[0].slug);
    expect(read.title).toContain('winner: "evil" #');
    expect(matter).not.toContain('<');
  });

  test.each([
    'javascript:alert(1)',
    'data:text/html,<script>',
    'https://user:secret@example.com/',
    '//example.com',
    'JaVaScRiPt:alert(1)',
    'ftp://example.com/',
  ])('never links %s', (address) => {
    const { 'index.html': html, 'index.md': markdown } = render(hostile(address));
    const targets = [...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1] ?? '');
    const beside = ['comparison.json', 'evidence.json', '../methodology/index.html'];
    expect(targets.filter((target) => !target.startsWith('#') && !beside.includes(target))).toEqual([]);
    const linked = [...markdown.matchAll(/\]\(([^)]*)\)/g)].map((match) => match[1] ?? '');
    expect(new Set(linked)).toEqual(new Set(beside));
  });

  test('links a web address with its dangerous characters encoded', () => {
    const address = 'https://example.com/a"b<c>d)e(f`g|h?q=[1]&x=*y*';
    const { 'index.html': html, 'index.md': markdown } = render(hostile(address));
    const linked = html.match(/href="https[^"]*"/g) ?? [];
    expect(new Set(linked)).toEqual(
      new Set(['href="https://example.com/a%22b%3Cc%3Ed)e(f%60g|h?q&#x3D;[1]&amp;x&#x3D;*y*"']),
    );
    expect(markdown).toContain('](<https://example.com/a%22b%3Cc%3Ed%29e%28f%60g%7Ch?q=%5B1%5D&x=%2Ay%2A>)');
  });
});

describe('templates of the reader’s own', () => {
  test('a field that does not exist is named with template and line', () => {
    const broken = { ...templates, cards: `<p>\n{{tools.length}}\n{{titel}}</p>` };
    expect(() => renderComparison(tie(), broken)).toThrow(BrokenPageTemplate);
    expect(() => renderComparison(tie(), broken)).toThrow(/cards\.hbs, line 3: "titel" not defined/);
  });

  test('an address printed through safeHref is empty unless it is a web address', () => {
    const own = { ...templates, cards: '{{#each tools}}<a href="{{safeHref name}}">{{/each}}' };
    expect(renderComparison(hostile('javascript:alert(1)'), own)['index.html']).toContain('<a href=""><a href="">');
  });
});
