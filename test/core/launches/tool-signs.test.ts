import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { judgeTool } from '../../../src/core/launches/tool-signs.ts';

const Labelled = z.array(
  z.strictObject({
    site: z.enum(['hacker-news', 'product-hunt', 'feed']),
    title: z.string(),
    tagline: z.string().nullable().default(null),
    url: z.url().nullable(),
    tool: z.boolean(),
  }),
);

function read(name: string): z.infer<typeof Labelled> {
  return Labelled.parse(
    JSON.parse(readFileSync(join(import.meta.dirname, `../../fixtures/launches/${name}.json`), 'utf8')),
  );
}

/** Shares of what counts as a tool that is one, and of the tools that count as one. */
function measure(entries: z.infer<typeof Labelled>): { precision: number; recall: number } {
  const judged = entries.map((entry) => ({ ...entry, said: judgeTool(entry).isTool }));
  const right = judged.filter(({ said, tool }) => said && tool).length;
  return {
    precision: right / judged.filter(({ said }) => said).length,
    recall: right / judged.filter(({ tool }) => tool).length,
  };
}

describe('whether an entry announces a tool, on entries labelled by hand', () => {
  test('120 entries the signs were written with', () => {
    const entries = read('labelled');
    expect(entries).toHaveLength(120);
    const { precision, recall } = measure(entries);
    expect(precision).toBeGreaterThan(0.94);
    expect(recall).toBeGreaterThan(0.97);
  });

  test('40 entries labelled afterwards, to which nothing was fitted', () => {
    const entries = read('unseen');
    expect(entries).toHaveLength(40);
    const { precision, recall } = measure(entries);
    expect(precision).toBeGreaterThan(0.72);
    expect(recall).toBeGreaterThan(0.88);
  });
});

const shown = (title: string, url: string | null = 'https://lumen.dev/') =>
  judgeTool({ title, url, tagline: null, site: 'hacker-news' });

describe('a thing to read, to watch or to play', () => {
  test.each([
    ['Show HN: My book on parsers', 'Show HN: Leaf – an e-book reader'],
    ['Show HN: A podcast about kernels', 'Show HN: Podcut – edit any podcast by its words'],
    ['Show HN: A puzzle game about routing', 'Show HN: Sprout – a game engine for the web'],
    ['Show HN: My blog post on Zig', 'Show HN: Quire – a blog engine in one file'],
  ])('%s is no tool; %s is one', (other, tool) => {
    expect(shown(other)).toMatchObject({ isTool: false });
    expect(shown(tool)).toMatchObject({ isTool: true });
  });
});

test.each([
  ['https://www.youtube.com/watch?v=1', 'watch'],
  ['https://someone.substack.com/p/lumen', 'article'],
  ['https://boards.greenhouse.io/lumen/jobs/1', 'job'],
  ['https://arxiv.org/abs/2611.00001', 'paper'],
  ['https://lumen.dev/careers/engineer', 'job'],
])('a link to %s leads to no tool, and the reason says where', (url, where) => {
  const { isTool, because } = shown('Show HN: Lumen – search your notes', url);
  expect(isTool).toBe(false);
  expect(because).toContain(where);
});

test('a site that only sounds like one of those is not taken for it', () => {
  expect(shown('Show HN: Lumen – search your notes', 'https://notmedium.com/')).toMatchObject({ isTool: true });
});

test('what a list names is a tool whatever it is called', () => {
  const entry = { title: 'https://lumen.dev/blog/tool', url: 'https://lumen.dev/blog/tool', tagline: null };
  expect(judgeTool({ ...entry, site: 'list' })).toMatchObject({ isTool: true });
  expect(judgeTool({ ...entry, site: 'feed' })).toMatchObject({ isTool: false });
});
