import { expect, test } from 'vitest';
import type { Comparison, ReviewRecord } from '../../../src/core/comparison/comparison.ts';
import { noiseOf } from '../../../src/core/comparison/noise.ts';
import { byline, check, review } from '../../fixtures/comparison.ts';

const panel = { noise: 6 };
const answers = [check({ id: 'a', group: 'All', ask: 'A?', weight: 10, answers: ['yes'], because: 'It says so.' })];
const seat = (persona: string, more: Partial<ReviewRecord> = {}) =>
  review({ persona, checks: answers, byline: byline(), ...more });
const calibrated = (persona: string, spread: number): Comparison['calibration'][number] => ({
  persona,
  model: byline().model,
  anchors: '1-aaaaaaaa',
  leniency: 40,
  spread,
  ranAt: '2026-11-23T10:00:00.000Z',
});
const two = [{ reviews: [seat('builder'), seat('skeptic')] }, { reviews: [seat('builder'), seat('skeptic')] }];

test('without repeats and calibration the panel’s constant is the noise', () => {
  expect(noiseOf(two, [], panel)).toEqual({ points: 6, basis: 'panel-constant' });
});

test('from calibration it is two standard errors of the difference of two panel scores', () => {
  // mean of 36 and 100 is 68; 2 × √(68 × (1/2 + 1/2))
  const noise = noiseOf(two, [calibrated('builder', 6), calibrated('skeptic', 10)], panel);
  expect(noise.basis).toBe('calibration');
  expect(noise.points).toBeCloseTo(2 * Math.sqrt(68));
});

test('leniency is not part of the noise, and a persona or model without calibration leaves the constant', () => {
  expect(noiseOf(two, [calibrated('builder', 6)], panel).basis).toBe('panel-constant');
  const other = { ...calibrated('skeptic', 6), model: 'another' };
  expect(noiseOf(two, [calibrated('builder', 6), other], panel).basis).toBe('panel-constant');
});

test('repeats come before calibration; their variance is pooled over the seats', () => {
  const repeated = [
    { reviews: [seat('builder', { repeats: [70, 74] }), seat('skeptic', { repeats: [50, 50, 56] })] },
    { reviews: [seat('builder', { repeats: [60, 60] }), seat('skeptic', { repeats: [40, 44] })] },
  ];
  // squares 8 + 24 + 0 + 8 over 1 + 2 + 1 + 1 degrees of freedom: 8; 2 × √(8 × (1/2 + 1/2))
  const noise = noiseOf(repeated, [calibrated('builder', 6), calibrated('skeptic', 6)], panel);
  expect(noise.basis).toBe('repeats');
  expect(noise.points).toBeCloseTo(2 * Math.sqrt(8));
});

test('one seat without repeats is enough to know less', () => {
  const partly = [{ reviews: [seat('builder', { repeats: [70, 74] })] }, { reviews: [seat('builder')] }];
  expect(noiseOf(partly, [], panel).basis).toBe('panel-constant');
});

test('fewer seats make more noise, and seats that are missing do not count', () => {
  const calibration = [calibrated('builder', 8), calibrated('skeptic', 8)];
  const missing = seat('skeptic', { score: null, status: 'missing', byline: null });
  const [first] = two;
  if (first === undefined) throw new Error('two tools are needed');
  const fewer = [first, { reviews: [seat('builder'), missing] }];
  expect(noiseOf(two, calibration, panel).points).toBeCloseTo(2 * 8);
  expect(noiseOf(fewer, calibration, panel).points).toBeCloseTo(2 * 8 * Math.sqrt(1 / 2 + 1));
});
