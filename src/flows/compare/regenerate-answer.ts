import type { KeptAnswer } from '../../core/comparison/written-answer.ts';
import type { PlannedCall } from '../../core/estimate.ts';
import type { Desk } from '../../desk.ts';
import { loadTools } from '../ask/load-seats.ts';
import { type Published, publishComparison } from '../publish/publish-comparison.ts';
import { requireRelease } from '../publish/release-comparison.ts';
import { composeAnswerPrompt, findAnswer, type MissingAnswer, writeAnswer } from './write-answer.ts';

/** What came of asking again for what stands on top. */
export interface RegeneratedAnswer {
  /** Null when a new one could not be had, and the old one stands. */
  kept: 'new' | 'old' | null;
  missing: MissingAnswer | null;
  published: Published | null;
}

/** Which of two answers to keep. */
export type AnswerChooser = (
  old: KeptAnswer,
  fresh: KeptAnswer,
  names: ReadonlyMap<string, string>,
) => Promise<'new' | 'old'>;

/** The one call it takes. */
export async function planAnswerAgain(desk: Desk, slug: string): Promise<PlannedCall[]> {
  const { comparison } = await requireRelease(desk, slug);
  const prompt = await composeAnswerPrompt(desk, await loadTools(desk, comparison.tools, new Map()));
  return [{ kind: 'answer', prompt, certain: true }];
}

/** Asks again for the answer on top of a comparison, lets somebody choose, and renders what stands. The other one stays in the store. */
export async function regenerateAnswer(desk: Desk, slug: string, choose: AnswerChooser): Promise<RegeneratedAnswer> {
  const { comparison } = await requireRelease(desk, slug);
  const tools = await loadTools(desk, comparison.tools, new Map());
  const old = await findAnswer(desk, tools);
  const missing = await writeAnswer(desk, comparison.tools, { fresh: true, leadNamed: false });
  const fresh = await findAnswer(desk, tools);
  if (missing !== null || fresh === null) {
    if (fresh !== null && old !== null && fresh.answer === null) await desk.store.declineWrittenAnswer(fresh);
    return { kept: null, missing, published: null };
  }
  const names = new Map(tools.map(({ dossier }) => [dossier.tool.slug, dossier.tool.name]));
  const kept = old?.answer ? await choose(old, fresh, names) : 'new';
  if (kept === 'old') await desk.store.declineWrittenAnswer(fresh);
  return { kept, missing: null, published: await publishComparison(desk, comparison.tools, comparison.outDir) };
}
