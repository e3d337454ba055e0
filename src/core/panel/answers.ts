import type { Answer, Matters } from '../opinion/opinion.ts';
import type { CheckedAnswer } from '../opinion/review.ts';
import { type Check, checksOf, type Panel, type Persona } from './persona.ts';

type NotApplicable = Pick<Panel, 'mostNotApplicable'>;

/**
 * One juror’s answer to each check, as it counts. A check left out is unknown. Not applicable is no way around an unwelcome
 * no: it counts as unknown on a check with a cap, and on all of them where they hold more than the panel’s share of the weight.
 */
export function hearAnswers(
  checks: readonly Check[],
  answers: readonly CheckedAnswer[],
  rules: NotApplicable,
): Map<string, Answer> {
  const given = new Map(answers.map(({ id, answer }) => [id, answer]));
  const inapt = checks.filter(({ id, cap }) => given.get(id) === 'not-applicable' && cap === undefined);
  const accepted = sumOf(inapt) <= rules.mostNotApplicable * sumOf(checks);
  return new Map(
    checks.map((check) => {
      const answer = given.get(check.id) ?? 'unknown';
      const stands = answer !== 'not-applicable' || (accepted && inapt.includes(check));
      return [check.id, stands ? answer : 'unknown'];
    }),
  );
}

/** The checks that are called not applicable and count as unknown, by id: they carry a cap, or they are too many. */
export function evasions(
  persona: Pick<Persona, 'groups'>,
  rules: NotApplicable,
  answers: readonly CheckedAnswer[],
): string[] {
  const heard = hearAnswers(checksOf(persona), answers, rules);
  return answers
    .filter(({ id, answer }) => answer === 'not-applicable' && heard.get(id) !== answer)
    .map(({ id }) => id);
}

/** Most checks a reviewer may call decisive. With more none is: who calls everything decisive has decided nothing. */
export const mostDecisive = 3;

/** What each check matters; what is not named is normal. */
export type Weighing = ReadonlyMap<string, Matters>;

/** What an author’s answers matter. Decisive is only an answer with a verified quote, and only while there are at most three of them. */
export function weighingOf(answers: readonly CheckedAnswer[]): Weighing {
  const decisive = answers.filter(({ answer, matters }) => matters === 'decisive' && isAnswered({ answer }));
  const minor = answers.filter(({ matters }) => matters === 'minor');
  return new Map([
    ...minor.map(({ id }) => [id, 'minor'] as const),
    ...(decisive.length > mostDecisive ? [] : decisive.map(({ id }) => [id, 'decisive'] as const)),
  ]);
}

/** Whether a check was settled either way. */
export function isAnswered({ answer }: { answer: Answer }): boolean {
  return answer === 'yes' || answer === 'no';
}

/** The weights of checks, added up. */
export function sumOf(checks: readonly { weight: number }[]): number {
  return checks.reduce((sum, { weight }) => sum + weight, 0);
}
