import { expect, test } from 'vitest';
import { renderVerification } from '../../src/pages/verification.ts';

const checked = { numbers: 812, quotes: 143, keys: 23 };

test('a comparison that follows takes one line that counts what was looked at', () => {
  expect(renderVerification({ checked, faults: [] })).toBe(
    'Verified: 812 numbers, 143 quotes and 23 hashes and keys follow from the evidence.\n',
  );
});

test('every value that does not follow is shown with its place, its names, what was found and what was expected', () => {
  const fault = {
    file: 'comparison' as const,
    path: 'tools[0].reviews[1].score',
    names: ['lantern', 'skeptic'],
    found: 80,
    expected: 62.5,
  };
  expect(renderVerification({ checked, faults: [fault] })).toBe(
    'comparison.json tools[0].reviews[1].score (lantern, skeptic)\n  found     80\n  expected  62.5\n' +
      'One value does not follow from the evidence (812 numbers, 143 quotes and 23 hashes and keys were checked).\n',
  );
});

test('long texts are shown where they part, and nothing reaches the terminal raw', () => {
  const same = 'word '.repeat(100);
  const fault = {
    file: 'evidence' as const,
    path: 'x',
    names: [],
    found: `${same}\u001b[31mred`,
    expected: `${same}blue`,
  };
  const text = renderVerification({ checked, faults: [fault, { ...fault, found: undefined }] });
  expect(text).toContain('red');
  expect(text).toContain('blue');
  expect(text).not.toContain('\u001b');
  expect(text).toContain('found     nothing');
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(150);
});
