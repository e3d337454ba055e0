import { describe, expect, test } from 'vitest';
import { parseFeedText } from '../../../src/sources/feeds/read-feed.ts';
import { atom, hunted, release, rss, story } from '../../fixtures/launches/feeds.ts';

const context = { base: 'https://news.example/feed', retrievedAt: '2026-11-23T10:00:00.000Z' };
const read = (text: string) => parseFeedText(text, undefined, context);

describe('any feed', () => {
  test('RSS: markup and entities become one line, relative links whole, dates ISO', () => {
    const item = {
      id: '7',
      title: '<b>Lumen</b> &amp; friends:\n search &eacute;verything',
      link: '/lumen?utm_source=rss',
      html: '<p>For <i>notes</i>.</p><p>And mail.</p>',
      date: 'Sun, 22 Nov 2026 12:00:00 +0100',
    };
    expect(read(rss([item]))).toEqual({
      kind: 'rss',
      problems: [],
      entries: [
        {
          guid: '7',
          title: 'Lumen & friends: search éverything',
          name: 'Lumen & friends',
          tagline: 'search éverything',
          url: 'https://news.example/lumen',
          discussion: null,
          published: '2026-11-22T11:00:00.000Z',
          text: 'For notes. And mail.',
          release: null,
          site: 'feed',
        },
      ],
    });
  });

  test('Atom', () => {
    const { kind, entries } = read(
      atom([{ id: 'a', title: 'Lumen', link: 'https://lumen.dev/', date: '2026-11-22T01:00:00Z' }]),
    );
    expect(kind).toBe('atom');
    expect(entries).toMatchObject([{ guid: 'a', url: 'https://lumen.dev/', published: '2026-11-22T01:00:00.000Z' }]);
  });

  test('JSON Feed: the external address is the product’s, its own the discussion', () => {
    const feed = {
      version: 'https://jsonfeed.org/version/1.1',
      title: 'News',
      items: [
        {
          id: 'j',
          url: 'https://news.example/1',
          external_url: 'https://lumen.dev/',
          title: 'Lumen',
          date_published: '2026-11-22T01:00:00Z',
        },
      ],
    };
    const { kind, entries } = read(JSON.stringify(feed));
    expect(kind).toBe('json-feed');
    expect(entries).toMatchObject([{ url: 'https://lumen.dev/', discussion: 'https://news.example/1' }]);
  });

  test('RDF', () => {
    const feed = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>t</title></channel><item rdf:about="https://lumen.dev/"><title>Lumen</title><link>https://lumen.dev/</link><dc:date>2026-11-22</dc:date></item></rdf:RDF>`;
    expect(read(feed)).toMatchObject({
      kind: 'rss',
      entries: [{ guid: 'https://lumen.dev/', published: '2026-11-22T00:00:00.000Z' }],
    });
  });

  test.each(['yesterday', '9999-01-01', '1970-01-01', '+275760-09-13T00:00:00Z', ''])(
    'the date "%s" tells no age',
    (date) => {
      expect(read(rss([{ id: '1', title: 'Lumen', date }])).entries).toMatchObject([{ published: null }]);
    },
  );

  test('names in any script stay as they are', () => {
    expect(read(rss([{ id: '1', title: '索引灯：全文检索引擎', link: 'https://deng.cn/' }])).entries).toMatchObject([
      { name: '索引灯', tagline: '全文检索引擎' },
    ]);
  });

  test('without a guid the link, and without a link the title, tells entries apart', () => {
    const { entries } = read(rss([{ title: 'A', link: 'https://a.dev/' }, { title: 'B' }, { title: 'C' }]));
    expect(entries[0]?.guid).toBe('https://a.dev/');
    expect(new Set(entries.map(({ guid }) => guid)).size).toBe(3);
    expect(read(rss([{ title: 'C' }])).entries[0]?.guid).toBe(entries[2]?.guid);
  });

  test('a guid that comes twice is one entry, and what says nothing is counted', () => {
    const items = [
      { id: '1', title: 'First' },
      { id: '1', title: 'Second' },
      { id: '2', title: '', link: 'javascript:alert(1)' },
    ];
    const { entries, problems } = read(rss(items));
    expect(entries.map(({ title }) => title)).toEqual(['First']);
    expect(problems).toEqual(['1 of its entries has neither a title nor a link of use']);
  });

  test('links that a page must not open are none', () => {
    const { entries } = read(
      rss([
        { id: '1', title: 'X', link: 'javascript:alert(1)' },
        { id: '2', title: 'Y', link: 'https://u:p@x.dev/' },
      ]),
    );
    expect(entries.map(({ url }) => url)).toEqual([null, null]);
  });
});

describe('Hacker News', () => {
  test('the link is the product’s, the comments are the discussion', () => {
    const { kind, entries } = read(rss([story(1, 'Show HN: Lumen – search your notes', 'https://lumen.dev/')]));
    expect(kind).toBe('hacker-news');
    expect(entries).toMatchObject([
      {
        name: 'Lumen',
        url: 'https://lumen.dev/',
        discussion: 'https://news.ycombinator.com/item?id=1',
        site: 'hacker-news',
      },
    ]);
  });

  test('a post without a link may name the product in its text, as a link or in plain words', () => {
    const linked = story(1, 'Show HN: Lumen', null, {
      html: '<p>Try <a href="https://lumen.dev/">it</a>. <a href="https://news.ycombinator.com/item?id=1">Comments</a>',
    });
    const plain = story(2, 'Show HN: Quill', null, { html: 'See https://quill.dev/start.' });
    const none = story(3, 'Show HN: Brick', null, { html: 'Soon.' });
    expect(read(rss([linked, plain, none])).entries.map(({ url }) => url)).toEqual([
      'https://lumen.dev/',
      'https://quill.dev/start',
      null,
    ]);
  });

  test('the answer of its search interface', () => {
    const hit = {
      objectID: '5',
      title: 'Show HN: Lumen – search',
      url: 'https://lumen.dev/',
      created_at: '2026-11-22T00:00:00Z',
      points: 3,
    };
    const { kind, entries } = read(
      JSON.stringify({
        hits: [hit, { ...hit, objectID: '6', url: null, story_text: 'at <a href="https://quill.dev/">quill</a>' }],
        nbHits: 2,
      }),
    );
    expect(kind).toBe('hacker-news');
    expect(entries).toMatchObject([
      { guid: 'https://news.ycombinator.com/item?id=5', url: 'https://lumen.dev/' },
      { guid: 'https://news.ycombinator.com/item?id=6', url: 'https://quill.dev/' },
    ]);
  });

  test('a list of item numbers says which address to use', () => {
    expect(() => read('[1,2,3]')).toThrow(/hnrss\.org\/show/);
  });
});

describe('Product Hunt', () => {
  test('its page is the discussion, the link leads on, the first words are the tagline', () => {
    const onward = 'https://www.producthunt.com/r/p/9?utm_source=feed';
    const { kind, entries } = read(atom([hunted(9, 'Lumen', 'Search your notes', onward)]));
    expect(kind).toBe('product-hunt');
    expect(entries).toMatchObject([
      {
        name: 'Lumen',
        tagline: 'Search your notes',
        url: 'https://www.producthunt.com/r/p/9',
        discussion: 'https://www.producthunt.com/products/lumen',
        site: 'product-hunt',
      },
    ]);
  });

  test('without a link onward there is no page of the product', () => {
    expect(read(atom([hunted(9, 'Lumen', 'Search', null)])).entries).toMatchObject([{ url: null, tagline: 'Search' }]);
  });
});

describe('GitHub releases', () => {
  const releases = (count: number) =>
    Array.from({ length: count }, (_, index) => release('ada/lumen', `v1.${count - index - 1}`));

  test('the repository is the product, and only the oldest of a whole feed is its first', () => {
    const { kind, entries } = read(atom(releases(3)));
    expect(kind).toBe('github-releases');
    expect(entries).toMatchObject([
      { name: 'lumen', url: 'https://github.com/ada/lumen', release: { version: 'v1.2', first: false } },
      { release: { version: 'v1.1', first: false } },
      { release: { version: 'v1.0', first: true } },
    ]);
  });

  test('a full page may hide earlier ones', () => {
    expect(read(atom(releases(10))).entries.some((entry) => entry.release?.first)).toBe(false);
  });

  test('dates say which is the oldest, whatever the order', () => {
    const items = [
      release('ada/lumen', 'v1', { date: '2026-11-01T00:00:00Z' }),
      release('ada/lumen', 'v2', { date: '2026-11-09T00:00:00Z' }),
    ];
    expect(read(atom(items)).entries.map((entry) => entry.release?.first)).toEqual([true, false]);
  });

  test('the answer of its interface, without drafts', () => {
    const one = {
      id: 4,
      html_url: 'https://github.com/ada/lumen/releases/tag/v1',
      tag_name: 'v1',
      name: 'The first',
      published_at: '2026-11-22T00:00:00Z',
    };
    const { kind, entries } = read(JSON.stringify([{ ...one, id: 5, draft: true }, one]));
    expect(kind).toBe('github-releases');
    expect(entries).toMatchObject([{ title: 'lumen v1 The first', release: { version: 'v1', first: true } }]);
  });
});

describe('a list', () => {
  test('an address a line, comments left out, the same address once, what is no address named by line', () => {
    const text =
      '# ours\nhttps://lumen.dev/ # notes\n\nhttp://www.lumen.dev\nhttps://github.com/ada/quill\nnot one\nhttps://u:secret@x.dev/\n';
    const { kind, entries, problems } = read(text);
    expect(kind).toBe('list');
    expect(entries).toMatchObject([
      { guid: 'lumen.dev', name: 'lumen', url: 'https://lumen.dev/', site: 'list' },
      { guid: 'github.com/ada/quill', name: 'quill' },
    ]);
    expect(problems).toHaveLength(2);
    expect(problems[0]).toContain('line 6: found "not one"');
    expect(problems.join()).not.toContain('secret');
  });

  test('many lines that are no addresses are counted, not recited', () => {
    const { problems } = parseFeedText('x\n'.repeat(1_000), 'list', context);
    expect(problems).toHaveLength(21);
    expect(problems.at(-1)).toBe('980 more lines are no addresses');
  });
});

describe('what is no feed says what it is', () => {
  test.each([
    ['<!doctype html><html><body>404</body></html>', 'a web page came instead of a feed'],
    ['', 'it is empty'],
    ['{"a": 1', 'its JSON is broken'],
    ['{"a": 1}', 'its JSON is broken or is no JSON Feed'],
    [rss([{ title: 'x' }]).slice(0, -30), 'its XML is broken, cut short or of another kind than a feed'],
    ['just words', 'it is neither RSS, Atom, JSON Feed nor a list of addresses'],
  ])('%s', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  test('a page that came for a list', () => {
    expect(() => parseFeedText('<html>', 'list', context)).toThrow('instead of a list');
  });
});
