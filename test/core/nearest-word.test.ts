import { expect, test } from 'vitest';
import { nearestWord } from '../../src/core/nearest-word.ts';

test('a slip of the pen finds the word that was meant', () => {
  expect(nearestWord('sceptic', ['builder', 'skeptic', 'founder'])).toBe('skeptic');
  expect(nearestWord('LiteLM', ['litellm', 'openrouter'])).toBe('litellm');
});

test('a word far from all is not guessed', () => {
  expect(nearestWord('accountant', ['builder', 'skeptic'])).toBeNull();
  expect(nearestWord('x', [])).toBeNull();
});
