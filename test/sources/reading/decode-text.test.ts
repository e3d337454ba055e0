import { expect, test } from 'vitest';
import { decodeText } from '../../../src/sources/reading/decode-text.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

test.each<[string, Uint8Array, string | null, string]>([
  ['UTF-8 that says nothing', Buffer.from('café €5'), null, 'café €5'],
  ['UTF-8 called Latin-1 by the head', Buffer.from('café €5'), 'iso-8859-1', 'café €5'],
  ['UTF-8 called Latin-1 by the page', Buffer.from('<meta charset=latin1>café'), null, '<meta charset=latin1>café'],
  ['Latin-1 called UTF-8', bytes('caf\xe9 \x80 5 na\xefve'), 'utf-8', 'café € 5 naïve'],
  ['Latin-1 that says nothing', bytes('caf\xe9'), null, 'café'],
  [
    'Japanese named by the page',
    bytes('<meta charset="shift_jis">\x93\xfa\x96\x7b'),
    null,
    '<meta charset="shift_jis">日本',
  ],
  ['Japanese named by the head', bytes('\x1b$B$3\x1b(B'), 'iso-2022-jp', 'こ'],
  ['an unknown name', Buffer.from('café'), 'klingon', 'café'],
  ['an unknown name and unknown bytes', bytes('caf\xe9'), 'klingon', 'café'],
  ['UTF-16 with its mark', Buffer.from('\ufeffcafé', 'utf16le'), null, 'café'],
  ['UTF-8 with its mark, called UTF-16', Buffer.from('\ufeffcafé'), 'utf-16le', 'café'],
  [
    'UTF-8 with one broken character among many',
    Buffer.concat([Buffer.from('é'.repeat(50)), Buffer.from([0xff])]),
    null,
    `${'é'.repeat(50)}\ufffd`,
  ],
  ['nothing', new Uint8Array(), null, ''],
])('%s is decoded', (_, body, charset, text) => {
  expect(decodeText(body, charset, false)).toBe(text);
});

test('a long text whose probe ends inside a character is still UTF-8', () => {
  const body = Buffer.from(`${'a'.repeat(199_999)}€`);
  expect(decodeText(body, null, false).endsWith('a€')).toBe(true);
});
