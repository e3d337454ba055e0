import { describe, expect, test } from 'vitest';
import { hasEvidence, type Launched } from '../../../src/core/facts/existence.ts';

const says = (name: string) =>
  `${name} keeps every document of a team in one place and can be installed today from its own page.`;
const page = (text: string, url = 'https://quillby.example/'): Launched['sources'][number] => ({
  kind: 'page',
  url,
  text,
});

describe('a product exists', () => {
  test.each<[string, Launched]>([
    ['when its own page names it', { name: 'Quillby', sources: [page(says('Quillby'))] }],
    ['however the page spaces the name', { name: 'Quill-By', sources: [page(says('quill by'))] }],
    [
      'when a page names it by an alias',
      { name: 'Quillby', aliases: ['Marsh Notes'], sources: [page(says('Marsh Notes'))] },
    ],
    ['when a page has its version', { name: 'Quillby 5.0', sources: [page(`${says('Quillby')} Version 5.2 is out.`)] }],
    [
      'when its repository names it',
      { name: 'Quillby', sources: [page(says('Quillby'), 'https://github.com/a/quillby')] },
    ],
    ['when its maker answered', { name: 'Quillby', sources: [{ kind: 'maker', url: null, text: says('Quillby') }] }],
    [
      'when a page of its brand names the rest of it',
      { name: 'Heron Files API', sources: [page(`${says('The Files API')} Heron is the brand.`)] },
    ],
    ['in any script', { name: '通义千问', sources: [page(`${says('This')} 通义千问`)] }],
  ])('%s', (_what, launched) => {
    expect(hasEvidence(launched)).toEqual({ exists: true, because: expect.any(String) });
  });
});

describe('a launch is held', () => {
  test.each<[string, Launched, RegExp]>([
    ['without a source', { name: 'Quillby', sources: [] }, /no source has text/],
    [
      'with an empty shell of a page',
      { name: 'Quillby', sources: [page('Quillby. Enable JavaScript.')] },
      /no source has text/,
    ],
    ['with pages about something else', { name: 'Quillby', sources: [page(says('Marsh'))] }, /no source names it/],
    ['when the name is only part of a word', { name: 'Mo', sources: [page(says('Mode'))] }, /no source names it/],
    [
      'when only its own launch names it',
      { name: 'Quillby', sources: [{ kind: 'feed', url: 'https://quillby.example/', text: says('Quillby') }] },
      /only launch/,
    ],
    [
      'when only directories name it',
      { name: 'Quillby', sources: [page(says('Quillby'), 'https://www.producthunt.com/posts/quillby')] },
      /only launch/,
    ],
    [
      'when only a discussion names it',
      { name: 'Quillby', sources: [page(says('Quillby'), 'https://news.ycombinator.com/item?id=1')] },
      /only launch/,
    ],
    [
      'with a note that cites nothing',
      { name: 'Quillby', sources: [{ kind: 'note', url: null, text: says('Quillby') }] },
      /only launch/,
    ],
    [
      'when nothing knows this version',
      { name: 'Code Heron 4', sources: [page(says('Code Heron'))] },
      /not in this version/,
    ],
    [
      'when only a part of its name is known',
      { name: 'Code Heron', sources: [page(`${says('Heron')} It writes code.`)] },
      /no source names it/,
    ],
    [
      'when the brand of a page is another',
      { name: 'Heron Files API', sources: [page(says('The Files API'))] },
      /no source names it/,
    ],
    [
      'when nothing knows this form',
      { name: 'Quillby SDK', sources: [page(says('Quillby'))] },
      /not in this version or form/,
    ],
  ])('%s', (_what, launched, because) => {
    expect(hasEvidence(launched)).toEqual({ exists: false, because: expect.stringMatching(because) });
  });
});

test('a page made to take long takes no time worth naming', () => {
  for (const piece of ['\u0301', ' ', '.', '+', 'Quill ', '\u2019s'])
    expect(hasEvidence({ name: 'Quillby', sources: [page(`a${piece.repeat(200_000)}`)] }).exists).toBe(false);
});
