import fc from 'fast-check';
import { expect, test } from 'vitest';
import { customIdOf, splitBatches } from '../../src/core/batch.ts';
import { keyOf } from '../../src/core/key.ts';

const allowed = /^[a-zA-Z0-9_-]{1,64}$/;

test('a custom id has only characters the service allows, whatever the key', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(), (key, attempt) => {
      expect(customIdOf({ key, attempt })).toMatch(allowed);
    }),
  );
});

test('two calls have one custom id only when key and attempt are the same', () => {
  const first = keyOf('prompt', { persona: 'builder' });
  const ids = [
    customIdOf({ key: first, attempt: 1 }),
    customIdOf({ key: first, attempt: 2 }),
    customIdOf({ key: keyOf('prompt', { persona: 'skeptic' }), attempt: 1 }),
  ];
  expect(new Set(ids).size).toBe(3);
  expect(ids[0]).toMatch(/^rv_[0-9a-f]{24}_1$/);
});

test('batches keep both limits, and no question is lost or moved', () => {
  const limits = { questions: 5, bytes: 100 };
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 60 })), (sizes) => {
      const batches = splitBatches(sizes, (size) => size, limits);
      expect(batches.flat()).toEqual(sizes);
      for (const batch of batches) {
        expect(batch.length).toBeLessThanOrEqual(5);
        expect(batch.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(100);
      }
    }),
  );
});

test('batches are as few as their order allows', () => {
  expect(splitBatches([40, 40, 40, 10, 200, 10], (size) => size, { questions: 3, bytes: 100 })).toEqual([
    [40, 40],
    [40, 10],
    [200],
    [10],
  ]);
});
