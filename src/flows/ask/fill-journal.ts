import { customIdOf } from '../../core/batch.ts';
import { type Prompt, ProviderFailed } from '../../core/call.ts';
import type { Dossier } from '../../core/facts/dossier.ts';
import type { Persona } from '../../core/panel/persona.ts';
import type { Desk } from '../../desk.ts';
import { askInBatches, type BatchRun, collectBatches, type Withheld } from './ask-in-batches.ts';
import { AnswerToCome } from './ask-with-fallback.ts';
import { listQuestions, listRepairs } from './list-questions.ts';
import type { SeatWishes } from './prepare-seat.ts';

/**
 * Where questions go into batches: asks in batches what a run would ask Claude, then the corrections of what came, and
 * keeps every reply in the journal. A run that goes on from there finds its answers as if it had been stopped after
 * getting them, and asks by itself only for what came back without one. Seats are filled by the same verbs as ever.
 * @returns the desk to go on at: it does not ask what may not be asked by itself, such as a question that is still in a batch.
 */
export async function fillJournal(
  desk: Desk,
  dossiers: readonly Dossier[],
  personas: readonly Persona[],
  wishes: SeatWishes,
): Promise<Desk> {
  const { batching } = desk;
  if (batching === null) return desk;
  const run: BatchRun = { withheld: new Map(), returned: new Set(), sent: new Set(), ending: null };
  await collectBatches(desk, batching, run);
  const questions = await listQuestions(desk, dossiers, personas, wishes);
  const prompts: Prompt[] = questions.map(({ prompt }) => prompt);
  await askInBatches(desk, batching, prompts, run);
  const repairs = await listRepairs(desk, questions);
  if (repairs.length > 0) await askInBatches(desk, batching, [...prompts, ...repairs], run);
  return withholding(desk, run.withheld);
}

/** The same desk, where questions that were withheld fail with the reason, unless the journal has a reply to them by now. */
async function withholding(desk: Desk, withheld: Withheld): Promise<Desk> {
  if (withheld.size === 0) return desk;
  const open = (await desk.store.batches.listOpen()).flatMap(({ items }) => items);
  const underWay = new Set(open.filter(({ outcome }) => outcome === null).map(({ customId }) => customId));
  return {
    ...desk,
    ask: (model) => async (prompt, options) => {
      const id = customIdOf(prompt);
      const why = withheld.get(id);
      if (why !== undefined && (await desk.store.calls.findUnsettled(prompt)) === null)
        throw underWay.has(id) && why instanceof ProviderFailed ? toCome(why) : why;
      return desk.ask(model)(prompt, options);
    },
  };
}

function toCome(why: ProviderFailed): AnswerToCome {
  const { provider, kind, message, status, requestId } = why;
  return new AnswerToCome(provider, kind, message, { status, requestId, cause: why });
}
