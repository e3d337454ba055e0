import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sentencesOf } from '../../../src/core/evidence/sentence.ts';

test.each([
  ['It starts. It ends.', ['It starts.', 'It ends.']],
  ['Does it? Yes! Good.', ['Does it?', 'Yes!', 'Good.']],
  ['See https://foo.example/a.b?c=1. Then go.', ['See https://foo.example/a.b?c=1.', 'Then go.']],
  ['Use v4.1 or Node.js 24.2 today. It costs $0.15 now.', ['Use v4.1 or Node.js 24.2 today.', 'It costs $0.15 now.']],
  [
    'Big files, e.g. PDFs, work. Dr. Smith of Foo Inc. Boston agrees.',
    ['Big files, e.g. PDFs, work.', 'Dr. Smith of Foo Inc. Boston agrees.'],
  ],
  ['速い。安い。', ['速い。', '安い。']],
  ['- one limit\n- another. Twice\n* third', ['one limit', 'another.', 'Twice', 'third']],
  ['1. Install it\n2) Call it', ['Install it', 'Call it']],
  ['# Pricing\nThe plan costs $5.', ['Pricing', 'The plan costs $5.']],
  ['Pricing\nThe plan costs $5.', ['Pricing', 'The plan costs $5.']],
  [
    'A long line that was wrapped by its author because it would not fit\ngoes on here. Then it ends.',
    ['A long line that was wrapped by its author because it would not fit goes on here.', 'Then it ends.'],
  ],
  [
    'One paragraph without an end that is longer than fifty characters\n\nAnother',
    ['One paragraph without an end that is longer than fifty characters', 'Another'],
  ],
  ['', []],
  [' \n\r\n ', []],
])('%j', (text, sentences) => {
  expect(sentencesOf(text)).toEqual(sentences);
});

test('no word is lost: sentences hold all letters and digits of the text, in order', () => {
  const letters = (text: string) => text.replaceAll(/[^a-zA-Z]/g, '');
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'aB. \n-?!,') }), (text) => {
      expect(letters(sentencesOf(text).join(' '))).toBe(letters(text));
      for (const sentence of sentencesOf(text)) expect(sentence).toMatch(/^\S(?:.*\S)?$/);
    }),
  );
});

test('a text in ASCII is split no differently from one with another letter before it', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'aB1.?! ,"\')(]:') }), (text) => {
      const [first, ...more] = sentencesOf(`é ${text}`);
      const rest = first?.replace(/^é ?/, '') ?? '';
      expect(sentencesOf(`x ${text}`)).toEqual([`x ${rest}`.trim(), ...more]);
    }),
    { numRuns: 2_000 },
  );
});
