import { weighingOf } from '../panel/answers.ts';
import type { Persona } from '../panel/persona.ts';
import type { ReviewRecord } from './comparison.ts';
import { type Juror, type ScoringRules, scoreSeat } from './scoring.ts';
import { makesTool } from './vendors.ts';

/** A juror whose vote counts, and the family of its model. */
export interface Voter extends Juror {
  family: string;
}

/**
 * Set when the vendor of the lead or of a counted juror makes the tool: the first such family, and the score without the
 * votes of all such families. The score shown keeps every vote; a reader sees both.
 */
export function conflictOf(
  persona: Pick<Persona, 'groups'>,
  panel: ScoringRules,
  voters: readonly Voter[],
  maker: string | null,
): ReviewRecord['conflict'] {
  const partial = voters.find(({ family }) => makesTool(family, maker));
  if (partial === undefined) return null;
  const lead = voters.find(({ name }) => name === 'lead')?.answers ?? [];
  const others = voters.filter(({ family }) => !makesTool(family, maker));
  return {
    family: partial.family,
    scoreWithout: others.length === 0 ? null : scoreSeat(persona, panel, others, weighingOf(lead)).score,
  };
}
