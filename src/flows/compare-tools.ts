import type { Desk } from '../desk.ts';
import type { SeatNews } from './load-seats.ts';
import { type Published, publishComparison } from './publish-comparison.ts';
import { republishChanged } from './republish.ts';
import { type ReviewOrder, reviewTools, type ToolResult } from './review-tools.ts';

export interface ComparisonResult {
  tools: ToolResult[];
  /** Null when no seat of any tool has a review: there is nothing to compare, and an earlier page stays as it was. */
  published: Published | null;
}

/** Two or more tools in, one comparison out. Other comparisons a changed tool is in are rendered again. */
export async function compareTools(desk: Desk, order: ReviewOrder & { out: string }): Promise<ComparisonResult> {
  const tools = await reviewTools(desk, order);
  const slugs = tools.map(({ dossier }) => dossier.tool.slug);
  if (tools.every(({ seats }) => seats.every((seat) => seat.kind === 'missing'))) return { tools, published: null };
  const news = new Map(tools.map(({ dossier, seats }) => [dossier.tool.slug, newsOf(seats)]));
  const published = await publishComparison(desk, slugs, order.out, news);
  await republishChanged(desk, tools, published.comparison.slug);
  return { tools, published };
}

function newsOf(seats: ToolResult['seats']): Map<string, SeatNews> {
  return new Map(
    seats.map((seat) => [
      seat.work.persona.id,
      { reason: seat.kind === 'missing' ? seat.reason : null, missingBallots: seat.missingBallots },
    ]),
  );
}
