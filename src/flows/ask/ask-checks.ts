import type { Prompt } from '../../core/call.ts';
import { checkBallot } from '../../core/checking/check-opinion.ts';
import type { Dossier } from '../../core/facts/dossier.ts';
import type { ModelName } from '../../core/model.ts';
import { readBallot } from '../../core/opinion/opinion.ts';
import type { CheckedAnswer } from '../../core/opinion/review.ts';
import type { Panel, Persona } from '../../core/panel/persona.ts';
import type { Desk } from '../../desk.ts';
import { type Answered, askWithCorrections, type Judged } from './ask-with-corrections.ts';

/** A checklist as one juror answered it; null when it was refused or rejected twice, with the reason. */
export type AnsweredChecks = Omit<Answered<CheckedAnswer[]>, 'value'> & { checks: CheckedAnswer[] | null };

/** Asks one juror a checklist, with one correction round. Rejects as the provider does. */
export async function askChecks(
  desk: Desk,
  { dossier, persona }: { dossier: Dossier; persona: Persona },
  model: ModelName,
  prompt: Prompt,
): Promise<AnsweredChecks> {
  const judge = (text: string) => judgeChecks(text, dossier, persona, desk.panel.panel);
  const { value: checks, ...answered } = await askWithCorrections(desk, model, prompt, judge);
  return { checks, ...answered };
}

/** Every check must be answered once; a quote that is not in its source only makes that answer unknown. */
function judgeChecks(text: string, dossier: Dossier, persona: Persona, panel: Panel): Judged<CheckedAnswer[]> {
  const reading = readBallot(text);
  if (!reading.ok) return { value: null, rejected: reading.issues };
  const { checks, issues } = checkBallot(reading.value, dossier, persona, panel);
  const rejected = issues.filter((issue) => issue.weight === 'reject');
  return { value: rejected.length > 0 ? null : checks, rejected };
}
