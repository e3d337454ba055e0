import type { Source } from '../facts/dossier.ts';
import { importedTitle } from '../facts/imported.ts';
import { type FactField, type FoundFact, fitValue } from './found-fact.ts';

/** What a row of a list says in a column of its own stands in its note as a paragraph: `Pricing: $19 per month`. */
const columns = new Map<string, FactField>([
  ['Pricing', 'pricing'],
  ['Licence', 'licence'],
  ['Launched', 'launched'],
]);

/** The facts of imported notes, each bound to its note: rows of one product may contradict each other. */
export function findImportedFacts(sources: readonly Source[]): FoundFact[] {
  const notes = sources.filter(({ kind, title }) => kind === 'note' && title === importedTitle);
  return notes.flatMap(({ id, text }) =>
    text.split('\n\n').flatMap((paragraph): FoundFact[] => {
      const [, column = '', words] = /^(\w+): (.+)$/.exec(paragraph) ?? [];
      const field = columns.get(column);
      const value = field === undefined ? null : fitValue(field, words);
      if (field === undefined || value === null) return [];
      return [{ field, value, source: id, quote: paragraph, path: null, by: 'cue' }];
    }),
  );
}
