import { z } from 'zod';
import { type FoundObjects, findObjects, type Json, type JsonFault } from './json.ts';

/** Raised whenever the wire schema changes: standing reviews of another version are stale. */
export const schemaVersion = 2;

/** Services do not promise the capitalisation of an enum, and its meaning does not hang on it. */
const lowerCase = (value: unknown): unknown => (typeof value === 'string' ? value.trim().toLowerCase() : value);

const hasWord = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

/** Line breaks and tabs are text; other control characters and marks that turn the writing direction are not. */
const isClean = (text: string): boolean =>
  text.isWellFormed() && !/[^\P{Cc}\n\r\t]|[\u202a-\u202e\u2066-\u2069]/u.test(text);

const anyText = z
  .string({ error: 'must be text' })
  .refine(isClean, 'must not hold control characters or half of a surrogate pair');
/** Text a reader can see, at least one letter or digit. */
export const text = anyText.refine(hasWord, 'must not be empty');
export const listOf = <T extends z.ZodType>(item: T) => z.array(item, { error: 'must be a list' });
export const choiceOf = <const T extends readonly [string, ...string[]]>(choices: T) =>
  z.preprocess(lowerCase, z.enum(choices, { error: `must be one of ${choices.join(', ')}` }));

export const answers = ['yes', 'no', 'unknown', 'not-applicable'] as const;
/** What a juror says to a check. `not-applicable`: the question cannot arise for a product of this kind. */
export type Answer = (typeof answers)[number];

export const weighings = ['decisive', 'normal', 'minor'] as const;
/** How much a check’s answer matters for one product and one reader, as the review’s author sees it. */
export type Matters = (typeof weighings)[number];

export const Quote = z.object(
  {
    source: text.describe('id of the source, for example S2'),
    text: text.describe('words copied exactly from that source, at least three in a row'),
  },
  { error: 'must be an object with source and text' },
);
export type Quote = z.infer<typeof Quote>;

const check = z.object(
  {
    id: text.describe('id of the check, each exactly once'),
    answer: choiceOf(answers),
    because: anyText.describe('the reason, one sentence'),
    quotes: listOf(Quote).describe('what a yes or no rests on; empty for unknown and not-applicable'),
  },
  { error: 'must be an object with id, answer, because and quotes' },
);

const authorsCheck = check.extend({
  matters: choiceOf(weighings).describe(
    'what the answer weighs for this reader and product; decisive three times at most',
  ),
});

/** Everything but an unknown needs its reason. */
const isReasoned = ({ answer, because }: { answer: Answer; because: string }) =>
  answer === 'unknown' || hasWord(because);
const unreasoned = { path: ['because'], error: 'must give the reason for the answer' };

const checklist = <T extends z.ZodType>(item: T) =>
  listOf(item).min(1, 'must answer the checks').describe('every check, in the order given');

/** An answer before its quotes were looked up. Only the author of a review says what matters. */
export type CheckAnswer = z.infer<typeof check> & { matters?: Matters };

export const Statement = z.object(
  {
    beat: text.describe('id of the beat this makes'),
    kind: choiceOf(['fact', 'opinion', 'prediction']),
    text: text.describe('one to three sentences of the review'),
    quotes: listOf(Quote).describe('a fact needs at least one'),
    judgeBy: anyText
      .nullable()
      .describe('for a prediction the day it can be judged, YYYY-MM-DD, after the dossier’s day; otherwise null'),
  },
  { error: 'must be an object with beat, kind, text, quotes and judgeBy' },
);
export type Statement = z.infer<typeof Statement>;

/** What a lead returns: reasons first, the gut score last. Untrusted until checked. */
export const Opinion = z.object({
  checks: checklist(authorsCheck.refine(isReasoned, unreasoned)),
  statements: listOf(Statement)
    .min(1, 'must hold the review')
    .describe('the review; their texts are read one after the other'),
  headline: text.describe('the verdict in at most twelve words'),
  bestFor: text.describe('a clause that completes “Choose it if”'),
  avoidIf: text.describe('a clause that completes “Avoid it if”'),
  gutScore: z
    .number({ error: 'must be a number from 0 to 100, or null' })
    .nullable()
    .describe('the score you would give by feel, 0 to 100; shown, never counted; null if you have none'),
});
export type Opinion = z.infer<typeof Opinion>;

/** What another juror returns: the checklist alone. */
export const BallotAnswer = z.object({ checks: checklist(check.refine(isReasoned, unreasoned)) });
export type BallotAnswer = z.infer<typeof BallotAnswer>;

/** One thing wrong with an answer, in words a model or a person can act on. */
export interface Issue {
  /** Where: `checks.first-call.quotes[0]`, `statements[2].text`; `reply` for all of it. */
  path: string;
  problem: string;
  /**
   * `reject`: never becomes a review while it stands. `mend`: worth the correction round, afterwards shown as a flag.
   * `flag`: for the editor’s eye only, never sent back to the model.
   */
  weight: 'reject' | 'mend' | 'flag';
}

/** The result of reading an untrusted reply. */
export type Reading<T> = { ok: true; value: T } | { ok: false; issues: Issue[] };

/** JSON Schema of an opinion as it is sent: every property required, no bounds, because services refuse or ignore them. */
export const opinionSchema = wireSchemaOf(Opinion);

/** JSON Schema of a ballot as it is sent. */
export const ballotSchema = wireSchemaOf(BallotAnswer);

/** A schema as it is sent to a service. */
export function wireSchemaOf(schema: z.ZodType): Record<string, unknown> {
  const unbounded = JSON.stringify(z.toJSONSchema(schema), (name, value) =>
    ['$schema', 'minItems', 'maxItems', 'minLength', 'maxLength', 'pattern', 'minimum', 'maximum'].includes(name)
      ? undefined
      : value,
  );
  return z.record(z.string(), z.unknown()).parse(JSON.parse(unbounded));
}

/** Reads a lead’s reply: tolerant where its meaning is certain, strict where it is not. Never throws, never fills in. */
export function readOpinion(reply: string): Reading<Opinion> {
  return readAnswer(reply, Opinion, Object.keys(Opinion.shape));
}

/** Reads another juror’s reply, as readOpinion does. */
export function readBallot(reply: string): Reading<BallotAnswer> {
  return readAnswer(reply, BallotAnswer, Object.keys(BallotAnswer.shape));
}

const askAgain = 'Answer with exactly one JSON object that fits the schema and nothing else.';

const refused = (problem: string, path = 'reply'): { ok: false; issues: Issue[] } => ({
  ok: false,
  issues: [{ path, problem, weight: 'reject' }],
});

/** Reads the one object of a reply that fits a schema. `members` are the names it must have. */
export function readAnswer<T>(reply: string, schema: z.ZodType<T>, members: string[]): Reading<T> {
  const found = findObjects(reply);
  const fitting = found.objects.flatMap(({ value }) => {
    if (!members.every((member) => valueAt(value, [member]) !== undefined)) return [];
    const parsed = schema.safeParse(value);
    return parsed.success ? [parsed.data] : [];
  });
  const only = fitting.at(-1);
  if (only === undefined) return { ok: false, issues: explain(reply, found, schema, members) };
  const different = fitting.length === 1 ? 1 : new Set(fitting.map((value) => JSON.stringify(value))).size;
  if (different > 1)
    return refused(`The reply holds ${different} different JSON objects that fit. Decide for one. ${askAgain}`);
  // an example that is no JSON may stand around it; a second answer that is cut or contradicts itself may not
  const rival = found.faults.find(
    ({ kind, path }) => kind !== 'invalid' && members.some((name) => path.startsWith(name)),
  );
  if (rival !== undefined)
    return refused(`Beside an object that fits stands another that is broken. ${inWords(rival)} ${askAgain}`);
  return { ok: true, value: only };
}

/** Why nothing in the reply fits: told about the part that most looks like an answer. */
function explain(reply: string, found: FoundObjects, schema: z.ZodType, members: string[]): Issue[] {
  const echo = found.objects.some(({ value }) => isSchema(value, members));
  const attempt = widest(
    found.objects.filter(
      ({ value }) => !isSchema(value, members) && members.some((member) => valueAt(value, [member]) !== undefined),
    ),
    ({ start, end }) => end - start,
  );
  // a brace in prose is a fault too, but no attempt at an answer
  const broken = widest(
    found.faults.filter(({ path, kind }) => path !== '' || kind !== 'invalid'),
    ({ start, at }) => at - start,
  );
  if (attempt !== null && (broken === null || attempt.width >= broken.width)) return unfit(attempt.of.value, schema);
  if (broken !== null) return refused(`${inWords(broken.of)} ${askAgain}`).issues;
  if (echo) return refused(`The reply repeats the schema instead of filling it in. ${askAgain}`).issues;
  const other = found.objects.at(-1);
  if (other !== undefined) {
    const names = Object.keys(Object(other.value)).slice(0, 8).map(show).join(', ') || 'no members';
    return refused(`The JSON object holds ${names}; expected ${members.join(', ')}. ${askAgain}`).issues;
  }
  if (looksRefused(reply))
    return refused(`The reply holds no JSON object and looks like a refusal: ${show(reply)}. ${askAgain}`).issues;
  const [fault] = found.faults;
  if (fault !== undefined) return refused(`${inWords(fault)} ${askAgain}`).issues;
  if (!hasWord(reply)) return refused(`The reply is empty. ${askAgain}`).issues;
  return refused(`The reply holds no JSON object: ${show(reply)}. ${askAgain}`).issues;
}

function widest<T>(candidates: readonly T[], widthOf: (candidate: T) => number): { of: T; width: number } | null {
  return candidates.reduce<{ of: T; width: number } | null>((best, of) => {
    const width = widthOf(of);
    return best === null || width > best.width ? { of, width } : best;
  }, null);
}

/** At most so many issues are told of one reply: more would not help a correction. */
const mostIssues = 40;

function unfit(value: Json, schema: z.ZodType): Issue[] {
  const issues = schema.safeParse(value).error?.issues ?? [];
  const told = issues.slice(0, mostIssues).map(({ path, message }): Issue => {
    const at = valueAt(value, path);
    return {
      path: pathInWords(value, path),
      problem: at === undefined ? `is missing: ${message}` : `${message}, found ${show(at)}`,
      weight: 'reject',
    };
  });
  const rest = issues.length - told.length;
  return rest === 0 ? told : [...told, ...refused(`and ${rest} more issues of this kind`).issues];
}

/** `checks[3].quotes[0]`, with the id of the check where it has one a person can read. */
function pathInWords(value: Json, path: readonly PropertyKey[]): string {
  const words = path.map((step, depth) => {
    if (typeof step !== 'number') return `.${String(step)}`;
    const id = path[depth - 1] === 'checks' ? valueAt(value, [...path.slice(0, depth + 1), 'id']) : null;
    return typeof id === 'string' && /^[\w-]{1,60}$/.test(id) ? `.${id}` : `[${step}]`;
  });
  return words.join('').replace(/^\./, '') || 'reply';
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, step) ? Reflect.get(at, step) : undefined,
    value,
  );
}

/** A schema, or its list of properties, in place of an answer. */
function isSchema(value: Json, members: string[]): boolean {
  const properties = valueAt(value, ['properties']) ?? valueAt(value, ['schema', 'properties']) ?? value;
  return members.some((member) => typeof valueAt(properties, [member, 'type']) === 'string');
}

function inWords({ kind, path: full, at, problem }: JsonFault): string {
  const path = full.length > 80 ? `${full.slice(0, 79)}…` : full;
  const where = path === '' ? `at character ${at + 1}` : `in ${path}, at character ${at + 1}`;
  if (kind === 'truncated') return `The reply ends in the middle (${where}): ${problem}. Answer again, shorter.`;
  if (kind === 'duplicate-key') return `The JSON object has a duplicate key ${where}: ${problem}.`;
  return `The JSON is not valid ${where}: ${problem}.`;
}

/** Only asked of a reply without an answer in it, so a hit can be generous. */
function looksRefused(reply: string): boolean {
  const start = reply.slice(0, 600).replaceAll('’', "'");
  return /\bI(?: am|'m)? (?:sorry|apologi[sz]e|afraid|can't|cannot|can not|won't|will not|must decline|decline|unable|not able|not comfortable)\b|\b(?:unable|not able) to (?:help|assist|comply|provide|answer)|\bagainst my (?:guidelines|policies)\b/i.test(
    start,
  );
}

/** A value as one short line for a message. */
function show(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value !== 'string') return String(value);
  const line = value
    .slice(0, 200)
    .toWellFormed()
    .replaceAll(/[\s\p{C}]+/gu, ' ')
    .trim();
  return line === '' ? 'nothing' : `“${line.length > 80 ? `${line.slice(0, 79).toWellFormed()}…` : line}”`;
}
