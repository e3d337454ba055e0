import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutTo, oneLine, padTo, widthOf, wrapPieces, wrapText } from '../../src/pages/terminal-text.ts';

test('East Asian characters and emoji take two columns, combining marks none', () => {
  expect(['abc', '推論', 'e\u0301', '👍', '한국'].map(widthOf)).toEqual([3, 4, 1, 2, 4]);
});

test('a cut text fits and says that it was cut', () => {
  expect([cutTo('推論ルーター', 5), cutTo('router', 6), cutTo('routers', 6)]).toEqual(['推論…', 'router', 'route…']);
});

test('a padded text takes exactly its columns', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', ' ', '推', 'e\u0301', '👍') }),
      fc.integer({ min: 1, max: 30 }),
      (text, columns) => {
        expect(widthOf(padTo(text, columns))).toBe(columns);
      },
    ),
  );
});

test('wrapping keeps every word and every line within the columns', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'b', ' ', '推') }),
      fc.integer({ min: 12, max: 60 }),
      (text, columns) => {
        const lines = wrapText(text, columns, '  ');
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
      },
    ),
  );
});

test('a word made of pieces in different styles stays one word', () => {
  expect(
    wrapPieces(
      [
        { text: 'a name', style: null },
        { text: ', then', style: null },
      ],
      40,
      false,
    ),
  ).toEqual(['a name, then']);
});

test('escape sequences and line breaks go', () => {
  expect(oneLine(' a\u001B[31mred\u001B[0m\nb\u0007 ')).toBe('ared b');
});
