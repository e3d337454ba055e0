import { type DecidedCheck, type Juror, scoreSeat } from '../core/comparison/scoring.ts';
import type { Answer, Matters } from '../core/opinion/opinion.ts';
import { isAnswered, sumOf } from '../core/panel/answers.ts';
import { checksOf, type Panel, type Persona } from '../core/panel/persona.ts';
import { capitalised, showPoints, showScore, showShare, showTenths } from './format.ts';

/** Invented answers, over and over: most are yes, and every rule of the arithmetic is met at least once in a checklist of twelve. */
const leadSays: readonly Answer[] = ['yes', 'yes', 'no', 'yes', 'unknown', 'yes', 'yes'];
const leadWeighs: readonly Matters[] = ['normal', 'normal', 'normal', 'decisive', 'normal', 'minor'];
const ballotSays: readonly Answer[] = ['yes', 'yes', 'no', 'no', 'unknown', 'yes', 'unknown'];

/** A persona’s own checklist answered by two invented jurors, scored by the code that scores every review. */
export function workedExample(persona: Persona, panel: Panel) {
  const jurors = [answerAll(persona, 'lead', leadSays), answerAll(persona, 'ballot', ballotSays)];
  const { checks, score, verdict, coverage, spread } = scoreSeat(persona, panel, jurors);
  const applying = checks
    .filter(({ answer }) => answer !== 'not-applicable')
    .map(({ check, answer }) => ({ ...check, answer }));
  const { start } = panel;
  const yes = weightOf(checks, ({ counts }) => counts === 'yes');
  const counted = weightOf(checks, ({ counts }) => counts !== 'out');
  return {
    persona: persona.name,
    rows: checks.map((decided, index) => ({
      ask: decided.check.ask,
      weight: sayWeighs(decided),
      votes: `${sayAt(leadSays, index)}, ${sayAt(ballotSays, index)}`,
      counts: meaningOf(decided),
    })),
    yes: showPoints(yes),
    counted: showPoints(counted),
    exact: counted === 0 ? 'nothing' : showPoints((100 * yes + start.score * start.weight) / (counted + start.weight)),
    answered: showPoints(sumOf(applying.filter(isAnswered))),
    all: showPoints(sumOf(applying)),
    coverage: showShare(coverage, panel.minimumCoverage),
    result: score === null ? 'not scored' : `${showScore(score, panel.shipThreshold)}: ${capitalised(verdict ?? '')}`,
    spread: spread === null ? null : showTenths(spread),
  };
}

function answerAll(persona: Persona, name: string, says: readonly Answer[]): Juror {
  const answers = checksOf(persona).map(({ id }, index) => {
    const answer = sayAt(says, index);
    const matters = name === 'lead' ? leadWeighs[index % leadWeighs.length] : undefined;
    return { id, answer, said: answer, because: '', quotes: [], ...(matters && { matters }) };
  });
  return { name, answers };
}

function sayAt(says: readonly Answer[], index: number): Answer {
  return says[index % says.length] ?? 'unknown';
}

function sayWeighs({ check, weighs, matters }: DecidedCheck): string {
  if (matters === 'normal') return showPoints(weighs);
  return `${showPoints(check.weight)} × ${showPoints(weighs / check.weight)} (${matters})`;
}

function meaningOf({ answer, counts, contested }: DecidedCheck): string {
  if (counts === 'yes' || answer === 'no') return counts;
  if (answer === 'not-applicable') return 'left out: not applicable';
  const why = contested ? 'a split' : 'silence';
  return counts === 'no' ? `no: ${why} counts as no here` : `left out: ${why} is left out here`;
}

function weightOf(checks: readonly DecidedCheck[], kept: (check: DecidedCheck) => boolean): number {
  return checks.filter(kept).reduce((sum, { weighs }) => sum + weighs, 0);
}
