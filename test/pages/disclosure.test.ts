import { describe, expect, test } from 'vitest';
import type { Comparison, ReviewRecord } from '../../src/core/comparison/comparison.ts';
import { renderComparison } from '../../src/pages/comparison.ts';
import { UndisclosedReview } from '../../src/pages/disclosure.ts';
import { byline, differentJobs, everything, hostile, nothingYet, tie } from '../fixtures/comparison.ts';
import { readTemplates } from './read-templates.ts';

const templates = readTemplates();

/** A comparison built by hand that no store would give out. */
function spoiled(change: (review: ReviewRecord) => void): Comparison {
  const comparison = tie();
  const review = comparison.tools[1]?.reviews[2];
  if (review === undefined) throw new Error('the fixture has reviews');
  change(review);
  return comparison;
}

describe('nothing is rendered', () => {
  test.each<[string, (review: ReviewRecord) => void, RegExp]>([
    ['a scored review has no byline', (review) => Object.assign(review, { byline: null }), /does not name the model/],
    [
      'the model is blank',
      (review) => Object.assign(review, { byline: byline({ model: ' ' }) }),
      /does not name the model/,
    ],
    [
      'there is no date',
      (review) => Object.assign(review, { byline: byline({ writtenAt: '' }) }),
      /when it was written/,
    ],
    [
      'the date is none',
      (review) => Object.assign(review, { byline: byline({ writtenAt: 'soon' }) }),
      /when it was written/,
    ],
  ])('when %s', (_, change, message) => {
    const render = () => renderComparison(spoiled(change), templates);
    expect(render).toThrow(UndisclosedReview);
    expect(render).toThrow(message);
    expect(render).toThrow('the review of Birch Index by Founder');
  });

  test('when an unscored review has prose and no byline', () => {
    const comparison = spoiled((review) => Object.assign(review, { status: 'unscored', score: null, byline: null }));
    expect(() => renderComparison(comparison, templates)).toThrow(UndisclosedReview);
  });

  test('when the comparison carries no disclosure', () => {
    expect(() => renderComparison({ ...tie(), disclosure: ' ' }, templates)).toThrow(UndisclosedReview);
  });

  test.each([
    ['byline', '{{writtenBy}}'],
    ['markdown-review', '{{writtenBy}}'],
    ['disclosure', '{{disclosure}}'],
    ['markdown', '{{disclosure}}'],
  ])('when an edited %s template has lost %s', (name, print) => {
    const edited = { ...templates, [name]: (templates[name] ?? '').replace(print, '') };
    expect(() => renderComparison(tie(), edited)).toThrow(UndisclosedReview);
  });

  test('when an edited template labels only the first of many reviews', () => {
    const edited = {
      ...templates,
      byline: (templates.byline ?? '').replace('{{writtenBy}}', ''),
      content: `{{#each scorecard}}{{#if @first}}{{#each reviews}}{{#if @first}}{{writtenBy}}{{/if}}{{/each}}{{/if}}{{/each}}${templates.content}`,
    };
    expect(() => renderComparison(tie(), edited)).toThrow(/at each review/);
  });
});

test('every review says who wrote it, with what, when, and that nobody used the product', () => {
  const documents = renderComparison(differentJobs(), templates);
  for (const text of Object.values(documents)) {
    expect(
      text.split('Written by an AI persona through claude-sonnet-5-5 on 2026-11-20; nobody used the product.'),
    ).toHaveLength(8);
  }
});

test('a missing review needs no label, and hostile names do not hide one', () => {
  expect(() => renderComparison(nothingYet(), templates)).not.toThrow();
  for (const text of ['a=b `c` <d> & "e"', '| # *x* \\', '\u202Eabc\u0000 \r\n ---'])
    expect(() => renderComparison(hostile(text), templates)).not.toThrow();
});

test('a review says who approved it and when, or that nobody did', () => {
  const { 'index.html': html, 'index.md': markdown } = renderComparison(everything(), templates);
  for (const text of [html, markdown]) {
    expect(text.split('Approved by Ada Byron on 2026-11-20.')).toHaveLength(2);
    expect(text).toContain('No human review.');
  }
});
