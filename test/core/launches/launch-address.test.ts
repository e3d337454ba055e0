import fc from 'fast-check';
import { expect, test } from 'vitest';
import { productAddress, repositoryName } from '../../../src/core/launches/launch-address.ts';

test.each([
  ['https://lumen.dev/?utm_source=hn&ref=x&b=1#start', 'https://lumen.dev/?b=1'],
  ['  http://LUMEN.dev ', 'http://lumen.dev/'],
])('%s leads to %s', (text, address) => {
  expect(productAddress(text)).toBe(address);
});

test('an address that is not whole is seen from where it stands', () => {
  expect(productAddress('/r/p/1', 'https://news.example/feed')).toBe('https://news.example/r/p/1');
  expect(productAddress('javascript:alert(1)', 'https://news.example/feed')).toBeNull();
});

test.each([
  ['https://github.com/Ada/Lumen.git', 'Lumen'],
  ['https://www.github.com/Ada/Lumen/tree/main', 'Lumen'],
  ['https://huggingface.co/spaces/ada/Lumen', 'Lumen'],
  ['https://github.com/features/copilot', null],
  ['https://github.com/ada', null],
  ['https://lumen.dev/ada/lumen', null],
])('the repository at %s is called %s', (address, name) => {
  expect(repositoryName(address)).toBe(name);
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

test('what comes out is an http address of harmless length, and reading it again changes nothing', () => {
  fc.assert(
    fc.property(fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string()), (text) => {
      const address = productAddress(text);
      if (address === null) return;
      expect(address).toMatch(/^https?:\/\/\S{1,2000}$/);
      expect(productAddress(address)).toBe(address);
    }),
  );
});
