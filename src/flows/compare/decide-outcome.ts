import { composeDuel, type DuelParts, duelKeyOf } from '../../core/asking/prompt.ts';
import { type Prompt, ProviderFailed } from '../../core/call.ts';
import { checkPreference, type Duel, readPreference } from '../../core/comparison/duel.ts';
import type { Persona } from '../../core/panel/persona.ts';
import type { Desk } from '../../desk.ts';
import { BudgetReached } from '../../providers/budget.ts';
import { allOf } from '../ask/all-of.ts';
import { askWithCorrections, type Judged } from '../ask/ask-with-corrections.ts';
import { loadTools } from '../ask/load-seats.ts';
import { pickPersonas } from '../ask/review-tools.ts';
import { bothOrders, duelPartsOf, findPair, findStanding, type MissingDuel } from './load-duels.ts';
import { loadKnown } from './load-supplements.ts';

/** How a run treats duels. */
export interface DuelWishes {
  /** Hold one even where the scores name a winner. */
  duel: boolean;
  /** Ask again even where an answer stands. */
  fresh: boolean;
  /** The editor named a lead: answers of another model are asked again. */
  leadNamed: boolean;
  /** Ids of those who are asked; all of the panel when empty. */
  personas: readonly string[];
}

/** Whether `--fresh` reaches the duels: one seat asked afresh is that seat’s calls and no more. */
export function asksDuelsAfresh(fresh: boolean, personas: readonly string[], duel: boolean): boolean {
  return fresh && (personas.length === 0 || duel);
}

/** One question to one persona, about two tools in one order. */
interface Bout {
  persona: Persona;
  pair: DuelParts['pair'];
  wanted: boolean;
}

/**
 * Lets every persona judge the two best tools head to head, in both orders, where the scores leave it open or an editor
 * wants it. Answers that stand are not asked again. What could not be had is returned, and stops nothing.
 */
export async function decideByDuel(desk: Desk, slugs: readonly string[], wishes: DuelWishes): Promise<MissingDuel[]> {
  const tools = await loadTools(desk, slugs, new Map());
  const found = findPair(desk, tools, await loadKnown(desk, tools));
  if (found === null || !(found.close || wishes.duel)) return [];
  const personas = pickPersonas(desk, wishes.personas);
  const standing = await Promise.all(
    personas.map((persona) => findStanding(desk, found.pair, persona, wishes.leadNamed ? desk.lead.written : null)),
  );
  const missing = await allOf(
    bothOrders(found.pair).map(async (pair, order) => {
      const open: Bout[] = [];
      for (const [index, persona] of personas.entries()) {
        const kept = wishes.fresh ? null : (standing[index]?.[order] ?? null);
        if (kept === null) open.push({ persona, pair, wanted: wishes.duel });
        else if (wishes.duel && !kept.wanted) await desk.store.keepDuel({ ...kept, wanted: true }, []);
      }
      return fightAll(desk, open);
    }),
  );
  const byPersona = new Map(missing.flat().map((one) => [one.persona, one]));
  return [...byPersona.values()];
}

/** All personas’ bouts in one order. */
async function fightAll(desk: Desk, bouts: readonly Bout[]): Promise<MissingDuel[]> {
  if (desk.onlyRecordings) {
    const reason = 'no duel was held: only recorded replies can answer, and they hold none';
    return bouts.map(({ persona }) => ({ persona: persona.id, reason, failure: null }));
  }
  const work = await Promise.all(bouts.map(async (bout) => ({ ...bout, prompt: await composeBout(desk, bout) })));
  const results = await allOf(work.map((one) => fight(desk, one)));
  return results.filter((result) => result !== null);
}

/** The question of a bout, under the attempt it is or was asked. */
async function composeBout(desk: Desk, { persona, pair }: Bout): Promise<Prompt> {
  const question = composeDuel(duelPartsOf(desk, pair, persona));
  return { ...question, attempt: await desk.store.calls.attempt(question.key, question.purpose) };
}

async function fight(
  desk: Desk,
  { persona, pair, wanted, prompt }: Bout & { prompt: Prompt },
): Promise<MissingDuel | null> {
  const [first, second] = [pair[0].tool.slug, pair[1].tool.slug];
  const seat = { tool: `${first} vs ${second}`, persona: persona.id };
  try {
    desk.watch({ ...seat, stage: 'asking' });
    const judge = (text: string) => judgeDuel(text, pair);
    const { value, reason, byline, callIds } = await askWithCorrections(desk, desk.lead, prompt, judge);
    const said = value ?? { said: null, because: `no usable answer: ${reason}`, quotes: [] };
    const written = desk.lead.written;
    const duel = {
      key: duelKeyOf(duelPartsOf(desk, pair, persona)),
      attempt: prompt.attempt,
      wanted,
      persona: persona.id,
      first,
      second,
      written,
      ...said,
      byline,
    };
    await desk.store.keepDuel(duel, callIds);
    desk.watch({ ...seat, stage: 'judged', prefers: nameOf(said.said, pair) });
    return null;
  } catch (error) {
    if (desk.signal.aborted || !(error instanceof ProviderFailed || error instanceof BudgetReached)) throw error;
    desk.watch({ ...seat, stage: 'missing', reason: error.message });
    return { persona: persona.id, reason: error.message, failure: error };
  }
}

function judgeDuel(text: string, pair: DuelParts['pair']): Judged<Pick<Duel, 'said' | 'because' | 'quotes'>> {
  const reading = readPreference(text);
  if (!reading.ok) return { value: null, rejected: reading.issues };
  const { value, issues } = checkPreference(reading.value, pair);
  const rejected = issues.filter(({ weight }) => weight === 'reject');
  return { value: rejected.length > 0 ? null : value, rejected };
}

function nameOf(said: Duel['said'], [first, second]: DuelParts['pair']): string | null {
  if (said === 'first') return first.tool.name;
  return said === 'second' ? second.tool.name : null;
}
