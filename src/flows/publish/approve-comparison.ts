import type { Desk } from '../../desk.ts';
import { type Approval, approveReviews } from './approve-reviews.ts';
import { judgeDraft, requireRelease } from './release-comparison.ts';

/** What came of approving one tool’s reviews. */
export interface ApprovedTool {
  tool: string;
  approvals: Approval[];
  /** Folders of the comparisons that were rendered again. */
  rendered: string[];
}

/** A person approves every review of a comparison’s tools, and that readers may see it. One with an open seat is not approved itself. */
export async function approveComparison(
  desk: Desk,
  { comparison, by }: { comparison: string; by: string },
): Promise<ApprovedTool[]> {
  const { tools } = (await requireRelease(desk, comparison)).comparison;
  const approved: ApprovedTool[] = [];
  for (const target of tools) approved.push(await approveTool(desk, { target, persona: undefined, by }));
  if (approved.every(isWhole)) await judgeDraft(desk, comparison, 'approved', { by, why: 'read and approved' });
  return approved;
}

/** A person approves what stands in a tool’s seats, or in one. */
export async function approveTool(desk: Desk, order: Parameters<typeof approveReviews>[1]): Promise<ApprovedTool> {
  const { tool, approvals, published } = await approveReviews(desk, order);
  return { tool, approvals, rendered: published.map(({ folder }) => folder) };
}

/** Whether every seat that was named holds a review a person answers for. */
export function isWhole({ approvals }: ApprovedTool): boolean {
  return approvals.every(({ result }) => result === 'approved' || result === 'already');
}
