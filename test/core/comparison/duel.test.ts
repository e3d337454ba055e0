import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  checkPreference,
  type Duel,
  duelSchema,
  readPreference,
  recordDuels,
} from '../../../src/core/comparison/duel.ts';

const dossier = (...texts: string[]) => ({
  sources: texts.map((text, index) => ({
    id: `S${index + 1}`,
    kind: 'note' as const,
    title: 'Note',
    url: null,
    retrieved: '2026-11-20',
    text,
    hash: '',
  })),
});
const pair = [
  dossier('Lantern keeps every file for ninety days.'),
  dossier('Quill keeps nothing at all after a week.'),
] as const;
const because = 'Lantern keeps files longer than Quill.';
const fine = {
  because,
  quotes: [{ source: 'A.S1', text: 'keeps every file for ninety days' }],
  prefers: 'first' as const,
};
const issuesOf = (reply: string) => {
  const reading = readPreference(reply);
  return reading.ok ? [] : reading.issues.map(({ problem }) => problem);
};

test('a preference is read from prose and fences, and its reason comes before it', () => {
  expect(readPreference(`Here:\n\`\`\`json\n${JSON.stringify({ ...fine, prefers: ' First ' })}\n\`\`\``)).toEqual({
    ok: true,
    value: fine,
  });
  expect(Object.keys(duelSchema.properties ?? {})).toEqual(['because', 'quotes', 'prefers']);
});

test.each([
  ['both at once', JSON.stringify({ ...fine, prefers: 'both' }), /must be one of first, second, neither/],
  ['a name instead of a place', JSON.stringify({ ...fine, prefers: 'Lantern' }), /must be one of/],
  ['no reason', JSON.stringify({ ...fine, because: ' ' }), /must not be empty/],
  [
    'two different answers',
    `${JSON.stringify(fine)}${JSON.stringify({ ...fine, prefers: 'second' })}`,
    /2 different JSON objects/,
  ],
  ['a cut answer', JSON.stringify(fine).slice(0, -20), /ends in the middle/],
  ['one member twice', '{"because":"a b c","quotes":[],"prefers":"first","prefers":"second"}', /duplicate key/],
  ['the schema', JSON.stringify(duelSchema), /repeats the schema/],
  ['a checklist', '{"checks":[]}', /expected because, quotes, prefers/],
  ['a refusal', 'I cannot help with comparing products.', /looks like a refusal/],
  ['a hidden turn of the writing direction', JSON.stringify({ ...fine, because: 'a\u202eb' }), /control characters/],
  ['nothing', '', /empty/],
])('%s is no preference, and the model is told why', (_, reply, problem) => {
  expect(issuesOf(reply).join(' ')).toMatch(problem);
});

test('whatever stands in a reply, reading it never throws and never makes up a preference', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.json().map((json) => `{"prefers":${json}}`),
      ),
      (reply) => {
        expect(readPreference(reply).ok).toBe(false);
      },
    ),
  );
});

test('quotes are looked up in the dossier they name', () => {
  const quotes = [
    { source: 'A.S1', text: 'keeps every file for ninety days' },
    { source: ' [b.s1] ', text: 'keeps nothing at all' },
    { source: 'B.S1', text: 'keeps every file for ninety days' },
    { source: 'S1', text: 'keeps every file for ninety days' },
    { source: 'A.S1', text: 'keeps every file for ninety years' },
  ];
  const { value, issues } = checkPreference({ ...fine, quotes }, pair);
  expect(value.quotes.map(({ source, verified }) => [source, verified])).toEqual([
    ['A.S1', true],
    ['B.S1', true],
    ['B.S1', false],
    ['S1', false],
    ['A.S1', false],
  ]);
  expect(issues).toEqual([]);
});

test('a claim of having used the tools, or a reason without end, is rejected', () => {
  const own = checkPreference({ ...fine, because: 'I have used Lantern for two years.' }, pair);
  expect(own.issues).toMatchObject([{ path: 'because', weight: 'reject' }]);
  const long = checkPreference({ ...fine, because: 'So it is. '.repeat(200) }, pair);
  expect(long.issues).toMatchObject([{ path: 'because', weight: 'reject' }]);
});

const duel = (first: string, second: string, said: Duel['said'], verified = true): Duel => ({
  persona: 'builder',
  first,
  second,
  said,
  because,
  quotes: [{ source: 'A.S1', text: 'keeps every file', verified }],
  byline: null,
});

test.each<[Duel['said'], Duel['said'], string | null, string]>([
  ['first', 'second', 'lantern', 'the same tool in both orders is a preference'],
  ['second', 'first', 'quill', 'for the second tool as for the first'],
  ['first', 'first', null, 'always the first is no preference'],
  ['second', 'second', null, 'nor is always the second'],
  ['first', 'neither', null, 'nor is half of one'],
  ['neither', 'neither', null, 'neither is none'],
  ['first', null, null, 'and an answer that is missing leaves none'],
])('%s, then %s: prefers %s, for %s', (one, other, prefers) => {
  const [record] = recordDuels([duel('lantern', 'quill', one), duel('quill', 'lantern', other)]);
  expect(record).toMatchObject({ persona: 'builder', prefers });
  expect(record?.orders.map(({ first }) => first)).toEqual(['lantern', 'quill']);
});

test('a preference without one verified quote counts as none', () => {
  const [record] = recordDuels([duel('lantern', 'quill', 'first'), duel('quill', 'lantern', 'second', false)]);
  expect(record).toMatchObject({ prefers: null, orders: [{ prefers: 'lantern' }, { prefers: null }] });
});
