import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  normaliseEvidence,
  prepareEvidence,
  type QuoteFinding,
  verifyQuote,
} from '../../../src/core/evidence/evidence.ts';
import { withoutMarkup } from '../../../src/core/evidence/markup.ts';

const sources = [
  {
    id: 'S1',
    text: 'Upload a file once and refer to it by its id.\n\nFile  storage is free; only tokens are billed. The plan costs $1,500.50 a month — or “nothing” for students. Our non-free tier doesn’t expire. It keeps 100 GB of efﬁcient stor\u00adage per organisation.',
  },
  { id: 'S2', text: 'Files expire after thirty days. 文件保存三十天后过期。The storage is free for everyone.' },
];
const evidence = prepareEvidence(sources);
const find = (text: string, source = 'S1'): QuoteFinding => verifyQuote({ source, text }, evidence);

test.each([
  ['“a”  –\u00a0b…', '"a" - b...'],
  ['don’t ＡＢＣ ﬁt', "don't ABC fit"],
  ['once—upload', 'once - upload'],
  ['soft\u00adhyphen zero\u200bwidth\ufeff', 'softhyphen zerowidth'],
  ['  lines\n\tand\u2003spaces ', 'lines and spaces'],
])('%j is normalised to %j', (text, normal) => {
  expect(normaliseEvidence(text)).toBe(normal);
});

test.each([
  ['- a bullet', 'a bullet'],
  ['12. a number', 'a number'],
  ['1.5 is no bullet', '1.5 is no bullet'],
  ['# a heading', 'a heading'],
  ['a word , set apart !', 'a word, set apart!'],
  ['an (aside )', 'an (aside)'],
  ['one--two -- three', 'one - two - three'],
  ['a * b, a*b and a*', 'a * b, a*b and a'],
  ['a well-known -1', 'a well-known -1'],
  ['[words](https://tern.example/)', 'words'],
  ['a ] b', 'a] b'],
  ['two  spaces, one behind ', 'two spaces, one behind'],
  ['a |b', 'a b'],
  ['R&amp;D', 'R&D'],
])('%j without markup is %j', (text, bare) => {
  expect(withoutMarkup(text, 'kept')).toBe(bare);
});

test('a line without marks is looked through no less than one with them', () => {
  const signs = ' ab1.,;:!?)](-+#>&<"\'/|*_~=';
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...signs), maxLength: 12 }), (text) => {
      fc.pre(text === text.trim() && !text.includes('--'));
      // code ticks go, and nothing else hangs on them
      expect(withoutMarkup(text, 'kept')).toBe(withoutMarkup(`${text}\``, 'kept'));
    }),
    { numRuns: 2_000 },
  );
});

describe('a quote is exact', () => {
  test.each([
    ['word for word', 'refer to it by its id'],
    ['across white space', 'id. File storage is free'],
    ['with other quotation marks and dashes', 'a month - or "nothing" for students'],
    ['with an em dash without spaces', 'a month—or "nothing"'],
    ['with another apostrophe', "non-free tier doesn't expire"],
    ['across a ligature and a soft hyphen', 'efficient storage per organisation'],
    ['in quotation marks of its own', '“only tokens are billed”'],
    ['with a full stop of its own', 'only tokens are'],
    ['with a full stop the source lacks', 'refer to it.'],
    ['with an ellipsis at both ends', '… refer to it by …'],
    ['whole sentence with its stop', 'File storage is free; only tokens are billed.'],
    ['with a number at its end', 'plan costs $1,500.50'],
  ])('%s', (_, text) => {
    expect(find(text)).toEqual({ kind: 'exact', source: 'S1' });
  });

  test.each(['S1', 's1', ' S1 ', '[s1]'])('whatever way its source is written: %j', (source) => {
    expect(find('refer to it by its id', source)).toEqual({ kind: 'exact', source: 'S1' });
  });

  test('in a script without spaces', () => {
    expect(find('保存三十天后', 'S2')).toEqual({ kind: 'exact', source: 'S2' });
  });
});

describe('a quote is not exact', () => {
  test.each([
    ['when it begins inside a word', 'torage is free; only'],
    ['when it ends inside a word', 'refer to it by its i'],
    ['when it drops a prefix', 'free tier doesn’t expire'],
    ['when it drops the end of a contraction', 'Our non-free tier doesn'],
    ['when it cuts a number', 'The plan costs $1,500'],
    ['when it cuts a number at its front', '500.50 a month'],
    ['when the case differs', 'Only tokens are billed'],
    ['when a word is changed', 'File storage is cheap; only tokens are billed'],
    ['when a word is left out', 'Upload a file and refer to it by its id'],
  ])('%s', (_, text) => {
    expect(find(text)).toMatchObject({ kind: 'near', source: 'S1' });
  });

  test('the closest passage is told, and can be quoted', () => {
    const finding = find('File storage is totally free and only tokens get billed');
    expect(finding).toMatchObject({ kind: 'near', passage: 'File storage is free; only tokens are billed' });
  });

  test('parts joined by an ellipsis are told as the passage they come from', () => {
    expect(find('Upload a file once ... by its id')).toEqual({
      kind: 'near',
      source: 'S1',
      passage: 'Upload a file once and refer to it by its id',
    });
  });

  test('parts that stand far apart are told as joined, each with its place', () => {
    const far = prepareEvidence([
      { id: 'S1', text: `The API is stable. ${'Filler. '.repeat(200)}It costs nothing at all.` },
    ]);
    expect(verifyQuote({ source: 'S1', text: 'API is stable … costs nothing at all' }, far)).toEqual({
      kind: 'joined',
      pieces: [
        { source: 'S1', passage: 'API is stable' },
        { source: 'S1', passage: 'costs nothing at all' },
      ],
    });
  });

  test('parts of two sources are told as joined, without an ellipsis too', () => {
    expect(find('only tokens are billed Files expire after thirty days')).toEqual({
      kind: 'joined',
      pieces: [
        { source: 'S1', passage: 'only tokens are billed' },
        { source: 'S2', passage: 'Files expire after thirty days' },
      ],
    });
  });

  test('an edited passage of another source is told with that source', () => {
    expect(find('Files always expire after thirty days')).toEqual({
      kind: 'near',
      source: 'S2',
      passage: 'Files expire after thirty days',
    });
  });

  test('another source has it', () => {
    expect(find('Files expire after thirty days')).toEqual({ kind: 'elsewhere', source: 'S2' });
    expect(find('Files expire after thirty days', 'S9')).toEqual({ kind: 'elsewhere', source: 'S2' });
  });

  test('nothing like it is there', () => {
    expect(find('Certified for hospitals in forty countries')).toEqual({ kind: 'absent', source: 'S1' });
  });

  test.each(['is free', 'S1', 'the', 'organisation', '1,500.50', '100 GB', '', '…', '"."'])(
    '%j is too short to prove anything',
    (text) => {
      expect(find(text)).toEqual({ kind: 'too-short' });
    },
  );

  test('no source has the id', () => {
    expect(find('Certified for hospitals', 'S9')).toEqual({ kind: 'unknown-source', known: ['S1', 'S2'] });
    expect(verifyQuote({ source: 'S1', text: 'Certified for hospitals' }, prepareEvidence([]))).toMatchObject({
      known: [],
    });
  });
});

describe('a quote of two words or one', () => {
  const manifest = {
    id: 'S1',
    text: '# Tern\n\n{\n  "version": "2.88.1",\n  "license": "MIT",\n  "engines": ">=18"\n}\n\n1.0\n\nThe MIT License is not used by Tern 2 since 1.0 came.',
  };
  const other = { id: 'S2', text: 'Tern keeps logs.\n\nSource available' };
  const kindOf = (text: string, source = 'S1') =>
    verifyQuote({ source, text }, prepareEvidence([manifest, other])).kind;

  test.each(['"version": "2.88.1"', 'version": "2.88.1', 'Tern 2', '"engines": ">=18"'])(
    'proves something when it is a word and a number: %s',
    (text) => {
      expect(kindOf(text)).toBe('exact');
    },
  );

  test.each(['"license": "MIT"', '  "license": "MIT",', '# Tern', 'Tern'])(
    'proves something when it is a whole line of its source: %j',
    (text) => {
      expect(kindOf(text)).toBe('exact');
    },
  );

  test.each(['MIT License', 'MIT', 'the', '1.0', '2.88.1', '"2.88.1"', 'since', 'used by', 'is 1.0'])(
    'else proves nothing: %s',
    (text) => {
      expect(kindOf(text)).toBe('too-short');
    },
  );

  test('is no line because another source has it as one', () => {
    expect(kindOf('Tern', 'S2')).toBe('too-short');
    expect(kindOf('Source available', 'S2')).toBe('exact');
  });
});

const word = fc.stringMatching(/^[a-zé漢]{1,9}$|^[0-9]{1,3}\.[0-9]{1,2}$|^[a-z]{2,5}[-’'][a-z]{2,5}$/);
const gap = fc.constantFrom(' ', ' ', '  ', '\n', ', ', '. ', ' — ', ' “', '” ', '; ');
const text = fc.array(fc.tuple(word, gap), { minLength: 8, maxLength: 60 });
const asText = (parts: readonly (readonly [string, string])[]): string => parts.flat().join('');

describe('for any source', () => {
  test('what is cut from it at word boundaries verifies', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.integer({ min: 3, max: 20 }), (parts, at, length) => {
        const start = at % (parts.length - 3);
        const cut = parts.slice(start, start + length);
        const quote = `${asText(cut.slice(0, -1))}${cut.at(-1)?.[0]}`;
        const prepared = prepareEvidence([{ id: 'S1', text: asText(parts) }]);
        expect(verifyQuote({ source: 'S1', text: quote }, prepared)).toEqual({ kind: 'exact', source: 'S1' });
      }),
    );
  });

  test('a changed word never verifies, and a passage told for it does', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.integer({ min: 3, max: 20 }), fc.nat(), (parts, at, length, which) => {
        const start = at % (parts.length - 3);
        const cut = parts.slice(start, start + length);
        const edited = cut.map((part, index) => (index === which % cut.length ? (['ZEBRA', part[1]] as const) : part));
        const prepared = prepareEvidence([{ id: 'S1', text: asText(parts) }]);
        const finding = verifyQuote({ source: 'S1', text: asText(edited) }, prepared);
        expect(['near', 'absent']).toContain(finding.kind);
        if (finding.kind === 'near')
          expect(['exact', 'too-short']).toContain(verifyQuote({ source: 'S1', text: finding.passage }, prepared).kind);
      }),
    );
  });

  test('nothing throws, whatever stands in source and quote', () => {
    const any = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(any, any, any, (source, quote, id) => {
        const kind = verifyQuote({ source: id, text: quote }, prepareEvidence([{ id: 'S1', text: source }])).kind;
        expect(kind).not.toBe('');
      }),
    );
  });
});

test.each([
  ['prose', 'The quick brown fox jumps over the lazy dog and storage is free, mostly. '],
  ['one word again and again', 'aa '],
  ['one endless word', 'aaaaaaaaaa'],
  ['ellipses', '... a '],
])('fifty quotes against 200,000 characters of %s take moments', (_, piece) => {
  // No clock: anything worse than linear takes minutes here and runs into the test's own limit.
  const large = prepareEvidence([
    { id: 'S1', text: piece.repeat(Math.ceil(200_000 / piece.length)) },
    { id: 'S2', text: 'nothing of that kind' },
  ]);
  for (let index = 0; index < 50; index += 1) {
    verifyQuote({ source: 'S1', text: `${piece.repeat(20)} ... quote number ${index} of the fox` }, large);
    const elsewhere = verifyQuote({ source: 'S2', text: `${piece.repeat(20)}a` }, large);
    expect(elsewhere.kind).not.toBe('unknown-source');
  }
});
