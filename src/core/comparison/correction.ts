import { z } from 'zod';
import type { Comparison, ToolRecord } from './comparison.ts';

/** One line of the corrections log: what a reader is told has changed about a tool, and what the panel said until then. */
export const Correction = z.strictObject({
  tool: z.string(),
  /** Day, YYYY-MM-DD. */
  on: z.string(),
  what: z.string(),
  /** The panel score on that day, before anyone was asked again; null when there was none. */
  scoreBefore: z.number().min(0).max(100).nullable(),
  /** The dossier the correction led to. */
  dossierKey: z.string(),
});
export type Correction = z.infer<typeof Correction>;

/** A correction with the panel score that followed from it; null until the reviewers have been asked again. */
export interface FollowedCorrection extends Correction {
  scoreAfter: number | null;
}

type JudgedTool = Pick<ToolRecord, 'slug' | 'dossierKey' | 'panel'>;

/**
 * Pairs each correction, in the order they were made, with the score after it: the present one while the dossier is the
 * one it led to, else what the next correction of the tool began with.
 */
export function followCorrections(
  corrections: readonly Correction[],
  tools: readonly JudgedTool[],
): FollowedCorrection[] {
  return corrections.map((correction, index) => {
    const tool = tools.find(({ slug }) => slug === correction.tool);
    const next = corrections.slice(index + 1).find((later) => later.tool === correction.tool);
    const present = tool?.dossierKey === correction.dossierKey ? tool.panel.score : null;
    return { ...correction, scoreAfter: next === undefined ? present : next.scoreBefore };
  });
}

/** The corrections of a comparison’s tools as a document shows them, newest first. */
export function recordCorrections(
  corrections: readonly Correction[],
  tools: readonly JudgedTool[],
): Comparison['corrections'] {
  const slugs = new Set(tools.map(({ slug }) => slug));
  const ours = corrections.filter(({ tool }) => slugs.has(tool));
  return followCorrections(ours, tools)
    .map((followed) => ({ on: followed.on, tool: followed.tool, what: `${followed.what} ${sayScores(followed)}` }))
    .reverse();
}

/** Before and after, in a sentence. */
export function sayScores({ scoreBefore, scoreAfter }: Pick<FollowedCorrection, 'scoreBefore' | 'scoreAfter'>): string {
  const before =
    scoreBefore === null ? 'There was no panel score before' : `Panel score before: ${inWords(scoreBefore)}`;
  return scoreAfter === null
    ? `${before}; the reviewers have not been asked again yet.`
    : `${before}; after the reviewers were asked again: ${inWords(scoreAfter)}.`;
}

function inWords(points: number): string {
  return String(Math.round(points * 10) / 10);
}
