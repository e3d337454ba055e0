import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { isObject } from '../../test/wire/claude-request.ts';
import { routedPrices } from './bill.ts';
import { bill, generate, uncached } from './generate.ts';
import type { Body } from './juror.ts';
import { admit } from './messages.ts';
import { tokensOf } from './prompt-cache.ts';
import { Refused } from './requests.ts';
import type { Service } from './service.ts';
import type { Seen } from './stats.ts';

const finishReasons = { whole: 'stop', length: 'length', refusal: 'content_filter' };

/** Answers `POST /v1/chat/completions` of a router; nothing is cached there. @throws Refused */
export async function answerChat(
  service: Service,
  body: Body,
  response: ServerResponse,
): Promise<Pick<Seen, 'status' | 'fault'>> {
  const messages = Array.isArray(body.messages) ? body.messages.filter(isObject) : [];
  const sent = messages.map(({ content }) => String(content ?? '')).join('') + JSON.stringify(body.response_format);
  const input = tokensOf(sent);
  admit(service, input);
  const answer = generate(service, body, Number(body.max_tokens));
  const { fault } = answer;
  await sleep(answer.ttfb + answer.generationMs);
  const [model = '', suffix] = String(body.model).split(':');
  const headers = { 'x-request-id': `req_${service.next()}`, 'x-inference-provider': providerOf(suffix) };
  if (fault === '500' || fault === '529') throw new Refused(fault === '500' ? 500 : 503, 'server_error', 'no', headers);
  if (fault === 'reset') {
    response.destroy();
    return { status: 'reset', fault };
  }
  bill(service, model, answer, uncached(input));
  if (fault === 'html') {
    response.writeHead(200, { ...headers, 'content-type': 'text/html' }).end('<html><body>Sign in</body></html>');
    return { status: 200, fault };
  }
  const output = answer.outputTokens;
  const whole = JSON.stringify({
    id: `chatcmpl-${service.next()}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1_000),
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: answer.text },
        finish_reason: finishReasons[answer.ending],
      },
    ],
    usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
  });
  const cut = fault === 'midstream' || fault === 'early-end';
  response.writeHead(200, { ...headers, 'content-type': 'application/json' });
  response.end(cut ? whole.slice(0, whole.length / 2) : whole);
  return { status: 200, fault };
}

function providerOf(suffix: string | undefined): string {
  return suffix === undefined || ['cheapest', 'fastest', 'preferred'].includes(suffix) ? 'novita' : suffix;
}

/** The models of the router’s list. */
export function routedModels(): Record<string, unknown>[] {
  return Object.entries(routedPrices).map(([id, pricing]) => ({
    id,
    object: 'model',
    created: 1_767_225_600,
    owned_by: id.split('/')[0],
    architecture: { input_modalities: ['text'], output_modalities: ['text'] },
    providers: ['novita', 'together', 'groq'].map((provider, rank) => ({
      provider,
      status: 'live',
      context_length: 131_072,
      pricing: { input: pricing.input * (1 + rank / 10), output: pricing.output * (1 + rank / 10) },
      supports_tools: true,
      supports_structured_output: true,
      first_token_latency_ms: 300 - rank * 50,
      throughput: 60 + rank * 100,
      is_model_author: false,
    })),
  }));
}
