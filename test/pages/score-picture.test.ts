import { expect, test } from 'vitest';
import { describeScores, scorePicture } from '../../src/pages/score-picture.ts';
import { differentJobs, hostile, threeTools } from '../fixtures/comparison.ts';

test('tells every score in words as well', () => {
  const words = describeScores(differentJobs());
  expect(words).toContain('Builder: Lantern Files API 72; Open Harbour Inference Router Hub 22.');
  expect(words).toContain('Skeptic: Lantern Files API 57; Open Harbour Inference Router Hub missing.');
  expect(words).toContain('Founder: Lantern Files API 76; Open Harbour Inference Router Hub not scored.');
});

test('gives each tool a shape of its own', () => {
  const picture = scorePicture(threeTools());
  const shapes = [0, 1, 2].map((tool) => new RegExp(`class="mark tool-${tool}">(.*?)</svg>`).exec(picture)?.[1]);
  expect(new Set(shapes).size).toBe(3);
});

test('draws the threshold where a score of the threshold would stand', () => {
  const comparison = differentJobs();
  const review = comparison.tools[0]?.reviews[0];
  if (review === undefined) throw new Error('the fixture has reviews');
  review.score = comparison.panel.shipThreshold;
  const picture = scorePicture(comparison);
  const line = /class="threshold" x1="([^"]+)"/.exec(picture)?.[1];
  const mark = /<svg x="([\d.]+%)"/.exec(picture)?.[1];
  expect(mark).toBe(line);
});

test('a long name is shown whole', () => {
  const comparison = threeTools();
  for (const tool of comparison.tools) tool.name = `Hugging Face Inference Providers ${tool.slug.slice(0, 3)}`;
  expect(scorePicture(comparison)).not.toContain('…');
});

test('names cannot add elements', () => {
  const count = (text: string) => scorePicture(hostile(text)).match(/<[a-z]/g)?.length;
  expect(count('</text><script>x</script>')).toBe(count('word'));
});
