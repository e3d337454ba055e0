import type { Prompt } from '../call.ts';
import { letterAt, letteredSources } from '../comparison/lettered.ts';
import type { Dossier } from '../facts/dossier.ts';
import { hashText, keyOf } from '../key.ts';
import type { Panel } from '../panel/persona.ts';
import { documentOf, factsAndSources, fenceOf, isLarge, pointerTo, withDocuments } from './document.ts';
import type { PromptTemplates } from './prompt.ts';
import { fill } from './template.ts';

/** What a question about several tools begins with. */
interface SeveralDossiers {
  templates: PromptTemplates;
  panel: Panel;
  /** In the order of their letters. */
  dossiers: readonly Dossier[];
}

/** The dossiers a question about several tools quotes, in this order. */
export function dossiersKey(dossiers: readonly Dossier[]): string {
  return keyOf(
    'dossiers',
    dossiers.map(({ key }) => key),
  );
}

/**
 * Rules and all dossiers, under one fence that hangs on all keys, so that none of them can hold it. Where one of them is
 * large all are documents, each with its own fence: no product is placed better than another.
 */
export function sharedByDossiers({
  templates,
  panel,
  dossiers,
}: SeveralDossiers): Pick<Prompt, 'shared' | 'documents'> {
  const documents = dossiers.map((dossier) => documentOf(dossier, templates));
  const large = documents.some(isLarge);
  const fence = hashText(dossiersKey(dossiers)).slice(0, 16);
  const sources = letteredSources(dossiers);
  const views = dossiers.map((dossier, place) => {
    const { tool, asOf } = dossier;
    const letter = letterAt(place);
    if (!large) return { letter, asOf, fence, ...factsAndSources({ tool, sources: sources[place] ?? [] }) };
    const facts = pointerTo(documentOf(dossier, templates), letter, templates);
    return { letter, asOf, fence: fenceOf(dossier), facts, sources: [] };
  });
  return withDocuments(fill(templates.dossiers, { rules: panel.rules, dossiers: views }), large ? documents : []);
}
