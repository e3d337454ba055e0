import type { Dossier } from '../facts/dossier.ts';
import { type Issue, readOpinion } from '../opinion/opinion.ts';
import type { CheckedOpinion } from '../opinion/review.ts';
import type { Panel, Persona } from '../panel/persona.ts';
import { checkOpinion } from './check-opinion.ts';

/** What an answer is judged by: who was asked, on which panel, and what there was to read. */
export interface Subject {
  dossier: Dossier;
  persona: Persona;
  panel: Panel;
}

/** What is wrong with an answer, and the opinion in it when nothing forbids that it becomes a review. */
export interface Judgement {
  issues: readonly Issue[];
  acceptable: CheckedOpinion | null;
}

/** Reads and checks the text of a lead’s whole answer. Never throws. */
export function judgeAnswer(text: string, { dossier, persona, panel }: Subject): Judgement {
  const reading = readOpinion(text);
  if (!reading.ok) return { issues: reading.issues, acceptable: null };
  const { checked, issues } = checkOpinion(reading.value, dossier, persona, panel);
  const rejected = issues.some((issue) => issue.weight === 'reject');
  return { issues, acceptable: rejected ? null : checked };
}
