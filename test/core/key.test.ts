import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, keyOf, UnkeyableValue } from '../../src/core/key.ts';

test('the order of members does not change a key, at any depth', () => {
  expect(keyOf('x', { a: 1, b: { c: [1, { d: 2, e: 3 }] } })).toBe(keyOf('x', { b: { c: [1, { e: 3, d: 2 }] }, a: 1 }));
});

test('the same value under two kinds has two keys', () => {
  expect(keyOf('dossier', { a: 1 })).not.toBe(keyOf('prompt', { a: 1 }));
});

test('a key is a contract: this one never changes', () => {
  expect(keyOf('contract', { name: 'é', list: [1, null, true] })).toMatchInlineSnapshot(
    `"contract:v1:ff997ed6df6f1965d56cfd07c1a7b3e35f4c5a2392be2e9368c947b1937b0407"`,
  );
});

test('canonical JSON is JSON and says the same', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('what JSON cannot say exactly has no key', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, () => 1, 1n])
    expect(() => canonicalJson({ value })).toThrow(UnkeyableValue);
});
