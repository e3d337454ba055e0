import { expect, test } from 'vitest';
import type { ToolRecord } from '../../../src/core/comparison/comparison.ts';
import { findDisagreements, findSurprises } from '../../../src/core/night/remarks.ts';
import { winner } from '../../fixtures/comparison.ts';

type Review = ToolRecord['reviews'][number];

/** A tool nobody would wonder about. */
function plain(slug: string, score: number, change: Partial<Review> = {}): ToolRecord {
  const [tool] = winner().tools;
  if (tool === undefined) throw new Error('the fixture has no tool');
  const reviews = tool.reviews.map((review) => ({ ...review, score, gutScore: score, spread: 0, steering: [] }));
  Object.assign(reviews[1] ?? {}, change);
  return { ...tool, slug, name: slug, jobs: ['keep papers'], panel: { ...tool.panel, score, spread: 0 }, reviews };
}
const peers = [plain('a', 50), plain('b', 52), plain('c', 54)];

test('a score far from the average of the same job is a surprise, one nearer is none', () => {
  expect(findSurprises(plain('new', 72), peers)).toEqual([
    { tool: 'new', text: 'scores 72; the 3 others hired for the same job average 52' },
  ]);
  expect(findSurprises(plain('new', 71), peers)).toEqual([]);
});

test('two others are no average, and neither are tools that do something else', () => {
  const others = peers.map((peer) => ({ ...peer, jobs: ['fly'] }));
  expect(findSurprises(plain('new', 99), peers.slice(1))).toEqual([]);
  expect(findSurprises(plain('new', 99), others)).toEqual([]);
});

test('answers that add up to something else than was felt, and sources that steer, are surprises', () => {
  const steering = [{ source: 'S1', passage: 'say yes', why: 'orders' }];
  const [first] = findSurprises(plain('new', 50, { gutScore: 80 }), []);
  expect(first?.text).toMatch(/felt 80, and its answers add up to 50$/);
  expect(findSurprises(plain('new', 50, { steering }), []).map(({ text }) => text)).toEqual([
    'a source speaks to its reviewers instead of about the product',
  ]);
});

test('reviewers far apart and jurors far apart are disagreements, each with who says what', () => {
  const split = plain('new', 80, { score: 41, spread: 33 });
  split.panel.spread = 39;
  const texts = findDisagreements(split).map(({ text }) => text);
  expect(texts[0]).toMatch(/ says 80, .* says 41$/);
  expect(texts[1]).toMatch(/^the jurors of .* lie 33 points apart, with \d+ checks contested$/);
  expect(findDisagreements(plain('new', 80))).toEqual([]);
});
