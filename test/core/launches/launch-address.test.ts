import fc from 'fast-check';
import { expect, test } from 'vitest';
import { comparableAddress, productAddress } from '../../../src/core/launches/launch-address.ts';

test.each([
  ['http://www.Lumen.dev/', 'https://lumen.dev'],
  ['https://lumen.dev/?utm_source=hn&ref=x', 'https://lumen.dev'],
  ['https://lumen.dev/docs/', 'https://lumen.dev/docs#install'],
  ['https://lumen.dev/index.html', 'https://lumen.dev'],
  ['https://lumen.dev/?b=2&a=1', 'https://lumen.dev/?a=1&b=2'],
  ['https://github.com/Ada/Lumen', 'https://www.github.com/ada/lumen.git/tree/main?tab=readme'],
  ['https://lumen.dev:443/', 'http://lumen.dev:80/'],
])('%s and %s are one address', (a, b) => {
  expect(comparableAddress(a)).toBe(comparableAddress(b));
});

test.each([
  ['https://lumen.dev/a', 'https://lumen.dev/b'],
  ['http://127.0.0.1:1/', 'http://127.0.0.1:2/'],
  ['https://github.com/ada/lumen', 'https://github.com/bob/lumen'],
  ['https://lumen.dev/?id=1', 'https://lumen.dev/?id=2'],
])('%s and %s are two', (a, b) => {
  expect(comparableAddress(a)).not.toBe(comparableAddress(b));
});

test.each([
  'javascript:alert(1)',
  'file:///etc/passwd',
  'https://user:secret@lumen.dev/',
  'lumen.dev',
  '',
  `https://x.dev/${'a'.repeat(2_100)}`,
])('%s is no address of a product', (text) => {
  expect(productAddress(text)).toBeNull();
});

test('what comes out is an http address, and comparing it again changes nothing', () => {
  fc.assert(
    fc.property(fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string()), (text) => {
      const address = productAddress(text);
      if (address === null) return;
      expect(address).toMatch(/^https?:\/\//);
      const compared = comparableAddress(address);
      expect(comparableAddress(`https://${compared}`)).toBe(compared);
    }),
  );
});
