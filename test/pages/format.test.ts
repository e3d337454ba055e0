import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  countOf,
  showDay,
  showDays,
  showKey,
  showMargin,
  showMoney,
  showPercent,
  showPoints,
  showScore,
  showShare,
} from '../../src/pages/format.ts';

test.each([
  [81.5, '82'],
  [59.6, '59.6'],
  [59.96, '59.96'],
  [59.4, '59'],
  [60, '60'],
  [60.4, '60'],
  [0, '0'],
  [100, '100'],
  [null, 'not scored'],
])('a score of %s with ship from 60 is shown as %s', (score, shown) => {
  expect(showScore(score, 60)).toBe(shown);
});

test('the shown score is always on the same side of the threshold as the score', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 100, noNaN: true }),
      fc.double({ min: 0, max: 100, noNaN: true }),
      (score, threshold) => {
        expect(Number(showScore(score, threshold)) >= threshold).toBe(score >= threshold);
      },
    ),
  );
});

test.each([
  [5.04, '5.04'],
  [5, '5'],
  [12.345, '12.3'],
  [0, '0'],
  [null, 'does not apply'],
])('a margin of %s with a noise of 5 is shown as %s', (margin, shown) => {
  expect(showMargin(margin, 5)).toBe(shown);
});

test.each([
  [0.0042, '$0.0042'],
  [0.0421, '$0.042'],
  [0.05, '$0.05'],
  [0.0996, '$0.10'],
  [0.996, '$1.00'],
  [12.3, '$12.30'],
  [0, '$0'],
  [0.00000042, 'less than $0.0001'],
  [null, 'unknown'],
])('%s dollars are shown as %s', (usd, shown) => {
  expect(showMoney(usd)).toBe(shown);
});

test('a share stays on its own side of the minimum', () => {
  expect(showShare(0.4999, 0.5)).toBe('49.99%');
  expect(showShare(0.5, 0.5)).toBe('50%');
  expect(showShare(0.29, 0.29)).toBe('29%');
  expect(showShare(null, 0.5)).toBe('unknown');
});

test('what is unknown is never 0', () => {
  expect([showPoints(null), showPercent(null), showDay(null), showDays([])]).toEqual([
    'unknown',
    'not scored',
    'unknown',
    'unknown',
  ]);
});

test('days are shown as given, times as their day', () => {
  expect(['2026', '2026-04', '2026-04-30', '2026-04-30T23:59:59Z'].map(showDay)).toEqual([
    '2026',
    '2026-04',
    '2026-04-30',
    '2026-04-30',
  ]);
  expect(showDays(['2026-11-20T08:00:00Z', '2026-11-18', '2026-11-20'])).toBe('2026-11-18 to 2026-11-20');
});

test('a key is shown by the start of its digest', () => {
  expect(showKey('prompt:v1:0123456789abcdef')).toBe('0123456789ab');
});

test('counts agree with their noun', () => {
  expect([countOf(1, 'source'), countOf(2, 'source'), countOf(0, 'source')]).toEqual([
    '1 source',
    '2 sources',
    '0 sources',
  ]);
});
