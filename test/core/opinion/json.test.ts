import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findObjects, type JsonFault, readJson } from '../../../src/core/opinion/json.ts';

const faultOf = (text: string): JsonFault => {
  const reading = readJson(text);
  if (reading.ok) throw new Error(`was read: ${text}`);
  return reading.fault;
};

const valuesIn = (text: string): unknown[] => findObjects(text).objects.map(({ value }) => value);

describe('reading one value', () => {
  test('gives what JSON.parse gives, for any value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(readJson(` \r\n${text}\n`)).toMatchObject({ ok: true, value: JSON.parse(text) });
      }),
    );
  });

  test('accepts a text when JSON.parse does, and only then', () => {
    const nearlyJson = fc.oneof(
      fc.string(),
      fc
        .tuple(fc.jsonValue(), fc.nat(), fc.constantFrom('', ',', '}', '"', '\\', '0', 'e', '\n', ' '))
        .map(([value, at, extra]) => {
          const text = JSON.stringify(value);
          return text.slice(0, at % (text.length + 1)) + extra + text.slice((at % (text.length + 1)) + 1);
        }),
    );
    fc.assert(
      fc.property(nearlyJson, (text) => {
        const parses = (() => {
          try {
            // a number no double can hold is Infinity to JSON.parse and a fault to us
            JSON.parse(text, (_, value) => {
              if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY)
                throw new RangeError('too large');
              return value;
            });
            return true;
          } catch {
            return false;
          }
        })();
        const reading = readJson(text);
        const own = !reading.ok && reading.fault.kind === 'duplicate-key';
        if (!own) expect(reading.ok).toBe(parses);
      }),
      { numRuns: 2000 },
    );
  });

  test('says that any beginning of an object is cut, not wrong', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), fc.nat(), (value, cut) => {
        const text = JSON.stringify(value);
        expect(faultOf(text.slice(0, 1 + (cut % (text.length - 1)))).kind).toBe('truncated');
      }),
    );
  });

  test.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"a":[0,{"b":1,"\\u0062":1}],"c":2}', 'a[1].b'],
    ['{"__proto__":1,"__proto__":2}', '__proto__'],
  ])('finds the duplicate key in %s', (text, path) => {
    expect(faultOf(text)).toMatchObject({ kind: 'duplicate-key', path });
  });

  test.each([
    ['{"a":NaN}', 'a', 5],
    ['{"a":Infinity}', 'a', 5],
    ['{"a":1e999}', 'a', 5],
    ['{"a":01}', 'a', 5],
    ['{"a":[1,]}', 'a', 8],
    ["{'a':1}", '', 1],
    ['{"a":"x\ny"}', 'a', 7],
    ['{"a":"\\x"}', 'a', 6],
    ['{"a":1} more', '', 8],
  ])('names the place of the fault in %j', (text, path, at) => {
    const fault = faultOf(text);
    expect({ kind: fault.kind, at: fault.at }).toEqual({ kind: 'invalid', at });
    expect(fault.path.startsWith(path)).toBe(true);
  });

  test('keeps a member named __proto__ a member', () => {
    const reading = readJson('{"__proto__":{"polluted":true}}');
    expect(reading.ok && Object.keys(Object(reading.value))).toEqual(['__proto__']);
  });

  test('does not follow nesting without end', () => {
    expect(faultOf('['.repeat(100_000)).kind).toBe('too-deep');
  });
});

describe('finding objects in a reply', () => {
  test('sees through prose, fences, a byte order mark and braces in texts', () => {
    expect(valuesIn('\ufeffSure {here}:\n```json\n{"a":"} ``` {"}\n```\nand {"b":{"c":1}}.')).toEqual([
      { a: '} ``` {' },
      { b: { c: 1 } },
    ]);
  });

  test.each([
    ['a block', '<think>{"a":1}</think>{"b":2}'],
    ['a block without its opening tag', 'maybe {"a":1}?\n</think>\n{"b":2}'],
    ['a draft that breaks off', '<thinking>{"a": [1, {"x":</thinking>{"b":2}'],
    ['a broken draft without opening tag', '{"a": [1, </think>{"b":2}'],
  ])('leaves thinking out: %s', (_, text) => {
    expect(valuesIn(text)).toEqual([{ b: 2 }]);
  });

  test('leaves a thinking tag inside a text alone', () => {
    expect(valuesIn('{"a":"it prints </think> and <think>"}')).toEqual([{ a: 'it prints </think> and <think>' }]);
  });

  test('says that thinking which never ends is cut', () => {
    const found = findObjects('\n<think>I would say {"a":1}');
    expect(found.objects).toEqual([]);
    expect(found.faults).toMatchObject([{ kind: 'truncated' }]);
  });

  test.each([
    '{',
    '[{',
    '{"a":',
    '{"',
    '{"a"',
    '{"\\',
    '{"a":{} ',
    '{"a":1,',
    '<think>',
    'x<think>',
    '</think>',
    '<think>{</think',
    '``` ',
    '{ ',
    '{"a":"\\u00',
  ])('takes linear time on 200,000 times %j', (piece) => {
    // No clock: anything worse than linear takes minutes here and runs into the test's own limit.
    expect(findObjects(piece.repeat(200_000)).objects.length).toBeLessThan(200_001);
  });
});
