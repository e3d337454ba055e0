import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { bill, type Generated, generate } from './generate.ts';
import type { Body } from './juror.ts';
import type { CachePlan } from './prompt-cache.ts';
import { blocksOf, Refused, withFiles } from './requests.ts';
import type { Service } from './service.ts';
import type { Seen } from './stats.ts';
import { streamMessage } from './stream.ts';

/** Answers `POST /v1/messages`. @throws Refused; returns how it ended, for the books. */
export async function answerMessages(
  service: Service,
  given: Body,
  response: ServerResponse,
): Promise<Pick<Seen, 'status' | 'fault'>> {
  const { answer, plan, model } = takeMessage(service, given);
  const { fault, ttfb, generationMs } = answer;
  await sleep(ttfb);
  const head = service.limits.headers();
  if (fault === '500' || fault === '529') {
    const words = fault === '500' ? 'Internal server error' : 'Overloaded';
    throw new Refused(Number(fault), fault === '529' ? 'overloaded_error' : 'api_error', words, head);
  }
  if (fault === 'reset') {
    response.destroy();
    return { status: 'reset', fault };
  }
  plan.publish();
  bill(service, model, answer, plan);
  const message = messageOf(service, model, answer, plan);
  const headers = { ...head, 'request-id': `req_${service.next()}` };
  if (fault === 'html') {
    response.writeHead(200, { ...headers, 'content-type': 'text/html' }).end('<html><body>Sign in</body></html>');
  } else if (given.stream === true) {
    response.writeHead(200, { ...headers, 'content-type': 'text/event-stream; charset=utf-8' });
    await streamMessage(response, message, { text: answer.text, generationMs, fault });
  } else {
    if (generationMs > 0) await sleep(generationMs);
    const body = JSON.stringify(message);
    const cut = fault === 'midstream' || fault === 'early-end';
    response.writeHead(200, { ...headers, 'content-type': 'application/json' });
    response.end(cut ? body.slice(0, body.length / 2) : body);
  }
  return { status: 200, fault };
}

interface Taken {
  answer: Generated;
  plan: CachePlan;
  model: string;
}

/** Lets a request in, looks what it can read from the cache, and makes up its answer. @throws Refused over a limit. */
export function takeMessage(service: Service, given: Body, limited = true): Taken {
  const body = withFiles(given, service);
  const model = String(body.model);
  const plan = service.cache(model, model, blocksOf(body, service));
  if (limited) admit(service, plan.input + plan.write5m + plan.write1h);
  return { answer: generate(service, body, Number(body.max_tokens)), plan, model };
}

/** @throws Refused with the limits and how long to wait. */
export function admit(service: Service, inputTokens: number): void {
  const wait = service.limits.admit(inputTokens);
  if (wait === 0) return;
  throw new Refused(429, 'rate_limit_error', `This request would exceed the rate limit of this organization`, {
    ...service.limits.headers(),
    'retry-after': String(Math.ceil(wait / 1_000)),
  });
}

const stopReasons = { whole: 'end_turn', length: 'max_tokens', refusal: 'refusal' };

/** The whole message, as the API writes it. */
export function messageOf(
  service: Service,
  model: string,
  answer: Generated,
  plan: CachePlan,
): Record<string, unknown> {
  const { ending, text, outputTokens } = answer;
  const refused = { type: 'refusal', category: 'general_harms', explanation: 'This was made up.' };
  return {
    id: `msg_${service.next()}`,
    type: 'message',
    role: 'assistant',
    model,
    content: text === '' ? [] : [{ type: 'text', text, citations: null }],
    stop_reason: stopReasons[ending],
    stop_sequence: null,
    stop_details: ending === 'refusal' ? refused : null,
    usage: {
      input_tokens: plan.input,
      output_tokens: outputTokens,
      cache_read_input_tokens: plan.read,
      cache_creation_input_tokens: plan.write5m + plan.write1h,
      cache_creation: { ephemeral_5m_input_tokens: plan.write5m, ephemeral_1h_input_tokens: plan.write1h },
      output_tokens_details: null,
      service_tier: 'standard',
    },
  };
}
