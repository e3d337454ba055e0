import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameOfAddress, splitTitle } from '../../../src/core/launches/launch-title.ts';

test.each([
  ['Show HN: Lumen – search your notes', 'Lumen', 'search your notes'],
  ['Show HN: Lumen - search your notes', 'Lumen', 'search your notes'],
  ['Launch HN: Lumen (YC W26) – search your notes', 'Lumen', 'search your notes'],
  ['Lumen: search your notes', 'Lumen', 'search your notes'],
  ['Lumen | search your notes', 'Lumen', 'search your notes'],
  ['Show HN: Lumen, a search engine for notes', 'Lumen', 'a search engine for notes'],
  ['Show HN: 索引灯：面向中文文档的全文检索引擎', '索引灯', '面向中文文档的全文检索引擎'],
  ['Show HN: Пульс — мониторинг серверов', 'Пульс', 'мониторинг серверов'],
  ['Type-check – types for shell', 'Type-check', 'types for shell'],
  ['Lumen', 'Lumen', null],
  ['Show HN: I built a tool - it searches notes', null, 'I built a tool - it searches notes'],
  [
    'We rewrote our whole build in another language and it got faster',
    null,
    'We rewrote our whole build in another language and it got faster',
  ],
])('%s', (title, name, tagline) => {
  expect(splitTitle(title)).toEqual({ name, tagline });
});

test('no title breaks it, and nothing is made up', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300, unit: 'grapheme' }), (title) => {
      const { name, tagline } = splitTitle(title);
      if (name !== null) expect(title).toContain(name);
      if (tagline !== null) expect(tagline.trim()).not.toBe('');
    }),
  );
});

test.each([
  ['https://github.com/ada/lumen.git', 'lumen'],
  ['https://github.com/ada/lumen/tree/main/docs', 'lumen'],
  ['https://www.lumen.dev/', 'lumen'],
  ['https://app.lumen.co.uk/en/pricing', 'lumen'],
  ['https://acme.com/products/lumen', 'lumen'],
  ['http://127.0.0.1:8080/lumen', 'lumen'],
  ['https://acme.com/%E7%B4%A2%E5%BC%95', '索引'],
  ['https://acme.com/%E7', '%E7'],
])('%s is called %s', (address, name) => {
  expect(nameOfAddress(address)).toBe(name);
});
