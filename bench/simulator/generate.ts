import { digest } from './chance.ts';
import { answerAs, type Body, type Kind } from './juror.ts';
import { type CachePlan, tokensOf } from './prompt-cache.ts';
import type { Service } from './service.ts';
import type { Fault } from './settings.ts';

/** One answer on its way. */
export interface Generated {
  identity: string;
  kind: Kind;
  /** What arrives of the text. */
  text: string;
  ending: 'whole' | 'length' | 'refusal';
  outputTokens: number;
  fault: Fault | null;
  /** Milliseconds until the first byte, and from there to the last. */
  ttfb: number;
  generationMs: number;
}

/** Makes up the answer to a request, with its fault and its times. */
export function generate(service: Service, body: Body, maxTokens: number): Generated {
  const { settings } = service;
  const identity = digest(JSON.stringify(body));
  const fault = service.drawFault(identity);
  const { kind, text: whole } = answerAs(body, identity, settings.repairShare);
  const { text, ending } = damaged(whole, fault, maxTokens);
  const outputTokens = tokensOf(text);
  const generationMs = settings.tokensPerSecond === 0 ? 0 : (outputTokens / settings.tokensPerSecond) * 1_000;
  return { identity, kind, text, ending, outputTokens, fault, ttfb: service.delay(identity, fault), generationMs };
}

function damaged(text: string, fault: Fault | null, maxTokens: number): Pick<Generated, 'text' | 'ending'> {
  if (fault === 'refusal') return { text: '', ending: 'refusal' };
  if (fault === 'malformed') return { text: `${text.slice(0, text.length * 0.8)}",,}`, ending: 'whole' };
  if (fault === 'truncated') return { text: text.slice(0, text.length * 0.6), ending: 'length' };
  if (tokensOf(text) <= maxTokens) return { text, ending: 'whole' };
  return { text: text.slice(0, maxTokens * 4), ending: 'length' };
}

/** Enters an answer into the books: limits and bill. */
export function bill(service: Service, model: string, answer: Generated, plan: CachePlan, batch = false): void {
  const { kind, outputTokens: output, fault } = answer;
  const { input, read, write5m, write1h, shared } = plan;
  service.limits.answered(output);
  service.stats.bill({ kind, model, input, read, write5m, write1h, output, batch, shared, fault });
}

/** A plan for a service without a prompt cache. */
export function uncached(tokens: number): CachePlan {
  return { input: tokens, read: 0, write5m: 0, write1h: 0, shared: null, publish: () => {} };
}
