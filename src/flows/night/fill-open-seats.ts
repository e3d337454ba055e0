import type { Desk } from '../../desk.ts';
import type { OpenSeats } from '../ask/find-open-seats.ts';
import { reviewTools, type ToolResult } from '../ask/review-tools.ts';
import { republishChanged } from '../publish/republish.ts';

/** Tools reviewed side by side: enough to keep every service busy, and no more texts in memory than that takes. */
const atOnce = 100;

const wishes = { fresh: false, note: null, leadNamed: false };

/** Fills seats of many tools that wait for a review, and renders what their reviews are shown in. */
export async function fillOpenSeats(desk: Desk, open: readonly OpenSeats[]): Promise<ToolResult[]> {
  const results: ToolResult[] = [];
  for (const group of Map.groupBy(open, ({ personas }) => personas.join()).values()) {
    for (let start = 0; start < group.length; start += atOnce) {
      const part = group.slice(start, start + atOnce);
      const order = {
        targets: part.map(({ tool }) => tool),
        personas: part[0]?.personas ?? [],
        wishes,
        choose: async () => null,
      };
      const reviewed = await reviewTools(desk, order);
      await republishChanged(desk, reviewed, null);
      results.push(...reviewed);
    }
  }
  return results;
}
