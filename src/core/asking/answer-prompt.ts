import type { Prompt } from '../call.ts';
import { letterAt } from '../comparison/lettered.ts';
import { answerSchema } from '../comparison/written-answer.ts';
import type { Dossier } from '../facts/dossier.ts';
import { hashText } from '../key.ts';
import type { CheckedOpinion } from '../opinion/review.ts';
import type { Persona } from '../panel/persona.ts';
import { effort, type PromptParts, sealed } from './prompt.ts';
import { dossiersKey, sharedByDossiers } from './several-dossiers.ts';
import { fill } from './template.ts';

const answerForm: Prompt['schema'] = { name: 'answer', schema: answerSchema };

/** Room for an answer in tokens, thinking included. */
const answerRoom = 8_000;

/** What the question for the answer on top is made of. */
export interface AnswerParts extends Pick<PromptParts, 'templates' | 'panel' | 'model'> {
  /** In alphabetical order of their slugs. */
  dossiers: readonly Dossier[];
  reviews: readonly ReviewToWeigh[];
}

/** An accepted review as the writer of the answer reads it. */
interface ReviewToWeigh extends Pick<CheckedOpinion, 'headline' | 'bestFor' | 'avoidIf'> {
  /** Slug. */
  tool: string;
  persona: Pick<Persona, 'name' | 'reader'>;
  verdict: 'ship' | 'skip' | null;
  prose: string;
}

/** Whom the answer on top is asked of and kept under: no persona’s slot. */
export const answerPersona = 'answer';

/** The question for the answer on top of a comparison: the dossiers first, then the reviews. */
export function composeAnswer(parts: AnswerParts): Omit<Prompt, 'attempt'> {
  const { templates, dossiers, reviews, model } = parts;
  const placeOf = (slug: string) => dossiers.findIndex(({ tool }) => tool.slug === slug);
  const views = reviews.map(({ tool, persona, verdict, ...words }) => ({
    ...words,
    letter: letterAt(placeOf(tool)),
    tool: dossiers[placeOf(tool)]?.tool.name,
    persona: persona.name,
    reader: persona.reader,
    verdict: verdict ?? 'none, the sources settle too little',
  }));
  const fence = hashText(JSON.stringify(views)).slice(0, 16);
  const tools = dossiers.map(({ tool }, place) => ({ letter: letterAt(place), name: tool.name }));
  return sealed({
    key: '',
    purpose: 'answer',
    seat: { tool: dossiers[0]?.tool.slug ?? '', persona: answerPersona },
    dossierKey: dossiersKey(dossiers),
    model: model.written,
    ...sharedByDossiers(parts),
    own: fill(templates.reviews, { reviews: views, fence }),
    turns: [{ role: 'user', text: fill(templates.answer, { tools }) }],
    schema: answerForm,
    effort,
    maxOutputTokens: answerRoom,
  });
}
