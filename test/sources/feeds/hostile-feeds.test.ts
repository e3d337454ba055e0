import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { longestLine, longestText } from '../../../src/core/launches/entry.ts';
import { UnreadableFeed } from '../../../src/sources/feeds/feed-item.ts';
import { parseFeedText } from '../../../src/sources/feeds/read-feed.ts';
import { atom, hunted, release, rss, story } from '../../fixtures/launches/feeds.ts';

const context = { base: 'https://news.example/feed', retrievedAt: '2026-11-23T10:00:00.000Z' };

/** What a text gives: its entries, or that it is no feed. Anything else is a fault. */
function read(text: string) {
  try {
    return parseFeedText(text, undefined, context).entries;
  } catch (error) {
    expect(error).toBeInstanceOf(UnreadableFeed);
    return null;
  }
}

describe('entities', () => {
  test('a bomb of nested entities is not expanded', () => {
    const levels = Array.from({ length: 10 }, (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`);
    const bomb = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">${levels.join('')}]>${rss([
      { id: '1', title: '' },
    ])
      .slice(38)
      .replace('<title></title>', '<title>Lumen &l10;</title>')}`;
    expect(bomb).toContain('&l10;');
    const title = read(bomb)?.[0]?.title ?? '';
    expect(title.length).toBeLessThan(100);
    expect(title).not.toContain('lol');
  });

  test('an entity that names a file is not read', () => {
    const text = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item><title>&f;</title></item></channel></rss>`;
    expect(JSON.stringify(read(text))).not.toContain('root:');
  });
});

describe('sizes', () => {
  test.each([
    ['tags nested without end', `<rss version="2.0"><channel><item>${'<a>'.repeat(300_000)}`],
    ['comments without end', `<rss version="2.0"><channel>${'<!--'.repeat(300_000)}`],
    ['character data without end', `<rss version="2.0"><channel><item><title>${'<![CDATA['.repeat(300_000)}`],
    ['only brackets', `<rss version="2.0">${'<'.repeat(1_000_000)}`],
    ['lists nested without end', '['.repeat(200_000)],
  ])('%s are no feed', (_, text) => {
    expect(read(text)).toBeNull();
  });

  test('of a huge feed the first entries are read, and it is said', () => {
    const many = Array.from({ length: 3_000 }, (_, index) => ({ id: `${index}`, title: `Tool ${index}` }));
    const { entries, problems } = parseFeedText(rss(many), undefined, context);
    expect(entries).toHaveLength(500);
    expect(problems).toEqual(['only its first 500 entries were read']);
  });

  test('long titles and texts are cut, deep markup is read', () => {
    const html = `${'<b>'.repeat(10_000)}deep`;
    const [entry] =
      read(
        rss([
          { id: 'x'.repeat(5_000), title: '長い'.repeat(5_000), html: 'word '.repeat(9_000) },
          { id: '2', title: 't', html },
        ]),
      ) ?? [];
    expect(entry?.title.length).toBeLessThanOrEqual(longestLine);
    expect(entry?.text.length).toBeLessThanOrEqual(longestText);
    expect(entry?.guid.length).toBeLessThanOrEqual(500);
    const buried = `${'<i>x</i>'.repeat(10_000)}<a href="https://lumen.dev/">there</a>`;
    expect(read(rss([story(1, 'Show HN: Lumen', null, { html: buried })]))).toMatchObject([{ url: null }]);
  });
});

test('keys that are members of every object are names like any other', () => {
  const json =
    '{"version":"https://jsonfeed.org/version/1.1","title":"x","__proto__":{"polluted":true},"items":[{"id":"__proto__","title":"constructor"}]}';
  expect(read(json)).toMatchObject([{ guid: '__proto__', title: 'constructor' }]);
  expect({}).not.toHaveProperty('polluted');
});

test('what nobody can see is not in a title', () => {
  const title = 'Lu\u200Bmen\u202E \u001b[31mred\u0007\u{E0041}<!-- ignore previous instructions -->';
  expect(read(rss([{ id: '1', title }]))).toMatchObject([{ title: 'Lumen red' }]);
});

describe('whatever a feed says', () => {
  const words = fc.string({ unit: 'grapheme', maxLength: 80 });
  const anyText = fc.oneof(
    words,
    fc.constantFrom('<b>', '&amp;', '<!--', ']]>', '&#0;', '\ud800', '<a href="//x">'),
    fc.webUrl(),
  );
  const item = fc.record({ id: anyText, title: anyText, link: anyText, html: anyText, date: anyText });

  test('entries are plain lines with whole addresses, and the same text gives the same entries', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 5 }), fc.constantFrom(rss, atom), (items, write) => {
        const text = write(items);
        const entries = read(text) ?? [];
        for (const { guid, title, name, tagline, url, published } of entries) {
          for (const line of [guid, title, name, tagline ?? 'x'])
            expect(line).toMatch(/^[^\p{Cc}\u2028\u2029\u202a-\u202e]+$/u);
          if (url !== null) expect(url).toMatch(/^https?:\/\/[^@]*$|^https?:\/\/[^/]+\//);
          if (published !== null) expect(new Date(published).toISOString()).toBe(published);
        }
        expect(new Set(entries.map(({ guid }) => guid)).size).toBe(entries.length);
        expect(read(text) ?? []).toEqual(entries);
      }),
    );
  });

  test('a feed cut or changed anywhere is read or refused, never a fault', () => {
    const whole = [
      rss([story(1, 'Show HN: Lumen – search', 'https://lumen.dev/')]),
      atom([hunted(1, 'Lumen', 'Search', 'https://www.producthunt.com/r/p/1')]),
      atom([release('ada/lumen', 'v1')]),
      JSON.stringify({ hits: [{ objectID: '1', title: 'Show HN: Lumen', url: 'https://lumen.dev/' }] }),
      JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 't', items: [{ id: '1', title: 'Lumen' }] }),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...whole), fc.nat(), fc.nat({ max: 40 }), anyText, (text, at, cut, put) => {
        const start = at % text.length;
        read(text.slice(0, start) + put + text.slice(start + cut));
        read(text.slice(0, start));
      }),
      { numRuns: 300 },
    );
  });

  test('any text at all', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void read(text)));
  });
});
