import { type Evidence, prepareEvidence, type QuoteFinding, verifyQuote } from '../evidence/evidence.ts';
import type { Dossier } from '../facts/dossier.ts';
import { Day } from '../facts/tool.ts';
import { oncePer } from '../once-per.ts';
import type { BallotAnswer, CheckAnswer, Issue, Opinion, Quote, Statement } from '../opinion/opinion.ts';
import type { CheckedAnswer, CheckedOpinion, CheckedQuote, CheckedStatement } from '../opinion/review.ts';
import { evasions, isAnswered, mostDecisive } from '../panel/answers.ts';
import { checksOf, type Panel, type Persona } from '../panel/persona.ts';
import { checkClaims, compileClaims } from './claims.ts';
import { compileVoice, lintFirstHand } from './voice.ts';

/** Something checked, and what is wrong with it. */
interface Checked<T> {
  value: T;
  issues: Issue[];
}

const reject = (path: string, problem: string): Issue => ({ path, problem, weight: 'reject' });
const mend = (path: string, problem: string): Issue => ({ path, problem, weight: 'mend' });

/**
 * Checks an opinion against the dossier it judges and the persona it was asked for. With an issue of weight `reject` it must not become a review;
 * the others stay with it as flags. Every issue but a `flag` can be shown to the model as it is.
 */
export function checkOpinion(
  opinion: Opinion,
  dossier: Pick<Dossier, 'tool' | 'sources' | 'asOf'>,
  persona: Pick<Persona, 'name' | 'groups' | 'beats' | 'words' | 'banned' | 'demands'>,
  panel: Pick<Panel, 'banned' | 'mostNotApplicable'>,
): { checked: CheckedOpinion; issues: Issue[] } {
  const evidence = prepareEvidence(dossier.sources);
  const answers = checkAnswers(opinion.checks, evidence, persona, panel);
  const statements = opinion.statements.map((statement, index) =>
    checkStatement(statement, `statements[${index}]`, evidence, dossier.asOf),
  );
  const { headline, bestFor, avoidIf, gutScore } = opinion;
  const issues = [
    ...answers.issues,
    ...checkWeighing(answers.value),
    ...statements.flatMap((statement) => statement.issues),
    ...Object.entries({ headline, bestFor, avoidIf }).flatMap(([path, text]) => checkLine(path, text)),
    ...checkGutScore(gutScore),
    ...checkClaims(opinion, compileClaims(dossier, saidTo(persona))),
    ...compileVoice(persona, panel, dossier)(opinion).map(({ check: _check, ...issue }) => issue),
  ];
  const checked: CheckedOpinion = {
    checks: answers.value,
    statements: statements.map(({ value }) => value),
    headline,
    bestFor,
    avoidIf,
    gutScore,
    flags: issues.filter(({ weight }) => weight !== 'reject'),
  };
  return { checked, issues };
}

/** What the persona was called and asked: its words are no claims. */
const saidTo = oncePer((persona: Pick<Persona, 'name' | 'groups' | 'beats'>): string[] => [
  persona.name,
  ...persona.beats.map(({ ask }) => ask),
  ...checksOf(persona).map(({ ask }) => ask),
]);

/** Checks another juror’s answers as those of an opinion are checked. */
export function checkBallot(
  answer: BallotAnswer,
  dossier: Pick<Dossier, 'sources'>,
  persona: Pick<Persona, 'groups'>,
  panel: Pick<Panel, 'mostNotApplicable'>,
): { checks: CheckedAnswer[]; issues: Issue[] } {
  const { value, issues } = checkAnswers(answer.checks, prepareEvidence(dossier.sources), persona, panel);
  const passages = answer.checks.map(({ id, because }) => ({ path: `checks.${id}.because`, text: because }));
  return { checks: value, issues: [...issues, ...lintFirstHand(passages)] };
}

const idOf = (id: string): string => id.trim().toLowerCase();

/** Every check of the persona must be answered exactly once. What was answered comes back in persona order, the first answer of a double one. */
function checkAnswers(
  answers: readonly CheckAnswer[],
  evidence: Evidence,
  persona: Pick<Persona, 'groups'>,
  panel: Pick<Panel, 'mostNotApplicable'>,
): Checked<CheckedAnswer[]> {
  const given = Map.groupBy(answers, ({ id }) => idOf(id));
  const asked = new Set(checksOf(persona).map(({ id }) => id));
  const issues: Issue[] = [];
  const checked: CheckedAnswer[] = [];
  for (const { id, ask } of checksOf(persona)) {
    const [answer, ...more] = given.get(id) ?? [];
    const path = `checks.${id}`;
    if (more.length > 0) issues.push(reject(path, `is answered ${more.length + 1} times; answer it once.`));
    if (answer === undefined) {
      issues.push(reject(path, `is not answered; answer yes, no, unknown or not-applicable: ${ask}`));
      continue;
    }
    const result = checkAnswer({ ...answer, id }, path, evidence);
    checked.push(result.value);
    issues.push(...result.issues);
  }
  for (const id of given.keys())
    if (!asked.has(id)) issues.push(reject(`checks.${brief(id)}`, 'is not a check of this persona; leave it out.'));
  issues.push(...checkEvasion(checked, persona, panel));
  return { value: checked, issues };
}

/** Too much called not applicable counts as unknown: the model hears it once, so that it can answer. */
function checkEvasion(
  answers: readonly CheckedAnswer[],
  persona: Pick<Persona, 'groups'>,
  panel: Pick<Panel, 'mostNotApplicable'>,
): Issue[] {
  const refused = evasions(persona, panel, answers);
  if (refused.length === 0) return [];
  const problem = `not-applicable is not accepted for ${refused.join(', ')} and counts as unknown there: the question can arise for this product, or too many are called so. Answer yes, no or unknown.`;
  return [mend('checks', problem)];
}

/** Who calls too much decisive has said nothing about what decides: then all of it counts as normal. */
function checkWeighing(answers: readonly CheckedAnswer[]): Issue[] {
  const decisive = answers.filter(({ matters }) => matters === 'decisive');
  const bare = decisive.filter((check) => !isAnswered(check));
  return [
    ...bare.map(({ id }) =>
      mend(
        `checks.${id}.matters`,
        'decisive needs a yes or no with a quote that stands in its source; it counts as normal.',
      ),
    ),
    ...(decisive.length > mostDecisive
      ? [
          mend(
            'checks',
            `${decisive.length} answers are called decisive, so none counts as such. Keep at most ${mostDecisive}.`,
          ),
        ]
      : []),
  ];
}

/**
 * A yes or no without a verified quote counts as unknown. Where a source tries to steer its reviewers, such a yes may be obedience, and turning
 * a no into nothing would raise the score: it is rejected.
 */
function checkAnswer(said: CheckAnswer, path: string, evidence: Evidence): Checked<CheckedAnswer> {
  const quotes = checkQuotes(said.quotes, path, evidence);
  const needsNone = said.answer === 'unknown' || said.answer === 'not-applicable';
  const holds = needsNone || quotes.value.some(({ verified }) => verified);
  const issues = [...quotes.issues];
  if (!holds) {
    const lack = said.quotes.length === 0 ? 'no quote' : 'no quote that stands in its source';
    const problem = `says ${said.answer} with ${lack}, so it counts as unknown. Quote the passage it rests on, word for word, or answer unknown.`;
    const steered = evidence.sources.some(({ steering }) => steering.length > 0);
    issues.push(said.answer === 'yes' && steered ? reject(path, `${problem} ${steeredDossier}`) : mend(path, problem));
  }
  const value = {
    ...said,
    said: said.answer,
    answer: holds ? said.answer : ('unknown' as const),
    quotes: quotes.value,
  };
  return { value, issues };
}

const steeredDossier = 'A source of this dossier tries to steer its reviewers, so no yes may rest on nothing.';

function checkStatement(
  statement: Statement,
  path: string,
  evidence: Evidence,
  asOf: string,
): Checked<CheckedStatement> {
  const quotes = checkQuotes(statement.quotes, path, evidence);
  const issues = [...quotes.issues];
  if (statement.kind === 'fact' && !quotes.value.some(({ verified }) => verified)) {
    const problem =
      'a fact needs a quote that stands in its source. Quote one word for word, or make it an opinion that claims no fact.';
    issues.push(reject(`${path}.quotes`, problem));
  }
  const judgeBy = statement.kind === 'prediction' ? statement.judgeBy : null;
  if (statement.kind === 'prediction') issues.push(...checkDay(judgeBy, `${path}.judgeBy`, asOf));
  else if (statement.judgeBy !== null)
    issues.push(mend(`${path}.judgeBy`, `only a prediction has a day; this is ${statement.kind}, so write null.`));
  return { value: { ...statement, judgeBy, quotes: quotes.value }, issues };
}

function checkDay(day: string | null, path: string, asOf: string): Issue[] {
  if (day === null) return [reject(path, `a prediction needs the day it can be judged, YYYY-MM-DD, after ${asOf}.`)];
  if (!Day.safeParse(day).success)
    return [reject(path, `“${brief(day)}” is no calendar day; write YYYY-MM-DD, after ${asOf}.`)];
  return day > asOf ? [] : [reject(path, `${day} is not after ${asOf}, the day of the dossier; write a later day.`)];
}

function checkQuotes(quotes: readonly Quote[], path: string, evidence: Evidence): Checked<CheckedQuote[]> {
  const issues: Issue[] = [];
  const value = quotes.map((quote, index) => {
    const finding = verifyQuote(quote, evidence);
    if (finding.kind === 'exact') return { source: finding.source, text: quote.text, verified: true };
    issues.push(mend(`${path}.quotes[${index}]`, inWords(quote, finding)));
    return { ...quote, verified: false };
  });
  return { value, issues };
}

function inWords({ source, text }: Quote, finding: Exclude<QuoteFinding, { kind: 'exact' }>): string {
  const quote = `“${brief(text)}”`;
  switch (finding.kind) {
    case 'elsewhere':
      return `${quote} stands in ${finding.source}, not in ${brief(source)}. Name ${finding.source}.`;
    case 'flagged':
      return `${quote} stands in a passage of ${finding.source} that does not count as evidence: it ${finding.why}. Quote nothing from it.`;
    case 'near':
      return `${quote} is an edited quote: it is not word for word in ${brief(source)}. The closest passage of ${finding.source} is “${finding.passage}”. Quote from it exactly, in one piece.`;
    case 'joined':
      return `${quote} is joined from ${finding.pieces.map((piece) => `“${brief(piece.passage)}” (${piece.source})`).join(' and ')}. Quote one of them, in one piece.`;
    case 'absent':
      return `${quote} is not in ${finding.source}, nor anything like it in another source. Quote words that stand there, or leave the quote out.`;
    case 'too-short':
      return `${quote} is too short to prove anything. Quote at least three words in a row.`;
    case 'unknown-source':
      return `there is no source ${brief(source)}; the sources are ${finding.known.join(', ')}.`;
  }
}

/** Longest headline, best-for and avoid-if, in characters. */
const longestLine = 240;

function checkLine(path: string, text: string): Issue[] {
  if (!/[\p{L}\p{N}]/u.test(text)) return [reject(path, 'must not be empty.')];
  if (/[\n\r\u2028\u2029]/.test(text.trim())) return [mend(path, 'must be one line.')];
  if (text.length > longestLine)
    return [mend(path, `holds ${text.length} characters; write one line of at most ${longestLine}.`)];
  return [];
}

function checkGutScore(gutScore: number | null): Issue[] {
  if (gutScore === null || (gutScore >= 0 && gutScore <= 100)) return [];
  return [reject('gutScore', `${gutScore} is outside 0 to 100; write a number in it, or null.`)];
}

function brief(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 120 ? `${line.slice(0, 119).toWellFormed()}…` : line;
}
