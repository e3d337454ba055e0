import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foreignLanguageOf } from '../../../src/core/checking/language.ts';

test.each([
  ['German', 'Die Preise sind nicht klar und der Export fehlt.'],
  ['French', 'Le prix est clair mais la sortie ne figure pas dans les sources.'],
  ['Spanish', 'El precio es claro, pero la salida no está documentada.'],
  ['another script', 'Инструмент не говорит, где обрабатываются данные.'],
])('%s is recognised', (language, text) => {
  expect(foreignLanguageOf(text)).toBe(language);
});

test('what stands in quotation marks may be in any language', () => {
  expect(
    foreignLanguageOf('S2 says “die Preise sind nicht klar und der Export fehlt” and leaves it at that.'),
  ).toBeNull();
});

test('names, code and numbers are no language', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('file_id', 'POST', '/v1/files', '429', '$2.50', 'Groq', 'x-retry', 'S3'), {
        maxLength: 30,
      }),
      (words) => {
        expect(foreignLanguageOf(words.join(' '))).toBeNull();
      },
    ),
  );
});

test('any text is judged without a throw', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void foreignLanguageOf(text)));
});
