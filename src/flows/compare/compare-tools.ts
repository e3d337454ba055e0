import type { Desk } from '../../desk.ts';
import { loadTools, type News, type SeatNews } from '../ask/load-seats.ts';
import { type ReviewOrder, reviewTools, type ToolResult } from '../ask/review-tools.ts';
import { type Published, type Publishing, publishComparison } from '../publish/publish-comparison.ts';
import { draftComparison, releaseAsked } from '../publish/release-comparison.ts';
import { republishChanged } from '../publish/republish.ts';
import { assembleStored } from './assemble-stored.ts';
import { asksDuelsAfresh, decideByDuel } from './decide-outcome.ts';
import type { MissingDuel } from './load-duels.ts';
import { type MissingAnswer, writeAnswer } from './write-answer.ts';

export interface ComparisonOrder extends ReviewOrder {
  /** Folder for the documents. */
  out: string;
  /** Hold a duel even where the scores name a winner. */
  duel?: boolean;
}

export interface ComparisonResult {
  tools: ToolResult[];
  missingDuels: MissingDuel[];
  /** Why no answer stands on top; null when one does, or none was wanted. */
  missingAnswer: MissingAnswer | null;
  /** Null when no seat of any tool has a review of its present dossier, standing or new: there is nothing to compare, and an earlier page stays as it was. */
  published: Published | null;
}

/** Two or more tools in, one comparison out. Other comparisons a changed tool is in are rendered again. */
export async function compareTools(desk: Desk, order: ComparisonOrder): Promise<ComparisonResult> {
  const tools = await reviewTools(desk, order);
  const slugs = tools.map(({ dossier }) => dossier.tool.slug);
  const news = new Map(tools.map(({ dossier, seats }) => [dossier.tool.slug, newsOf(seats)]));
  if (!(await hasReview(desk, tools, news))) return { tools, missingDuels: [], missingAnswer: null, published: null };
  const { personas, duel = false, wishes } = order;
  const fresh = asksDuelsAfresh(wishes.fresh, personas, duel);
  const missingDuels = await decideByDuel(desk, slugs, { personas, duel, fresh, leadNamed: wishes.leadNamed });
  const missingAnswer = isWaiting(tools)
    ? null
    : await writeAnswer(desk, slugs, { fresh, leadNamed: wishes.leadNamed });
  const published = await publish(desk, slugs, order.out, { news, missingDuels });
  await republishChanged(desk, tools, published.comparison.slug);
  return { tools, missingDuels, missingAnswer, published };
}

/** Whether reviews are still to come that nobody could write this time: what stands on top would be paid for twice. */
function isWaiting(tools: readonly ToolResult[]): boolean {
  return tools.some(({ seats }) => seats.some(({ kind, failure }) => kind === 'missing' && failure !== null));
}

/** A comparison asked for by name is shown to readers, unless its written answer contradicts what was computed: that waits for a person. */
async function publish(
  desk: Desk,
  slugs: readonly string[],
  out: string,
  known: Required<Pick<Publishing, 'news' | 'missingDuels'>>,
): Promise<Published> {
  const { comparison } = await assembleStored(desk, slugs, new Date(0).toISOString(), known.news, known.missingDuels);
  if (comparison.answer?.agrees === false)
    return draftComparison(
      desk,
      slugs,
      out,
      { by: 'rule', why: 'the written answer contradicts the computed one' },
      known,
    );
  const published = await publishComparison(desk, slugs, out, known);
  await releaseAsked(desk, published.comparison.slug);
  return published;
}

/** Whether a seat holds a review of its present dossier, be it from an earlier run or of a persona this one did not ask, or a new one waits. */
async function hasReview(desk: Desk, tools: readonly ToolResult[], news: News): Promise<boolean> {
  if (tools.some(({ seats }) => seats.some((seat) => seat.kind !== 'missing'))) return true;
  const slugs = tools.map(({ dossier }) => dossier.tool.slug);
  return (await loadTools(desk, slugs, news)).some(({ seats }) => seats.some(({ review }) => review !== null));
}

function newsOf(seats: ToolResult['seats']): Map<string, SeatNews> {
  return new Map(
    seats.map((seat) => [
      seat.work.persona.id,
      { reason: seat.kind === 'missing' ? seat.reason : null, missingBallots: seat.missingBallots },
    ]),
  );
}
