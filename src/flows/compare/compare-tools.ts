import type { Desk } from '../../desk.ts';
import { loadTools, type News, type SeatNews } from '../ask/load-seats.ts';
import { type ReviewOrder, reviewTools, type ToolResult } from '../ask/review-tools.ts';
import { type Published, publishComparison } from '../publish/publish-comparison.ts';
import { releaseAsked } from '../publish/release-comparison.ts';
import { republishChanged } from '../publish/republish.ts';
import { asksDuelsAfresh, decideByDuel } from './decide-outcome.ts';
import type { MissingDuel } from './load-duels.ts';

export interface ComparisonOrder extends ReviewOrder {
  /** Folder for the documents. */
  out: string;
  /** Hold a duel even where the scores name a winner. */
  duel?: boolean;
}

export interface ComparisonResult {
  tools: ToolResult[];
  missingDuels: MissingDuel[];
  /** Null when no seat of any tool has a review of its present dossier, standing or new: there is nothing to compare, and an earlier page stays as it was. */
  published: Published | null;
}

/** Two or more tools in, one comparison out. Other comparisons a changed tool is in are rendered again. */
export async function compareTools(desk: Desk, order: ComparisonOrder): Promise<ComparisonResult> {
  const tools = await reviewTools(desk, order);
  const slugs = tools.map(({ dossier }) => dossier.tool.slug);
  const news = new Map(tools.map(({ dossier, seats }) => [dossier.tool.slug, newsOf(seats)]));
  if (!(await hasReview(desk, tools, news))) return { tools, missingDuels: [], published: null };
  const { personas, duel = false, wishes } = order;
  const fresh = asksDuelsAfresh(wishes.fresh, personas, duel);
  const missingDuels = await decideByDuel(desk, slugs, { personas, duel, fresh, leadNamed: wishes.leadNamed });
  const published = await publishComparison(desk, slugs, order.out, { news, missingDuels });
  await releaseAsked(desk, published.comparison.slug);
  await republishChanged(desk, tools, published.comparison.slug);
  return { tools, missingDuels, published };
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
