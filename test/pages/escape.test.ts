import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anchorOf, cleanText, escapeHtml, escapeMarkdown, safeHref } from '../../src/pages/escape.ts';

describe('Markdown', () => {
  test.each([
    ['# heading', '\\# heading'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['71.74 points', '71.74 points'],
    ['a | b', 'a \\| b'],
    ['two\nlines\r\n\u2028here', 'two lines here'],
    ['[x](javascript:y)', '\\[x\\](javascript:y)'],
    ['<b> &amp; R&D', '&lt;b&gt; &amp;amp; R&D'],
    ['$5 and $6', '\\$5 and \\$6'],
    ['{{ liquid }}', '\\{\\{ liquid \\}\\}'],
    ['see https://evil.example or www.evil.example', 'see https\\://evil.example or www\\.evil.example'],
    ['C++ and snake_case', 'C++ and snake\\_case'],
  ])('%j becomes %j', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });
});

test('HTML text can neither open a tag nor leave a quoted attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escapeHtml(text)).not.toMatch(/[<>"']/);
    }),
  );
});

test('only http and https addresses without credentials are links', () => {
  expect(safeHref('HTTPS://Example.com/a b')).toBe('https://example.com/a%20b');
  for (const address of [
    'javascript:alert(1)',
    ' https://example.com',
    'https:example.com',
    'http://',
    'mailto:a@b.c',
    'http://a:b@c.d',
    null,
    7,
  ])
    expect(safeHref(address)).toBeNull();
});

test('control and direction marks and lone surrogates are taken away', () => {
  expect(cleanText('a\u0000\u001B[1m\u202Eb\uD800\u2066c\td\r\ne')).toBe('a[1mb\uFFFDc\td\ne');
});

test('an anchor is made of anything', () => {
  expect([anchorOf('Files API!', 'x'), anchorOf('"><x', 'x'), anchorOf('推論', 'tool-2')]).toEqual([
    'files-api',
    'x',
    'tool-2',
  ]);
});
