import { cutSteering, findSteering } from '../steering/steering.ts';
import { findCueFacts } from './cue-facts.ts';
import type { GatheredDocument } from './document.ts';
import type { FoundFact } from './found-fact.ts';
import { findJobs } from './job-cues.ts';
import { findMetaFacts } from './meta-facts.ts';
import { findStructuredFacts } from './structured-facts.ts';

/** Characters of the product’s own page that say what it is. What comes later speaks of others too. */
const opening = 2_000;

/**
 * What the documents say by structured data, the head of the page and cues in the text. Needs no model; the same documents
 * give the same facts. Passages that try to steer their readers state none.
 * @param jobs what other tools are hired for, to be looked for here too
 */
export function findFacts(documents: readonly GatheredDocument[], jobs: readonly string[] = []): FoundFact[] {
  const found = documents.flatMap((document) => [
    ...findStructuredFacts(document),
    ...findMetaFacts(document),
    ...findCueFacts({ ...document, text: cutSteering(document.text).rest }),
  ]);
  return [...found, ...findJobFacts(documents[0], found, jobs)].filter(({ value }) => findSteering(value).length === 0);
}

/** What one would hire it for, from what its own page says first and from the lines that stand for it elsewhere. */
function findJobFacts(
  home: GatheredDocument | undefined,
  found: readonly FoundFact[],
  known: readonly string[],
): FoundFact[] {
  if (home === undefined) return [];
  const fact = { field: 'job' as const, source: home.source, by: 'cue' as const };
  const own = found.filter(({ source, quote }) => source === home.source && quote === null);
  const name = own.find(({ field }) => field === 'name');
  const lines = own.filter(({ field }) => field === 'tagline' || field === 'description');
  const cues = [
    ...findJobs('', cutSteering(home.text).rest.slice(0, opening), known).map(({ job, quote }) => ({
      job,
      quote,
      path: null,
    })),
    ...lines.flatMap(({ value, path }) => findJobs('', value, known).map(({ job }) => ({ job, quote: null, path }))),
    ...(name === undefined ? [] : findJobs(name.value, '').map(({ job }) => ({ job, quote: null, path: name.path }))),
  ];
  const first = new Map(cues.map((cue) => [cue.job, cue] as const).reverse());
  return [...first.values()].reverse().map(({ job, quote, path }) => ({ ...fact, value: job, quote, path }));
}
