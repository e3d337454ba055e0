import { expect, test } from 'vitest';
import { readBody } from '../../../src/sources/reading/read-body.ts';
import { Unreadable } from '../../../src/sources/reading/unreadable.ts';
import { drawText, makePdf } from '../../fixtures/pdf.ts';

const read = (body: Uint8Array) =>
  readBody({ url: 'https://site.example/papers/prices.pdf', contentType: 'application/pdf', charset: null, body });

test('a PDF is read line by line, its columns parted and its pages in order', async () => {
  const first = [
    drawText('Price list', 50, 740, { size: 20 }),
    drawText('All prices in US dollars.', 50, 700),
    drawText('They hold until March.', 50, 686),
    drawText('Hobby', 50, 640),
    drawText('$0', 300, 640),
    drawText('Team', 50, 626),
    drawText('$39 a month', 300, 626),
  ].join('');
  const document = await read(makePdf([first, drawText('Page two.', 50, 740)], { title: 'Prices 2026' }));
  expect(document.title).toBe('Prices 2026');
  expect(document.text).toBe(
    'Price list\n\nAll prices in US dollars.\nThey hold until March.\n\nHobby | $0\nTeam | $39 a month\n\nPage two.',
  );
  expect(document.thin).toBe(false);
});

test('a PDF without a title is called by its first line', async () => {
  expect((await read(makePdf([drawText('A short heading', 50, 740)]))).title).toBe('A short heading');
});

test('what is drawn without ink, white on paper, too small or off the page is not evidence', async () => {
  const page = [
    drawText('SEEN', 50, 740),
    drawText('HIDDEN white', 50, 700, { before: '1 1 1 rg' }),
    drawText('HIDDEN grey white', 50, 680, { before: '1 g' }),
    drawText('HIDDEN no ink', 50, 660, { before: '3 Tr' }),
    drawText('HIDDEN tiny', 50, 640, { size: 1 }),
    drawText('HIDDEN left', -900, 620),
    drawText('HIDDEN above', 50, 900),
    drawText('SEEN TOO', 50, 600, { before: '0.5 g' }),
  ].join('');
  expect((await read(makePdf([page]))).text.replaceAll(/\s+/g, ' ')).toBe('SEEN SEEN TOO');
});

test('white on a painted area is seen', async () => {
  const page = `0 0 0.5 rg 0 650 600 150 re f\n${drawText('A heading on blue', 50, 700, { before: '1 1 1 rg' })}`;
  expect((await read(makePdf([page]))).text).toBe('A heading on blue');
});

test.each([
  ['cut in the middle', makePdf([drawText('x', 50, 740)]).subarray(0, 200)],
  ['a head and nothing', Buffer.from('%PDF-1.7\n')],
  ['noise after the head', Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(5000, 'xyz 1 0 obj ')])],
  ['a page without text', makePdf(['0 0 100 100 re f'])],
])('a PDF that is %s cannot be read, and it is said so', async (_, body) => {
  await expect(read(body)).rejects.toThrow(Unreadable);
});

test('a locked PDF says so', async () => {
  const open = Buffer.from(makePdf([drawText('x', 50, 740)])).toString('latin1');
  const lock = `/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${'41'.repeat(32)}> /U <${'42'.repeat(32)}> >> /ID [<${'43'.repeat(16)}> <${'43'.repeat(16)}>]`;
  const locked = Buffer.from(open.replace('/Root 1 0 R', `/Root 1 0 R ${lock}`), 'latin1');
  await expect(read(locked)).rejects.toThrow('it is locked with a password');
});

test('a PDF by its bytes is read as one whatever its type says', async () => {
  const body = makePdf([drawText('A paper', 50, 740)]);
  const document = await readBody({ url: 'https://site.example/', contentType: 'text/html', charset: null, body });
  expect(document.text).toBe('A paper');
  await expect(read(Buffer.from('<html>no pdf</html>'))).rejects.toThrow('it is no PDF, although its type says so');
});
