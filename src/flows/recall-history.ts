import { mergedInto, standingMerges } from '../core/facts/name-changes.ts';
import type { Desk } from '../desk.ts';
import type { Decision, HistoryEntry } from '../store/contract/contract.ts';
import { assembleSeat } from './ask/load-seats.ts';
import { pickPersonas } from './ask/review-tools.ts';
import { readKnown } from './gather/gather-dossier.ts';

/** One review a seat holds or held, scored with today’s weights. */
export interface PastReview {
  id: number;
  tool: string;
  persona: string;
  state: HistoryEntry['state'];
  status: 'scored' | 'unscored' | 'missing';
  score: number | null;
  verdict: 'ship' | 'skip' | null;
  model: string;
  provider: string;
  writtenAt: string;
  note: string | null;
  dossierKey: string;
  decisions: Decision[];
}

/** All reviews of a tool and of those merged into it, newest first. A review of a persona that left the panel is listed without a score. */
export async function recallHistory(desk: Desk, target: string, persona: string | undefined): Promise<PastReview[]> {
  const { tool } = await readKnown(desk, target);
  if (persona !== undefined) pickPersonas(desk, [persona]);
  const slugs = [tool.slug, ...mergedInto(tool.slug, standingMerges(await desk.store.names.list()))];
  const entries = await Promise.all(slugs.map((slug) => desk.store.history(slug, persona)));
  const newestFirst = entries.flat().sort((a, b) => b.review.id - a.review.id);
  return Promise.all(newestFirst.map((entry) => recall(desk, entry)));
}

async function recall(desk: Desk, { review, state, decisions }: HistoryEntry): Promise<PastReview> {
  const persona = desk.panel.personas.find(({ id }) => id === review.persona);
  const seat = persona === undefined ? null : await assembleSeat(desk, persona, review);
  const { model, provider, writtenAt, dossierKey } = review.byline;
  const result = {
    status: seat?.status ?? ('unscored' as const),
    score: seat?.score ?? null,
    verdict: seat?.verdict ?? null,
  };
  return {
    id: review.id,
    tool: review.tool,
    persona: review.persona,
    state,
    ...result,
    model,
    provider,
    writtenAt,
    note: review.note,
    dossierKey,
    decisions,
  };
}
