import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePricing } from '../../../src/core/facts/pricing.ts';
import { Day, PartialDay, ToolFile, toolOf, WebAddress } from '../../../src/core/facts/tool.ts';

const file = {
  name: '  Lantern DB ',
  jobs: ['store time series'],
  tagline: 'A time series store',
  category: 'Developer Tools',
  url: 'https://lantern.example',
  pricing: 'Open source',
  description: 'It stores.\nIt answers.',
  sources: [{ kind: 'note', title: 'A note', retrieved: '2026-11-20', text: ' It starts. ' }],
};

test('a facts file gives the facts, with what is unknown as null', () => {
  const { sources, ...facts } = ToolFile.parse(file);
  expect(sources[0]).toMatchObject({ url: null, text: 'It starts.' });
  expect(toolOf(facts, parsePricing)).toEqual({
    slug: 'lantern-db',
    name: 'Lantern DB',
    maker: null,
    jobs: ['store time series'],
    tagline: 'A time series store',
    category: 'Developer Tools',
    url: 'https://lantern.example',
    pricing: { text: 'Open source', model: 'open-source', entry: 'free', amounts: [] },
    launched: null,
    discontinued: null,
    licence: null,
    description: 'It stores.\nIt answers.',
    aliases: [],
  });
});

test.each(['con', 'methodology', 'lpt1'])('the slug %s is refused: no folder may be called so', (slug) => {
  expect(ToolFile.safeParse({ ...file, slug }).error?.issues[0]?.message).toBe(
    'a slug that is no reserved folder name',
  );
});

test('a slug in the file is the slug of the tool', () => {
  const { sources, ...facts } = ToolFile.parse({ ...file, slug: 'lantern' });
  expect(sources).toHaveLength(1);
  expect(toolOf(facts, parsePricing).slug).toBe('lantern');
});

test.each([
  ['2026-11-20', '2026-11-20'],
  ['2026-11', '2026-11'],
  ['2026', '2026'],
  [2026, '2026'],
  ['2024-02-29', '2024-02-29'],
])('%j is a launch', (written, day) => {
  expect(PartialDay.parse(written)).toBe(day);
});

test.each(['2026-02-29', '2026-13', '26', '2026-1-1', '20261120', 26, 2026.5, null, '2026-11-20T00:00'])(
  '%j is not',
  (written) => {
    expect(PartialDay.safeParse(written).success).toBe(false);
  },
);

test('a day is one of the calendar', () => {
  expect(Day.safeParse('2026-02-28').success).toBe(true);
  expect(Day.safeParse('2026-02-29').success).toBe(false);
});

describe('a web address', () => {
  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'ftp://a.example',
    'https://u:p@a.example',
    'a.example',
    ' ',
  ])('is not %s', (text) => {
    expect(WebAddress.safeParse(text).success).toBe(false);
  });

  test('that is accepted opens a page and nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl({ withFragments: true, withQueryParameters: true }), fc.string()), (text) => {
        if (WebAddress.safeParse(text).success) expect(['http:', 'https:']).toContain(new URL(text).protocol);
      }),
    );
  });
});

test.each(['a\nb', 'a\u0000b', 'a\u2028b', 'a\u202eb', '\u200b', '\ufeff ', ''])('%j is no name', (name) => {
  expect(ToolFile.safeParse({ ...file, name }).success).toBe(false);
});
