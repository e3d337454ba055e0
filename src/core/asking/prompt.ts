import type { Prompt, Purpose, Turn } from '../call.ts';
import { duelSchema } from '../comparison/duel.ts';
import type { Dossier } from '../facts/dossier.ts';
import { keyOf } from '../key.ts';
import type { ModelName } from '../model.ts';
import { oncePer } from '../once-per.ts';
import { ballotSchema, type Issue, opinionSchema, schemaVersion } from '../opinion/opinion.ts';
import { checksOf, type Panel, type Persona } from '../panel/persona.ts';
import {
  type DocumentTemplates,
  documentOf,
  factsAndSources,
  fenceOf,
  isLarge,
  pointerTo,
  withDocuments,
} from './document.ts';
import { dossiersKey, sharedByDossiers } from './several-dossiers.ts';
import { fill } from './template.ts';

/** The prompt templates of `prompts/`, as text. */
export interface PromptTemplates extends DocumentTemplates {
  /** Shared by all personas of a tool: rules and dossier. */
  panel: string;
  /** The persona, after the cache breakpoint. */
  persona: string;
  /** What is asked of a lead. */
  opinion: string;
  /** What is asked of another juror. */
  ballot: string;
  /** The correction round. */
  repair: string;
  /** Shared by what is asked about several tools: rules and all their dossiers. */
  dossiers: string;
  /** What is asked in a duel. */
  duel: string;
  /** The accepted reviews of several tools. */
  reviews: string;
  /** What should stand on top of the comparison? */
  answer: string;
  /** Which facts do these documents state? */
  facts: string;
}

/** Everything a prompt is made of. */
export interface PromptParts {
  templates: PromptTemplates;
  panel: Panel;
  persona: Persona;
  dossier: Dossier;
  model: ModelName;
}

/** What the question of a duel is made of: two dossiers in the order they are read. */
export interface DuelParts extends Omit<PromptParts, 'dossier'> {
  pair: readonly [first: Dossier, second: Dossier];
}

/** Room for an answer in tokens, thinking included. */
const opinionRoom = 16_000;
const ballotRoom = 8_000;
const duelRoom = 6_000;

/** How hard every question is thought about. */
export const effort = 'medium';

/** One object each: what is counted of a form is counted once. */
const opinionForm: Prompt['schema'] = { name: 'opinion', schema: opinionSchema };
const ballotForm: Prompt['schema'] = { name: 'ballot', schema: ballotSchema };
const duelForm: Prompt['schema'] = { name: 'duel', schema: duelSchema };

/** The question to a lead: a whole opinion for the seat. The editor’s note, if any, is part of the last turn. */
export function composeOpinion(parts: PromptParts, note: string | null): Omit<Prompt, 'attempt'> {
  if (note !== null) return composeAnew(parts, note);
  const { templates, panel, persona, dossier, model } = parts;
  const composed = fixedOf(templates)(panel).of(persona).opinions(dossier);
  const prompt = composed.get(model.written) ?? composeAnew(parts, null);
  composed.set(model.written, prompt);
  return prompt;
}

function composeAnew(parts: PromptParts, note: string | null): Omit<Prompt, 'attempt'> {
  const ask = fill(parts.templates.opinion, { ...viewOf(parts), note });
  return compose(parts, 'opinion', [{ role: 'user', text: ask }], opinionForm, opinionRoom);
}

/** The question to another juror: the same checklist, no prose. */
export function composeBallot(parts: PromptParts): Omit<Prompt, 'attempt'> {
  const ask = fill(parts.templates.ballot, viewOf(parts));
  return compose(parts, 'ballot', [{ role: 'user', text: ask }], ballotForm, ballotRoom);
}

/** The question of a duel. The seat is the first tool’s; the other order is another question. */
export function composeDuel(parts: DuelParts): Omit<Prompt, 'attempt'> {
  const { templates, pair, model } = parts;
  const [first, second] = pair;
  const persona = personaView(parts);
  const ask = fill(templates.duel, { persona, first: first.tool.name, second: second.tool.name });
  return sealed({
    key: '',
    purpose: 'duel',
    seat: { tool: first.tool.slug, persona: parts.persona.id },
    dossierKey: dossiersKey(pair),
    model: model.written,
    ...sharedByDossiers({ ...parts, dossiers: pair }),
    own: fixedOf(templates)(parts.panel).of(parts.persona).own,
    turns: [{ role: 'user', text: ask }],
    schema: duelForm,
    effort,
    maxOutputTokens: duelRoom,
  });
}

/** Identity of a duel’s question whatever the model: an answer given under another one is out of date. */
export function duelKeyOf(parts: DuelParts): string {
  const { seat, shared, own, turns, schema } = composeDuel(parts);
  return keyOf('duel', { seat, shared, own, turns, schema });
}

/** The one correction round: the model sees its own text and the issues. */
export function composeRepair(prompt: Prompt, answer: string, issues: readonly Issue[], template: string): Prompt {
  const turns: Turn[] = [
    ...prompt.turns,
    { role: 'assistant', text: answer.trim() === '' ? '(no text)' : answer.trim() },
    { role: 'user', text: fill(template, { issues }) },
  ];
  return sealed({ ...prompt, purpose: 'repair', turns });
}

/** The correction round of an answer that was cut off: the same question with twice the room. */
export function composeWithMoreRoom(prompt: Prompt): Prompt {
  return sealed({ ...prompt, purpose: 'repair', maxOutputTokens: prompt.maxOutputTokens * 2 });
}

/**
 * Identity of what a persona is asked, without dossier, note and model: rules, persona, question and schema version. Of
 * the dossier only its form counts.
 * A standing review made under another one is stale. Weights, thresholds and silence rules are not part of it.
 */
export function personaKeyOf({ templates, panel, persona, dossier }: Omit<PromptParts, 'model'>): string {
  const fixed = fixedOf(templates)(panel);
  const isLong = fixed.shared(dossier).documents.length > 0;
  return isLong ? fixed.of(persona).keyBesideDocument : fixed.of(persona).key;
}

/** What is the same in every prompt of a panel, composed once: of each dossier its shared part, of each persona its own part and its keys. */
const fixedOf = oncePer((templates: PromptTemplates) =>
  oncePer((panel: Panel) => ({
    shared: oncePer((dossier: Dossier) => sharedByPersonas({ templates, panel, dossier })),
    of: oncePer((persona: Persona) => {
      const own = fill(templates.persona, { persona: personaView({ persona, panel }) });
      const keyWith = (shared: unknown): string =>
        keyOf('persona', { rules: panel.rules, shared, own, ask: templates.opinion, schemaVersion });
      const { panel: shared, document, enclosed } = templates;
      return {
        own,
        key: keyWith(shared),
        keyBesideDocument: keyWith([shared, document, enclosed]),
        /** By model: a run composes the same question to plan it and to ask it. */
        opinions: oncePer((_dossier: Dossier) => new Map<string, Omit<Prompt, 'attempt'>>()),
      };
    }),
  })),
);

function compose(
  parts: PromptParts,
  purpose: Purpose,
  turns: Turn[],
  schema: Prompt['schema'],
  maxOutputTokens: number,
): Omit<Prompt, 'attempt'> {
  return sealed({
    key: '',
    purpose,
    seat: { tool: parts.dossier.tool.slug, persona: parts.persona.id },
    dossierKey: parts.dossier.key,
    model: parts.model.written,
    ...fixedOf(parts.templates)(parts.panel).shared(parts.dossier),
    own: fixedOf(parts.templates)(parts.panel).of(parts.persona).own,
    turns,
    schema,
    effort,
    maxOutputTokens,
  });
}

/** Gives a prompt its key: seat, purpose and everything that is sent. A key without the seat once gave one persona’s review to two others. */
export function sealed<P extends Omit<Prompt, 'attempt'>>(prompt: P): P {
  const { seat, purpose, model, shared, own, turns, schema, maxOutputTokens } = prompt;
  const sent = { seat, purpose, model, shared, own, turns, schema, effort: prompt.effort, maxOutputTokens };
  return { ...prompt, key: keyOf('prompt', sent) };
}

function viewOf(parts: PromptParts): Record<string, unknown> {
  return { persona: personaView(parts), asOf: parts.dossier.asOf, tool: parts.dossier.tool.name };
}

/** What a persona’s template may say: never weights, thresholds or silence rules. */
function personaView({ persona, panel }: Pick<PromptParts, 'persona' | 'panel'>): Record<string, unknown> {
  const { name, motto, reader, voice, excitedBy, tiredOf, beats, words } = persona;
  const checks = checksOf(persona).map(({ id, ask, kind }) => ({ id, ask, kind }));
  return {
    name,
    motto,
    reader,
    voice,
    excitedBy,
    tiredOf,
    beats,
    words,
    banned: [...persona.banned, ...panel.banned],
    checks,
  };
}

/** Rules, facts and fenced sources. Which form a dossier has hangs on its size alone, so every juror is asked the same. */
function sharedByPersonas({
  templates,
  panel,
  dossier,
}: Pick<PromptParts, 'templates' | 'panel' | 'dossier'>): Pick<Prompt, 'shared' | 'documents'> {
  const { asOf } = dossier;
  const document = documentOf(dossier, templates);
  const large = isLarge(document);
  const read = large ? { facts: pointerTo(document, null, templates), sources: [] } : factsAndSources(dossier);
  const rules = fill(templates.panel, { rules: panel.rules, asOf, fence: fenceOf(dossier), ...read });
  return withDocuments(rules, large ? [document] : []);
}
