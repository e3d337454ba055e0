import { findCueFacts } from './cue-facts.ts';
import type { GatheredDocument } from './document.ts';
import type { FoundFact } from './found-fact.ts';
import { findMetaFacts } from './meta-facts.ts';
import { findStructuredFacts } from './structured-facts.ts';

/** What the documents say by structured data, the head of the page and cues in the text. Needs no model; the same documents give the same facts. */
export function findFacts(documents: readonly GatheredDocument[]): FoundFact[] {
  return documents.flatMap((document) => [
    ...findStructuredFacts(document),
    ...findMetaFacts(document),
    ...findCueFacts(document),
  ]);
}
