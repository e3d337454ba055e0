import { describe, expect, test } from 'vitest';
import { checkBallot, checkOpinion } from '../../../src/core/checking/check-opinion.ts';
import type { CheckAnswer, Issue, Opinion, Statement } from '../../../src/core/opinion/opinion.ts';
import type { Check } from '../../../src/core/panel/persona.ts';
import { sampleTool } from '../../contracts/store-samples.ts';

const source = (id: string, text: string) => ({
  id,
  kind: 'note' as const,
  title: id,
  url: null,
  retrieved: '2026-01-02',
  text,
  hash: id,
});
const dossier = {
  tool: sampleTool('clock'),
  asOf: '2026-03-01',
  sources: [
    source('S1', 'Upload a file once and refer to it by its id. Storage is free of charge.'),
    source('S2', 'Files expire after thirty days.'),
  ],
};
const check = (id: string): Check => ({
  id,
  ask: `Is it ${id}?`,
  kind: 'stated',
  weight: 1,
  silence: 'open',
});
const persona = {
  name: 'Keeper',
  groups: [
    { name: 'Start', checks: [check('first-call'), check('limits')] },
    { name: 'Price', checks: [check('price')] },
  ],
  beats: [{ id: 'primitive', ask: 'What is it?' }],
  words: { min: 4, max: 40 },
  banned: ['paradigm shift'],
};
const panel = { banned: [], mostNotApplicable: 0.25 };

const good = { source: 'S1', text: 'Upload a file once' };
const edited = { source: 'S1', text: 'Upload every file once and refer to it' };
const answer = (id: string, more: Partial<CheckAnswer> = {}) => ({
  matters: 'normal' as const,
  id,
  answer: 'unknown' as CheckAnswer['answer'],
  because: 'No source says.',
  quotes: [],
  ...more,
});
const statement = (more: Partial<Statement> = {}): Statement => ({
  beat: 'primitive',
  kind: 'opinion',
  text: 'An id for a file is right.',
  quotes: [],
  judgeBy: null,
  ...more,
});
const opinionWith = (more: Partial<Opinion> = {}): Opinion => ({
  checks: [
    answer('first-call', { answer: 'yes', because: 'It says so.', quotes: [good] }),
    answer('limits'),
    answer('price'),
  ],
  statements: [statement()],
  headline: 'Files with ids',
  bestFor: 'Teams that ask twice',
  avoidIf: 'You ask once',
  gutScore: 70,
  ...more,
});
const judge = (more: Partial<Opinion> = {}) => checkOpinion(opinionWith(more), dossier, persona, panel);
const issuesOf = (more: Partial<Opinion>): Issue[] => judge(more).issues;
const only = (issues: Issue[]): Issue => {
  const [issue, ...rest] = issues;
  expect(rest).toEqual([]);
  if (issue === undefined) throw new Error('an issue was expected');
  return issue;
};

test('a sound opinion has no issue, and its quotes are marked verified', () => {
  const { checked, issues } = judge();
  expect(issues).toEqual([]);
  expect(checked.flags).toEqual([]);
  expect(checked.checks[0]).toEqual({
    id: 'first-call',
    answer: 'yes',
    said: 'yes',
    because: 'It says so.',
    quotes: [{ ...good, verified: true }],
    matters: 'normal',
  });
});

describe('every check is answered exactly once', () => {
  test('checked answers come in the order of the persona, under its ids and source ids', () => {
    const shuffled = [
      answer('price'),
      answer(' First-Call ', { answer: 'no', quotes: [{ ...good, source: '[s1]' }] }),
      answer('limits'),
    ];
    const { checked, issues } = judge({ checks: shuffled });
    expect(issues).toEqual([]);
    expect(checked.checks.map(({ id }) => id)).toEqual(['first-call', 'limits', 'price']);
    expect(checked.checks[0]?.quotes).toEqual([{ ...good, verified: true }]);
  });

  test('a missing one is rejected with its question', () => {
    const { checked, issues } = judge({ checks: [answer('first-call'), answer('price')] });
    expect(only(issues)).toMatchObject({ path: 'checks.limits', weight: 'reject' });
    expect(issues[0]?.problem).toContain('Is it limits?');
    expect(checked.checks.map(({ id }) => id)).toEqual(['first-call', 'price']);
  });

  test('a double one is rejected', () => {
    const checks = [answer('first-call'), answer('limits'), answer('price'), answer('limits')];
    expect(only(issuesOf({ checks }))).toMatchObject({ path: 'checks.limits', weight: 'reject' });
  });

  test('an unknown one is rejected', () => {
    const checks = [answer('first-call'), answer('limits'), answer('price'), answer('mood')];
    expect(only(issuesOf({ checks }))).toMatchObject({ path: 'checks.mood', weight: 'reject' });
  });
});

describe('what matters, and what does not apply', () => {
  const yes = (id: string, matters: 'decisive' | 'normal') => ({
    ...answer(id, { answer: 'yes', because: 'It says so.', quotes: [good] }),
    matters,
  });
  const asked = (...checks: Opinion['checks']) => issuesOf({ checks });

  test('more than three decisive answers are sent back, since none would count', () => {
    const many = {
      ...persona,
      groups: [{ name: 'All', checks: ['a', 'b', 'c', 'd'].map((id) => ({ ...check('first-call'), id })) }],
    };
    const opinion = opinionWith({ checks: ['a', 'b', 'c', 'd'].map((id) => yes(id, 'decisive')) });
    const { issues } = checkOpinion(opinion, dossier, many, panel);
    expect(only(issues)).toMatchObject({ path: 'checks', weight: 'mend' });
    expect(issues[0]?.problem).toContain('4 answers are called decisive');
  });

  test('a decisive answer needs its quote', () => {
    const bare = { ...answer('limits'), matters: 'decisive' as const };
    const issue = only(asked(yes('first-call', 'decisive'), bare, answer('price')));
    expect(issue).toMatchObject({ path: 'checks.limits.matters', weight: 'mend' });
  });

  test('one question that cannot arise is left out; too many, and one with a cap, are sent back', () => {
    const inapt = (id: string) => answer(id, { answer: 'not-applicable', because: 'It has none of it.' });
    const lax = { ...panel, mostNotApplicable: 0.4 };
    const judged = (...checks: Opinion['checks']) => checkOpinion(opinionWith({ checks }), dossier, persona, lax);
    const one = judged(yes('first-call', 'normal'), inapt('limits'), answer('price'));
    expect(one.issues).toEqual([]);
    expect(one.checked.checks[1]).toMatchObject({ answer: 'not-applicable', said: 'not-applicable' });
    const two = only(judged(yes('first-call', 'normal'), inapt('limits'), inapt('price')).issues);
    expect(two.problem).toMatch(/^not-applicable is not accepted for limits, price/);
  });
});

describe('a yes or no counts only with a verified quote', () => {
  const withAnswer = (more: Partial<CheckAnswer>) =>
    judge({ checks: [answer('first-call', more), answer('limits'), answer('price')] });

  test.each(['yes', 'no'] as const)('%s without a quote is unknown, and said', (said) => {
    const { checked, issues } = withAnswer({ answer: said });
    expect(checked.checks[0]).toMatchObject({ answer: 'unknown', said });
    expect(only(issues)).toMatchObject({ path: 'checks.first-call', weight: 'mend' });
    expect(checked.flags).toEqual(issues);
  });

  test('an edited quote names the closest passage', () => {
    const { checked, issues } = withAnswer({ answer: 'yes', quotes: [edited] });
    expect(checked.checks[0]).toMatchObject({
      answer: 'unknown',
      said: 'yes',
      quotes: [{ ...edited, verified: false }],
    });
    expect(issues.map(({ path }) => path)).toEqual(['checks.first-call.quotes[0]', 'checks.first-call']);
    expect(issues[0]?.problem).toContain('“Upload a file once and refer to it”');
  });

  test('one verified quote is enough, the other is still told', () => {
    const { checked, issues } = withAnswer({ answer: 'yes', quotes: [edited, good] });
    expect(checked.checks[0]).toMatchObject({ answer: 'yes' });
    expect(only(issues)).toMatchObject({ path: 'checks.first-call.quotes[0]', weight: 'mend' });
  });

  test.each([
    ['another source', { source: 'S1', text: 'Files expire after thirty days' }, /stands in S2, not in S1/],
    ['no source', { source: 'S7', text: 'Certified for hospitals' }, /no source S7; the sources are S1, S2/],
    ['nowhere', { source: 'S1', text: 'Certified for hospitals' }, /is not in S1, nor anything like it/],
    [
      'two places',
      { source: 'S1', text: 'Upload a file once … Files expire after thirty days' },
      /joined from “Upload a file once” \(S1\) and “Files expire after thirty days” \(S2\)/,
    ],
    ['another source, edited', { source: 'S1', text: 'All files expire after thirty days' }, /edited.*passage of S2/],
    ['too short', { source: 'S1', text: 'is free' }, /at least three words/],
  ])('a quote from %s says so', (_, quote, problem) => {
    const { checked, issues } = withAnswer({ answer: 'unknown', quotes: [quote] });
    expect(checked.checks[0]?.answer).toBe('unknown');
    expect(only(issues).problem).toMatch(problem);
  });
});

describe('statements', () => {
  test('a fact with a verified quote passes', () => {
    expect(issuesOf({ statements: [statement({ kind: 'fact', quotes: [good] })] })).toEqual([]);
  });

  test('a fact without one is rejected', () => {
    expect(only(issuesOf({ statements: [statement({ kind: 'fact' })] }))).toMatchObject({
      path: 'statements[0].quotes',
      weight: 'reject',
    });
    const weights = issuesOf({ statements: [statement({ kind: 'fact', quotes: [edited] })] }).map(
      ({ weight }) => weight,
    );
    expect(weights).toEqual(['mend', 'reject']);
  });

  test('an opinion with an unverified quote is worth mending', () => {
    expect(only(issuesOf({ statements: [statement({ quotes: [edited] })] }))).toMatchObject({
      path: 'statements[0].quotes[0]',
      weight: 'mend',
    });
  });

  test.each(['2026-03-02', '2028-02-29'])('a prediction judged on %s passes', (judgeBy) => {
    const { checked, issues } = judge({ statements: [statement({ kind: 'prediction', judgeBy })] });
    expect(issues).toEqual([]);
    expect(checked.statements[0]?.judgeBy).toBe(judgeBy);
  });

  test.each([null, '', 'in a year', '2027-02-29', '2027-13-01', '2027-1-1', '2027-06', '2026-03-01', '2025-12-31'])(
    'a prediction judged on %j is rejected',
    (judgeBy) => {
      expect(only(issuesOf({ statements: [statement({ kind: 'prediction', judgeBy })] }))).toMatchObject({
        path: 'statements[0].judgeBy',
        weight: 'reject',
      });
    },
  );

  test('a day on anything else is dropped, and told', () => {
    const { checked, issues } = judge({ statements: [statement({ judgeBy: '2027-01-01' })] });
    expect(only(issues)).toMatchObject({ path: 'statements[0].judgeBy', weight: 'mend' });
    expect(checked.statements[0]?.judgeBy).toBeNull();
  });
});

test.each(['headline', 'bestFor', 'avoidIf'] as const)('%s is one line that says something', (member) => {
  expect(only(issuesOf({ [member]: ' – ' }))).toMatchObject({ path: member, weight: 'reject' });
  expect(only(issuesOf({ [member]: 'two\nlines' }))).toMatchObject({ path: member, weight: 'mend' });
  expect(only(issuesOf({ [member]: 'long '.repeat(50) }))).toMatchObject({ path: member, weight: 'mend' });
});

test('the gut score is null or stands between 0 and 100', () => {
  for (const gutScore of [null, 0, 55.5, 100]) expect(issuesOf({ gutScore })).toEqual([]);
  for (const gutScore of [-1, 100.1])
    expect(only(issuesOf({ gutScore }))).toMatchObject({ path: 'gutScore', weight: 'reject' });
});

test('flags are what may be mended; the rest is for the caller to refuse', () => {
  const { checked, issues } = judge({
    statements: [statement({ text: 'I tried this paradigm shift for files.' })],
  });
  expect(issues.map(({ weight }) => weight)).toEqual(['reject', 'mend']);
  expect(checked.flags).toEqual(issues.filter(({ weight }) => weight === 'mend'));
});

describe('a ballot', () => {
  test('is checked as the lead’s answers are', () => {
    const checks = [answer('limits', { answer: 'no', quotes: [edited] }), answer('price')];
    const result = checkBallot({ checks }, dossier, persona, panel);
    expect(result.checks.map(({ id, answer: counts, said }) => [id, counts, said])).toEqual([
      ['limits', 'unknown', 'no'],
      ['price', 'unknown', 'unknown'],
    ]);
    expect(result.issues.map(({ path, weight }) => [path, weight])).toEqual([
      ['checks.first-call', 'reject'],
      ['checks.limits.quotes[0]', 'mend'],
      ['checks.limits', 'mend'],
    ]);
  });

  test('claims no first-hand use', () => {
    const checks = [answer('first-call', { because: 'In my testing it failed.' }), answer('limits'), answer('price')];
    expect(only(checkBallot({ checks }, dossier, persona, panel).issues)).toMatchObject({
      path: 'checks.first-call.because',
      weight: 'reject',
    });
  });
});
