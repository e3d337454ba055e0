import type { Prompt } from '../call.ts';
import type { GatheredDocument } from '../gathering/document.ts';
import { FactsAnswer } from '../gathering/facts-answer.ts';
import { hashText } from '../key.ts';
import type { ModelName } from '../model.ts';
import { wireSchemaOf } from '../opinion/opinion.ts';
import { sealed } from './prompt.ts';
import { fill } from './template.ts';

/** Everything a question about facts is made of. */
export interface FactsParts {
  template: string;
  /** The tool as far as it is known before anything is asked. */
  slug: string;
  name: string;
  url: string;
  documents: readonly GatheredDocument[];
  /** Jobs of the tools that are known: two tools share a job only when it is written exactly alike. */
  jobs: readonly string[];
  /** Names the texts that are read, see textsKeyOf. */
  textsKey: string;
  model: ModelName;
}

/** Room for an answer in tokens, thinking included. */
const factsRoom = 8_000;

/** In place of a persona: nobody sits on this seat. */
const factsSeat = 'facts';

/** Jobs that are offered, at most. */
const mostJobs = 80;

/** Characters of one document that are read for facts: what a page says of the product stands near its beginning. */
const longestDocument = 30_000;

/**
 * The question to a model: which facts do these documents state? Sources come first and are data; nothing of it is a review.
 * The jobs that are known are an offer and not in the key: a run that was killed finds the answer to the same texts again,
 * although other tools have become known meanwhile.
 */
export function composeFacts(parts: FactsParts): Omit<Prompt, 'attempt'> {
  const { slug, name, url, documents, textsKey, model } = parts;
  const view = {
    name,
    url,
    fence: hashText(textsKey).slice(0, 16),
    sources: documents.map(({ source, role, url: address, text, reading }) => {
      return { id: source, role, title: reading.title, url: address, text: text.slice(0, longestDocument) };
    }),
  };
  const jobs = parts.jobs.slice(0, mostJobs);
  const question = sealed({
    key: '',
    purpose: 'facts',
    seat: { tool: slug, persona: factsSeat },
    dossierKey: textsKey,
    model: model.written,
    shared: fill(parts.template, view),
    documents: [],
    own: '',
    turns: [{ role: 'user', text: `State the facts about ${name} as one JSON object, and nothing around it.` }],
    schema: { name: 'facts', schema: factsSchema },
    effort: 'low',
    maxOutputTokens: factsRoom,
  });
  const own = jobs.length === 0 ? 'No jobs are known yet.' : `Known jobs:\n${jobs.map((job) => `- ${job}`).join('\n')}`;
  return { ...question, own };
}

/** JSON Schema of the answer as it is sent. */
const factsSchema = wireSchemaOf(FactsAnswer);
