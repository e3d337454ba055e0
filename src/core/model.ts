/** Where a model is reached. */
export type Service = 'claude' | 'hugging-face' | 'endpoint';

/** A model as a person writes it: `claude:claude-sonnet-5-5`, `hugging-face:openai/gpt-oss-120b:cheapest`, `endpoint:llama3`. */
export interface ModelName {
  /** Exactly as written; part of every prompt key. */
  written: string;
  service: Service;
  /** What is sent to the service, suffix included. */
  id: string;
  /** Who trained it, as far as the name tells: `anthropic`, `openai`, `meta-llama`, or the bare name of an endpoint’s model. Two jurors of one family are not independent. */
  family: string;
}

/** Raised for a model that is not written in one of the three ways. */
export class UnknownModel extends Error {
  override name = 'UnknownModel';
}

/** @throws UnknownModel with the three ways to write one. */
export function parseModel(written: string): ModelName {
  const colon = written.indexOf(':');
  const service = written.slice(0, colon);
  const id = written.slice(colon + 1).trim();
  if (service === 'claude' && /^[a-z0-9][\w.-]*$/i.test(id)) return { written, service, id, family: 'anthropic' };
  if (service === 'hugging-face' && /^[\w.-]+\/[\w.-]+(:[\w.-]+)?$/.test(id))
    return { written, service, id, family: id.slice(0, id.indexOf('/')).toLowerCase() };
  if (service === 'endpoint' && /^[\w./:@-]+$/.test(id))
    return { written, service, id, family: (id.split('/')[0] ?? id).replace(/:.*$/, '').toLowerCase() };
  throw new UnknownModel(
    `"${written}" is not a model. Write claude:<id>, hugging-face:<owner>/<model>[:cheapest|:fastest|:<provider>] or endpoint:<model>; for example claude:claude-sonnet-5-5.`,
  );
}

/**
 * Who votes, whichever way the model is routed: service and model id, without the suffix that picks a price or a provider
 * on Hugging Face. Spellings that come to one juror have one vote. Takes a model as written, or `provider:model` of a
 * byline; total, for what is stored is no longer parsed.
 */
export function jurorOf(written: string): string {
  const [service = '', ...rest] = written.trim().split(':');
  if (service !== 'hugging-face') return `${service}:${rest.join(':').trim()}`;
  return `${service}:${(rest[0] ?? '').trim().toLowerCase()}`;
}
