import { type DuelParts, duelKeyOf } from '../../core/asking/prompt.ts';
import type { ProviderFailed } from '../../core/call.ts';
import { assembleComparison, type Supplements, type ToolOnPanel } from '../../core/comparison/assemble.ts';
import { commonJobs } from '../../core/comparison/decision.ts';
import type { Duel, KeptDuel } from '../../core/comparison/duel.ts';
import type { Dossier } from '../../core/facts/dossier.ts';
import type { Persona } from '../../core/panel/persona.ts';
import type { Desk } from '../../desk.ts';
import { BudgetReached } from '../../providers/budget.ts';

/** Two tools that can be judged head to head. */
export interface DuelPair {
  pair: DuelParts['pair'];
  /** Their panel scores are within the noise of each other. */
  close: boolean;
}

/** A duel that could not be had this time. */
export interface MissingDuel {
  persona: string;
  reason: string;
  /** What stopped it; null when nobody could be asked. */
  failure: ProviderFailed | BudgetReached | null;
}

/** The two best tools by score; null when they do not compare. */
export function findPair(
  desk: Desk,
  tools: readonly ToolOnPanel[],
  supplements: Omit<Supplements, 'duels'>,
): DuelPair | null {
  // Tools without a common job have no margin, whatever their scores: nothing needs to be assembled to know that.
  if (commonJobs(tools.map(({ dossier }) => dossier.tool)).length === 0) return null;
  const { outcome } = assembleComparison(tools, desk.panel, new Date(0).toISOString(), { ...supplements, duels: [] });
  if (outcome.margin === null) return null;
  const best = outcome.ranking.slice(0, 2).map(({ slug }) => slug);
  const [first, second] = tools
    .map(({ dossier }) => dossier)
    .filter(({ tool }) => best.includes(tool.slug))
    .sort((a, b) => (a.tool.slug < b.tool.slug ? -1 : 1));
  return first === undefined || second === undefined ? null : { pair: [first, second], close: outcome.kind === 'tie' };
}

/**
 * What the personas said about a pair, each in both orders, and why where one said nothing. Nothing when no duel was held,
 * and nothing outside the noise unless an editor wanted the duel: there the scores decide.
 */
export async function loadDuels(
  desk: Desk,
  { pair, close }: DuelPair,
  missing: readonly MissingDuel[],
): Promise<Duel[]> {
  const found = await Promise.all(
    desk.panel.personas.map(async (persona) => {
      const standing = await findStanding(desk, pair, persona, null);
      return bothOrders(pair).map((order, index) => standing[index] ?? nothingSaid(order, persona, missing));
    }),
  );
  const duels = found.flat();
  const counts = close || duels.some((duel) => 'wanted' in duel && duel.wanted);
  return counts && duels.some(({ said }) => said !== null) ? duels.map(withoutKey) : [];
}

/** One order, then the other. */
export function bothOrders([first, second]: DuelParts['pair']): readonly [DuelParts['pair'], DuelParts['pair']] {
  return [
    [first, second],
    [second, first],
  ];
}

/** What a duel’s prompt is made of. */
export function duelPartsOf(desk: Desk, pair: DuelParts['pair'], persona: Persona): DuelParts {
  return { templates: desk.prompts, panel: desk.panel.panel, persona, pair, model: desk.lead };
}

/**
 * What a persona said last about a pair, in both orders by one model, to today’s questions; null where it said nothing.
 * @param only the model that must have said it, as written; any when null.
 */
export async function findStanding(
  desk: Desk,
  pair: DuelParts['pair'],
  persona: Persona,
  only: string | null,
): Promise<(KeptDuel | null)[]> {
  const kept = await Promise.all(
    bothOrders(pair).map((order) => desk.store.listDuels(duelKeyOf(duelPartsOf(desk, order, persona)))),
  );
  const models = only === null ? kept.flat().map(({ written }) => written) : [only];
  const whole = models.find((model) => kept.every((duels) => duels.some(({ written }) => written === model)));
  const model = whole ?? only ?? desk.lead.written;
  return kept.map((duels) => duels.find(({ written }) => written === model) ?? null);
}

/** Why no duel was held, as a clause after “no duel was held”; null when nobody knows. `missing` are those of this run. */
export function whyNoDuel(
  { onlyRecordings }: Pick<Desk, 'onlyRecordings'>,
  missing: readonly MissingDuel[],
): string | null {
  if (onlyRecordings) return 'only recorded replies could answer, and they hold none';
  const failures = missing.map(({ failure }) => failure).filter((failure) => failure !== null);
  if (failures.length === 0) return null;
  return failures.some((failure) => failure instanceof BudgetReached || failure.kind === 'spend')
    ? 'the budget of the run was reached'
    : 'the model that was asked gave no answer';
}

function nothingSaid([first, second]: DuelParts['pair'], { id }: Persona, missing: readonly MissingDuel[]): Duel {
  const reason = missing.find(({ persona }) => persona === id)?.reason;
  const because = reason === undefined ? 'not asked yet' : `no answer: ${reason}`;
  return { persona: id, ...slugsOf(first, second), said: null, because, quotes: [], byline: null };
}

function slugsOf(first: Dossier, second: Dossier): Pick<Duel, 'first' | 'second'> {
  return { first: first.tool.slug, second: second.tool.slug };
}

/** A document has no use for how the store finds an answer. */
function withoutKey({ persona, first, second, said, because, quotes, byline }: Duel): Duel {
  return { persona, first, second, said, because, quotes, byline };
}
