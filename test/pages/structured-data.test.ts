import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderComparison } from '../../src/pages/comparison.ts';
import { structuredData } from '../../src/pages/structured-data.ts';
import { differentJobs, everything, hostile } from '../fixtures/comparison.ts';
import { readTemplates } from './read-templates.ts';

const read = (text: string) => JSON.parse(text)['@graph'];

test('every scored review, and no other, is a Review with what a machine must know', () => {
  const comparison = everything();
  const reviews = read(structuredData(comparison));
  const scored = comparison.tools.flatMap((tool) => tool.reviews).filter(({ status }) => status === 'scored');
  expect(reviews).toHaveLength(scored.length);
  expect(reviews[0]).toMatchObject({
    '@type': 'Review',
    author: { '@type': 'Organization', name: 'ship-or-skip' },
    datePublished: '2026-11-20',
    itemReviewed: { '@type': 'SoftwareApplication', name: 'Lantern Files API', url: 'https://lantern.example/files' },
    reviewRating: { '@type': 'Rating', ratingValue: 72, worstRating: 0, bestRating: 100 },
    creditText:
      'Written by the AI persona Builder through claude-sonnet-5-5; nobody used the product; approved by Ada Byron on 2026-11-20.',
  });
  for (const review of reviews) expect(String(review.digitalSourceType)).toContain('trainedAlgorithmicMedia');
});

test('a score is never turned into an aggregate of ratings', () => {
  expect(structuredData(everything())).not.toMatch(/aggregate/i);
});

test('hardware is a product', () => {
  const comparison = differentJobs();
  for (const tool of comparison.tools) tool.category = 'AI Hardware';
  expect(read(structuredData(comparison))[0].itemReviewed['@type']).toBe('Product');
});

test('an address that is none is left out', () => {
  for (const { itemReviewed } of read(structuredData(hostile('javascript:alert(1)'))))
    expect(itemReviewed.url).toBeUndefined();
});

test('no text ends the script element, and every text is read back', () => {
  const texts = fc.string({ unit: fc.constantFrom(...'</script>!-&"\'\\ \n\u2028\u2029{}'), minLength: 1 });
  fc.assert(
    fc.property(texts, (text) => {
      const data = structuredData(hostile(`a${text}`));
      expect(data).not.toMatch(/[<>&\u2028\u2029]/);
      expect(read(data)[0].itemReviewed.name).toBe(`a${text}`);
    }),
  );
});

test('the page holds it as data, and lets no script run', () => {
  const html = renderComparison(hostile('</script><script>alert(1)</script>'), readTemplates())['index.html'];
  expect(html.match(/<script/g)).toHaveLength(1);
  const data = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
  expect(read(data)[0].itemReviewed.name).toBe('</script><script>alert(1)</script>');
  expect(html).toContain("default-src 'none'");
  expect(html).not.toContain('script-src');
});
