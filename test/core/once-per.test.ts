import { expect, test, vi } from 'vitest';
import { oncePer, rememberTexts } from '../../src/core/once-per.ts';

test('what is computed for an object is computed once', () => {
  const compute = vi.fn((key: { name: string }) => key.name.length);
  const lengthOf = oncePer(compute);
  const key = { name: 'lark' };
  expect([lengthOf(key), lengthOf(key), lengthOf({ name: 'lark' })]).toEqual([4, 4, 4]);
  expect(compute).toHaveBeenCalledTimes(2);
});

test('what is computed for a text is remembered, and forgotten before the texts become many', () => {
  const compute = vi.fn((text: string) => text.toUpperCase());
  const upper = rememberTexts(compute);
  expect([upper('a'), upper('a'), upper(''), upper('')]).toEqual(['A', 'A', '', '']);
  expect(compute).toHaveBeenCalledTimes(2);
  for (let number = 0; number < 600; number += 1) expect(upper(`b${number}`)).toBe(`B${number}`);
  expect(upper('a')).toBe('A');
  expect(compute).toHaveBeenCalledTimes(603);
});
