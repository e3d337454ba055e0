import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  answers,
  ballotSchema,
  type Issue,
  type Opinion,
  opinionSchema,
  readBallot,
  readOpinion,
  weighings,
} from '../../../src/core/opinion/opinion.ts';

const quotes = [{ source: 'S1', text: 'upload a file once' }];
const opinion: Opinion = {
  checks: [
    { id: 'first-call', answer: 'yes', because: 'The source shows it.', quotes, matters: 'decisive' },
    { id: 'limits', answer: 'unknown', because: '', quotes: [], matters: 'normal' },
  ],
  statements: [{ beat: 'primitive', kind: 'fact', text: 'A file has an id.', quotes, judgeBy: null }],
  headline: 'Files with handles',
  bestFor: 'Teams that ask about the same files',
  avoidIf: 'You need files to expire',
  gutScore: 72,
};
const wire = JSON.stringify(opinion);
const ballotWire = JSON.stringify({ checks: opinion.checks.map(({ matters: _matters, ...check }) => check) });

function issuesOf(reply: string): Issue[] {
  const reading = readOpinion(reply);
  if (reading.ok) throw new Error('was read');
  for (const issue of reading.issues) {
    expect(issue.weight).toBe('reject');
    expect(issue.path).not.toBe('');
    expect(issue.problem).not.toBe('');
  }
  return reading.issues;
}

const words = fc
  .tuple(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.constantFrom('a', 'Ω', '7', '漢'))
  .map((parts) => parts.join(''))
  .filter((text) => text.isWellFormed() && !/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u.test(text));
const anyQuotes = fc.array(fc.record({ source: words, text: words }), { maxLength: 3 });
const anyOpinion: fc.Arbitrary<Opinion> = fc.record({
  checks: fc.array(
    fc.record({
      id: words,
      answer: fc.constantFrom(...answers),
      because: words,
      quotes: anyQuotes,
      matters: fc.constantFrom(...weighings),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  statements: fc.array(
    fc.record({
      beat: words,
      kind: fc.constantFrom('fact' as const, 'opinion' as const, 'prediction' as const),
      text: words,
      quotes: anyQuotes,
      judgeBy: fc.option(words),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  headline: words,
  bestFor: words,
  avoidIf: words,
  gutScore: fc.option(fc.integer({ min: -1000, max: 1000 })),
});
const wrapping = fc.constantFrom(
  ['', ''],
  ['\ufeff', '\n'],
  ['```json\n', '\n```'],
  ['Here is my review:\n\n```\n', '\n```\nLet me know {if} it helps.'],
  ['<think>{"checks": [] or {"checks":</think>\n', ''],
  ['I weigh {"checks":[1]} first\n</think>\n\n', ' done'],
  ['For example {"checks": []}. Now mine: ', ''],
  ['[', ']'],
);

describe('what is certain is read', () => {
  test('any opinion in any wrapping reads back equal', () => {
    fc.assert(
      fc.property(anyOpinion, wrapping, fc.constantFrom(0, 2), (given, [before, after], indent) => {
        const reply = `${before}${JSON.stringify(given, null, indent)}${after}`;
        expect(readOpinion(reply)).toEqual({ ok: true, value: given });
      }),
    );
  });

  test('capitals in enums do not matter, and extra keys are left out', () => {
    const reply = wire
      .replace('"yes"', '" Yes"')
      .replace('"fact"', '"FACT"')
      .replace('{"checks"', '{"mood":1,"checks"');
    expect(readOpinion(reply)).toEqual({ ok: true, value: opinion });
  });

  test('the same object given twice is one answer', () => {
    expect(readOpinion(`${wire}\n\n${JSON.stringify(opinion, null, 2)}`)).toEqual({ ok: true, value: opinion });
  });

  test('the one object that fits is taken from among others', () => {
    const reply = `{"type":"object","properties":{"checks":{"type":"array"}}} {"checks":[]} ${wire} {"done":true}`;
    expect(readOpinion(reply)).toEqual({ ok: true, value: opinion });
  });

  test('a ballot is the checks alone', () => {
    expect(readBallot(ballotWire)).toEqual({ ok: true, value: JSON.parse(ballotWire) });
    expect(readBallot(wire)).toEqual({ ok: true, value: JSON.parse(ballotWire) });
  });
});

describe('what is not certain is an issue', () => {
  test.each<[string, string, string, RegExp]>([
    ['a number as a fraction', wire.replace('72', '"82/100"'), 'gutScore', /number.*82\/100/],
    ['a number as a word', wire.replace('72', '"eighty"'), 'gutScore', /number.*eighty/],
    ['a number in quotes', wire.replace('72', '"72"'), 'gutScore', /number/],
    ['NaN', wire.replace('72', 'NaN'), 'reply', /NaN/],
    ['a bare fraction', wire.replace('72', '82/100'), 'reply', /not valid in gutScore/],
    ['an answer that is none', wire.replace('"yes"', '"maybe"'), 'checks.first-call.answer', /yes, no, unknown.*maybe/],
    ['an answer that is a boolean', wire.replace('"yes"', 'true'), 'checks.first-call.answer', /yes, no, unknown/],
    ['a yes without a reason', wire.replace('The source shows it.', ' '), 'checks.first-call.because', /reason/],
    ['an empty headline', wire.replace('Files with handles', ' '), 'headline', /not be empty/],
    ['a headline of zero width', wire.replace('Files with handles', '\u200b'), 'headline', /not be empty/],
    ['half a surrogate pair', wire.replace('A file has', '\\ud83d has'), 'statements[0].text', /surrogate/],
    ['a control character', wire.replace('A file has', 'A\\u0000'), 'statements[0].text', /control/],
    ['a missing member', wire.replace('"headline"', '"title"'), 'headline', /missing/],
    ['a text as a list', wire.replace('"Files with handles"', '["a"]'), 'headline', /text, found a list/],
    ['a quote as a text', wire.replace(/\{"source[^}]*\}/, '"S1"'), 'checks.first-call.quotes[0]', /source and text/],
    ['no checks', wire.replace(/"checks":.*"statements"/, '"checks":[],"statements"'), 'checks', /checks/],
    ['two objects that differ', `${wire}${wire.replace('72', '73')}`, 'reply', /2 different/],
    ['a second answer that is cut', `${wire}\nBetter:\n${wire.slice(0, 80)}`, 'reply', /broken.*ends in the middle/],
    ['an answer that breaks off', wire.slice(0, 90), 'reply', /ends in the middle \(in checks\[0\]/],
    ['thinking that never ends', `<think>${wire}`, 'reply', /never closes/],
    ['the schema', JSON.stringify(opinionSchema), 'reply', /repeats the schema/],
    ['the schema’s properties', JSON.stringify(opinionSchema.properties), 'reply', /repeats the schema/],
    ['a refusal', "I'm sorry, but I can't help with that.", 'reply', /looks like a refusal.*can't help/],
    ['a refusal with braces', 'I cannot fill in {this}.', 'reply', /looks like a refusal/],
    ['prose', 'The tool is good: 82 of 100.', 'reply', /holds no JSON object: “The tool is good/],
    ['nothing', ' \n ', 'reply', /empty/],
    ['another object', '{"score":82}', 'reply', /“score”; expected checks, statements/],
    [
      'an error in the first of many checks',
      '{"checks":[{"id":"a", x}, {"id":"b","answer":"yes"}]}',
      'reply',
      /checks\[0\]/,
    ],
  ])('%s', (_, reply, path, problem) => {
    const [issue] = issuesOf(reply);
    expect(issue?.path).toBe(path);
    expect(issue?.problem).toMatch(problem);
  });

  test('a duplicated key is always caught, wherever it stands', () => {
    const keyed = [...wire.matchAll(/"(\w+)":/g)];
    fc.assert(
      fc.property(fc.nat(keyed.length - 1), fc.constantFrom('1', '""', 'null', '[{}]'), (which, value) => {
        const key = keyed[which];
        if (key === undefined) throw new Error('no key');
        const reply = `${wire.slice(0, key.index)}${key[0]}${value},${wire.slice(key.index)}`;
        expect(issuesOf(reply)[0]?.problem).toContain(`"${key[1]}" is given twice`);
      }),
    );
  });

  test('many issues are told in part', () => {
    const reply = wire.replace('[{"id"', `[${'3,'.repeat(500)}{"id"`);
    expect(issuesOf(reply)).toHaveLength(41);
  });
});

describe('nothing throws', () => {
  test('on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (a, b) => {
        for (const reply of [a, `{${a}`, `${a}{"checks":[${b}]}`, `<think>${a}</think>${b}`]) readOpinion(reply);
      }),
    );
  });

  test('on valid answers that were cut, cut out of or written over; and what is read is never invented', () => {
    fc.assert(
      fc.property(fc.nat(wire.length), fc.nat(40), fc.string({ maxLength: 3 }), (at, gone, written) => {
        const reply = wire.slice(0, at) + written + wire.slice(at + gone);
        const reading = readOpinion(reply);
        if (!reading.ok) expect(reading.issues.length).toBeGreaterThan(0);
        else
          for (const { because } of reading.value.checks) expect(reply).toContain(JSON.stringify(because).slice(1, -1));
      }),
      { numRuns: 2000 },
    );
  });

  test('a reply cut anywhere is never taken for whole', () => {
    for (let length = 0; length < wire.length; length += 1) expect(readOpinion(wire.slice(0, length)).ok).toBe(false);
  });
});

describe('the schemas on the wire', () => {
  const forbidden = /"(?:\$schema|minItems|maxItems|minLength|maxLength|pattern|minimum|maximum|default)"/;

  test.each([
    ['opinion', opinionSchema],
    ['ballot', ballotSchema],
  ])('%s: every property required, nothing else allowed, no bounds', (_, schema) => {
    const text = JSON.stringify(schema);
    expect(text).not.toMatch(forbidden);
    const visit = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      if ('properties' in node && 'type' in node)
        expect(node).toMatchObject({ required: Object.keys(Object(node.properties)), additionalProperties: false });
      Object.values(node).forEach(visit);
    };
    visit(schema);
  });

  test('reasons stand before verdicts', () => {
    expect(opinionSchema.required).toEqual(['checks', 'statements', 'headline', 'bestFor', 'avoidIf', 'gutScore']);
  });

  test('what they allow, in shape, is what is read', () => {
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(opinionSchema);
    fc.assert(
      fc.property(anyOpinion, (given) => {
        expect(validate(given)).toBe(true);
      }),
    );
    expect(validate({ ...opinion, gutScore: '72' })).toBe(false);
  });
});
