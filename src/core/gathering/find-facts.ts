import { cutSteering, findSteering } from '../steering/steering.ts';
import { findCueFacts } from './cue-facts.ts';
import type { GatheredDocument } from './document.ts';
import type { FoundFact } from './found-fact.ts';
import { findMetaFacts } from './meta-facts.ts';
import { findStructuredFacts } from './structured-facts.ts';

/**
 * What the documents say by structured data, the head of the page and cues in the text. Needs no model; the same documents
 * give the same facts. Passages that try to steer their readers state none.
 */
export function findFacts(documents: readonly GatheredDocument[]): FoundFact[] {
  const found = documents.flatMap((document) => [
    ...findStructuredFacts(document),
    ...findMetaFacts(document),
    ...findCueFacts({ ...document, text: cutSteering(document.text).rest }),
  ]);
  return found.filter(({ value }) => findSteering(value).length === 0);
}
