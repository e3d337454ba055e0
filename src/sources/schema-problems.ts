import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { nearestWord } from '../core/nearest-word.ts';
import { type FileProblem, InvalidFile, shown } from './invalid-file.ts';
import { type PositionedFile, valueAt } from './positioned-file.ts';

/** What a schema makes of a file: the checked value, or every problem with its place. */
export type Checked<T> = { value: T; problems: [] } | { value: null; problems: FileProblem[] };

/** Holds a file against a schema. Messages of the schema say what was expected; the rest is filled in here. */
export function checkAgainst<S extends z.ZodType>(file: PositionedFile, schema: S): Checked<z.output<S>> {
  const result = schema.safeParse(file.value, { error: expectedOf });
  if (result.success) return { value: result.data, problems: [] };
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const mistyped = result.error.issues.filter(({ code }) => code === 'invalid_type');
  // a text where a list belongs is not also too long a list
  const issues = result.error.issues.filter(
    (issue) => mistyped.includes(issue) || !mistyped.some(({ path }) => isDeepStrictEqual(path, issue.path)),
  );
  const problems = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? unknownKeys(file, shape, issue) : [problemOf(file, shape, issue)],
  );
  return { value: null, problems };
}

/** @throws InvalidFile with every problem. */
export function requireShape<S extends z.ZodType>(file: PositionedFile, schema: S): z.output<S> {
  const { value, problems } = checkAgainst(file, schema);
  if (value === null) throw new InvalidFile(problems);
  return value;
}

function problemOf(file: PositionedFile, shape: JsonSchema, issue: z.core.$ZodIssue): FileProblem {
  const expected = issue.message.replace(/^must (?:be|hold) /, '');
  const meaning = valueAt(file.value, issue.path) === undefined ? schemaAt(shape, issue.path)?.description : undefined;
  return file.problemAt(issue.path, meaning === undefined ? expected : `${expected} (${meaning})`);
}

function unknownKeys(file: PositionedFile, shape: JsonSchema, issue: z.core.$ZodIssueUnrecognizedKeys): FileProblem[] {
  const known = Object.keys(schemaAt(shape, issue.path)?.properties ?? {});
  return issue.keys.map((key) => {
    const nearest = nearestWord(key, known);
    const expected = nearest === null ? `one of ${known.join(', ')}` : `a known key; did you mean "${nearest}"?`;
    return file.problemAt([...issue.path, key], expected, `the unknown key "${shown(key)}"`, 'key');
  });
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The part of a JSON Schema that describes the value at a path. */
function schemaAt(schema: JsonSchema, path: readonly PropertyKey[]): JsonSchema | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return schema;
  const inner = typeof step === 'number' ? schema.items : schema.properties?.[String(step)];
  return typeof inner === 'object' && !Array.isArray(inner) ? schemaAt(inner, rest) : undefined;
}

const typeNames = new Map(
  Object.entries({
    string: 'text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'a mapping of keys to values',
  }),
);
const unitNames = new Map(Object.entries({ string: ' characters', array: ' entries' }));

/** What was expected, for issues whose schema has no words of its own. */
function expectedOf(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeNames.get(issue.expected) ?? issue.expected;
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unitNames.get(issue.origin) ?? ''}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${unitNames.get(issue.origin) ?? ''}`;
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`;
    default:
      return 'another value';
  }
}
