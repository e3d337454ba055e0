import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../src/core/launches/entry.ts';
import { judgeEntry, type RuleOptions } from '../../../src/core/launches/launch-rule.ts';

const now = '2026-11-23T10:00:00.000Z';
const usual: RuleOptions = { now, since: null, maxAgeDays: 14, include: [], exclude: [] };

function entry(more: Partial<Entry> = {}): Entry {
  return {
    guid: '1',
    title: 'Show HN: Lumen – search your notes',
    name: 'Lumen',
    tagline: 'search your notes',
    url: 'https://lumen.dev/',
    discussion: null,
    published: '2026-11-22T10:00:00.000Z',
    text: '',
    release: null,
    site: 'hacker-news',
    ...more,
  };
}

const judge = (more: Partial<Entry> = {}, options: Partial<RuleOptions> = {}) =>
  judgeEntry(entry(more), { ...usual, ...options });

test('a new tool with a page of its own waits for that page to be looked at', () => {
  expect(judge()).toEqual({ state: 'waiting', reason: 'new-tool', because: 'its maker shows it on Hacker News' });
});

test('what is no tool is left, however fresh', () => {
  expect(judge({ title: 'Ask HN: Which notes app?' })).toMatchObject({ state: 'left', reason: 'not-a-tool' });
});

describe('age', () => {
  test('the last day of the limit is still young', () => {
    expect(judge({ published: '2026-11-09T10:00:00.000Z' })).toMatchObject({ state: 'waiting' });
    expect(judge({ published: '2026-11-08T10:00:00.000Z' })).toEqual({
      state: 'left',
      reason: 'too-old',
      because: 'it was announced 15 days ago, and the feed’s limit is 14',
    });
  });

  test('a day given instead of the limit counts alone', () => {
    const old = { published: '2026-08-01T00:00:00.000Z' };
    expect(judge(old, { since: '2026-08-01' })).toMatchObject({ state: 'waiting' });
    expect(judge(old, { since: '2026-08-02' })).toMatchObject({ state: 'left', reason: 'too-old' });
  });

  test('without a date nothing is too old, and a list knows no dates', () => {
    expect(judge({ published: null })).toMatchObject({ state: 'waiting' });
    expect(judge({ published: '2020-01-01T00:00:00.000Z', site: 'list' })).toMatchObject({ state: 'waiting' });
  });
});

describe('no evidence that it exists', () => {
  test.each([
    [null, 'no page'],
    ['https://x.com/lumen/status/1', 'social'],
    ['https://mobile.twitter.com/lumen', 'social'],
    ['https://hachyderm.io/@ada/112233', 'social'],
    ['https://discord.gg/lumen', 'chat'],
    ['https://news.ycombinator.com/item?id=1', 'discussion'],
    ['https://forms.gle/abc', 'form'],
    ['https://www.producthunt.com/products/lumen', 'Product Hunt'],
  ])('%s: the launch is held', (url, why) => {
    const verdict = judge({ url });
    expect(verdict).toMatchObject({ state: 'held', reason: 'no-evidence' });
    expect(verdict.because).toContain(why);
  });

  test('a waiting list is a promise', () => {
    expect(judge({ title: 'Show HN: Lumen – join the waitlist' })).toMatchObject({ state: 'held' });
  });

  test('a link of Product Hunt that leads on is no such thing, nor is a host that only ends alike', () => {
    expect(judge({ url: 'https://www.producthunt.com/r/p/1' })).toMatchObject({ state: 'waiting' });
    expect(judge({ url: 'https://netflix.com.lumenx.com/' })).toMatchObject({ state: 'waiting' });
  });
});

describe('words of the feed', () => {
  test('include keeps whole words, in any case, in title, tagline and text', () => {
    expect(judge({}, { include: ['NOTES'] })).toMatchObject({ state: 'waiting' });
    expect(judge({ text: 'Has an API.' }, { include: ['api'] })).toMatchObject({ state: 'waiting' });
    expect(judge({}, { include: ['note'] })).toMatchObject({ state: 'left', reason: 'not-wanted' });
    expect(judge({ title: 'Show HN: 索引灯 – 全文检索引擎' }, { include: ['检索'] })).toMatchObject({
      state: 'waiting',
    });
  });

  test('exclude names the word', () => {
    expect(judge({}, { exclude: ['search'] }).because).toContain('"search"');
  });

  test('no word is a pattern', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 60 }), (word) => {
        expect(() => judge({}, { include: [word], exclude: [word] })).not.toThrow();
      }),
    );
    expect(judge({}, { include: ['.*'] })).toMatchObject({ reason: 'not-wanted' });
    expect(judge({ title: 'Show HN: Mapper – a C++ library' }, { include: ['c++'] })).toMatchObject({
      state: 'waiting',
    });
  });
});

test('a release is a version, unless it is the first', () => {
  const released = { title: 'lumen v1.2.0', site: 'github-releases', url: 'https://github.com/ada/lumen' } as const;
  expect(judge({ ...released, release: { version: 'v1.2.0', first: false } })).toEqual({
    state: 'left',
    reason: 'seen-before',
    because: 'v1.2.0 is a version of Lumen, not a new product',
  });
  expect(judge({ ...released, release: { version: 'v0.1.0', first: true } })).toMatchObject({ state: 'waiting' });
});

test('whatever a stranger writes, there is a verdict with a reason, and quickly', () => {
  const address = fc.option(fc.webUrl({ withQueryParameters: true, withFragments: true }));
  fc.assert(
    fc.property(
      fc.string({ maxLength: 300, unit: 'grapheme' }),
      fc.string({ maxLength: 2_000 }),
      address,
      (title, text, url) => {
        const { because } = judge({ title, text, url });
        expect(because.trim()).not.toBe('');
      },
    ),
  );
});
