import { composeFacts, type FactsParts } from '../../core/asking/facts-prompt.ts';
import { type Prompt, ProviderFailed } from '../../core/call.ts';
import type { GatheredDocument } from '../../core/gathering/document.ts';
import { readFactsAnswer, type VerifiedFacts } from '../../core/gathering/facts-answer.ts';
import type { Desk } from '../../desk.ts';
import { endsAsking } from '../ask/ends-asking.ts';

/** What a model read from the documents, and the call that has to be settled with it. */
export interface ModelReading extends VerifiedFacts {
  reader: string;
  settles: { seat: Prompt['seat']; ids: number[] };
}

/** A model that could not be asked, or whose answer was of no use; the facts that need no model stand. */
export interface NoReading {
  because: string;
  /** The service that gave no answer; null when it gave one of no use. */
  failure: ProviderFailed | null;
  settles: ModelReading['settles'] | null;
}

/** Asks the lead which facts the documents state; each is held against its quote. One call; its reply is kept before it is read. */
export async function askForFacts(
  desk: Desk,
  parts: Omit<FactsParts, 'template' | 'model' | 'jobs'>,
): Promise<ModelReading | NoReading> {
  const prompt = await composeFor(desk, parts);
  const attempt = await desk.store.calls.attempt(prompt.key, prompt.purpose);
  try {
    const reply = await desk.ask(desk.lead)({ ...prompt, attempt }, { signal: desk.signal });
    const settles = { seat: prompt.seat, ids: reply.callId === null ? [] : [reply.callId] };
    const read = reply.stop === 'end' ? readFactsAnswer(reply.text, parts.documents) : null;
    if (read !== null) return { ...read, reader: desk.lead.written, settles };
    return {
      because:
        reply.stop === 'end'
          ? `the answer of ${desk.lead.written} holds no facts`
          : `${desk.lead.written} gave no whole answer (${reply.stopReason})`,
      failure: null,
      settles,
    };
  } catch (error) {
    if (desk.signal.aborted || !isSurvivable(error)) throw error;
    return { because: error.message, failure: error, settles: null };
  }
}

/** A service that is down keeps nobody from the facts that need no model. A refused key, spent credit and a reached budget are for a person to mend. */
function isSurvivable(error: unknown): error is ProviderFailed {
  return error instanceof ProviderFailed && !endsAsking(error);
}

/** The question, with the jobs of the tools that are known. */
export async function composeFor(
  desk: Desk,
  parts: Omit<FactsParts, 'template' | 'model' | 'jobs'>,
): Promise<Omit<Prompt, 'attempt'>> {
  return composeFacts({
    ...parts,
    template: desk.prompts.facts,
    model: desk.lead,
    jobs: await knownJobs(desk, parts.slug),
  });
}

/** What the other tools of the store are hired for. */
export async function knownJobs(desk: Desk, slug: string): Promise<string[]> {
  const others = (await desk.store.listFacts()).filter((tool) => tool.slug !== slug);
  return [...new Set(others.flatMap(({ jobs }) => jobs))].sort();
}

/** Documents as their sources will be numbered. */
export function numbered<D extends Omit<GatheredDocument, 'source'>>(
  documents: readonly D[],
): (D & { source: string })[] {
  return documents.map((document, index) => ({ ...document, source: `S${index + 1}` }));
}
