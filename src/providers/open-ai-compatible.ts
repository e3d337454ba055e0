import { z } from 'zod';
import { type Ask, type AskOptions, type Prompt, ProviderFailed, type Reply } from '../core/call.ts';
import { costOf, type Prices } from '../core/cost.ts';
import { parseModel } from '../core/model.ts';
import { defaultDeadlineMs, withinDeadline } from './deadline.ts';
import {
  brokenCall,
  complained,
  complaintOf,
  EmptyBody,
  keyProblem,
  parseBody,
  type Remedies,
  retryAfterMs,
} from './failure.ts';
import { answerOf, type ChatCompletionAnswer, chatCompletionAnswer, usageOf } from './open-ai-answer.ts';
import { CutStream, readChunks } from './open-ai-stream.ts';
import { limitsOf } from './rate-limits.ts';

/** Address of the Hugging Face router; chat completions and model metadata are below `/v1`. */
export const huggingFaceRouter = 'https://router.huggingface.co';

export interface OpenAiCompatibleOptions {
  provider: 'hugging-face' | 'endpoint';
  /** Root of the service, with or without `/v1`: `https://router.huggingface.co`, `http://localhost:11434`. */
  root: string;
  /** Key or token; null or empty when the service wants none. */
  accessToken: string | null;
  /** Organization that pays, Hugging Face only. */
  billTo?: string;
  fetch?: typeof fetch;
  /** Price of a model id, suffix included, when served by the named provider; null when unknown. Must not reject. */
  priceOf?: (model: string, servedBy: string | null) => Promise<Prices | null>;
  now?: () => Date;
  /** Longest wait for a whole answer, body included, in milliseconds. */
  deadlineMs?: number;
}

const remedies: Record<OpenAiCompatibleOptions['provider'], Remedies> = {
  'hugging-face': {
    credentials: 'Check HF_TOKEN: it needs the permission to call Inference Providers.',
    spend:
      'Add credit in the billing settings of Hugging Face, or set HF_BILL_TO, then run again: what is done is kept.',
  },
  endpoint: {
    credentials: 'Check MODEL_ENDPOINT_KEY.',
    spend: 'Add credit at the endpoint’s service, then run again: what is done is kept.',
  },
};

/** Asks Hugging Face Inference Providers, or any server that speaks chat completions. The client is loaded at the first call. */
export function openAiCompatible(options: OpenAiCompatibleOptions): Ask {
  const { provider, priceOf, now = () => new Date(), deadlineMs = defaultDeadlineMs } = options;
  return async (prompt, { signal, onBegin, onLimits }) => {
    const { id: model, family } = parseModel(prompt.model);
    refuse(options);
    const started = now().getTime();
    const seen: Seen = { status: null, headers: new Headers() };
    const answer = await withinDeadline({ provider, signal, deadlineMs }, (ending) =>
      send(options, prompt, model, { seen, signal: ending, onBegin, onLimits, now }),
    );
    const ended = now();
    const servedBy = servedByOf(seen);
    const usage = usageOf(answer);
    const prices = (await priceOf?.(model, servedBy)) ?? null;
    const reply: Reply = {
      ...answerOf(answer),
      provider,
      model: answer.model ?? model,
      family,
      servedBy,
      requestId: requestIdOf(seen),
      usage,
      costUsd: usage && prices && costOf(usage, prices.tiers),
      prices,
      receivedAt: ended.toISOString(),
      tookMs: ended.getTime() - started,
      supplied: null,
      batch: null,
      callId: null,
    };
    return reply;
  };
}

/** Stops what could not be sent: a bad key, or an address the client would take for the name of a model. */
function refuse({ provider, root, accessToken }: OpenAiCompatibleOptions): void {
  const missing = provider === 'endpoint' && (accessToken ?? '') === '';
  const problem = missing ? null : keyProblem(accessToken ?? '');
  if (problem !== null)
    throw new ProviderFailed(
      provider,
      'credentials',
      `${provider}: the key ${problem}. ${remedies[provider].credentials}`,
    );
  if (!/^https?:\/\/[^\s/]/.test(root))
    throw new ProviderFailed(provider, 'request', `${provider}: its address must begin with http:// or https://.`);
}

/** What the answer’s head told; the client keeps it from us, so it is caught on the way. */
interface Seen {
  status: number | null;
  headers: Headers;
}

function requestIdOf({ headers }: Seen): string | null {
  return headers.get('x-request-id');
}

function servedByOf({ headers }: Seen): string | null {
  return headers.get('x-inference-provider');
}

interface Call {
  seen: Seen;
  signal: AbortSignal;
  onBegin: AskOptions['onBegin'];
  onLimits: AskOptions['onLimits'];
  now: () => Date;
}

async function send(
  options: OpenAiCompatibleOptions,
  prompt: Prompt,
  model: string,
  call: Call,
): Promise<ChatCompletionAnswer> {
  const { root, accessToken, billTo, fetch: fetchAnswer = fetch } = options;
  try {
    const { chatCompletion } = await import('@huggingface/inference');
    const body: unknown = await chatCompletion(
      {
        endpointUrl: `${root.replace(/\/+$/, '').replace(/\/v1$/, '')}/v1`,
        ...(accessToken === null || accessToken === '' ? {} : { accessToken }),
        model,
        messages: [
          { role: 'system', content: `${prompt.shared}\n\n${prompt.own}` },
          ...prompt.turns.map(({ role, text }) => ({ role, content: text })),
        ],
        response_format: {
          type: 'json_schema',
          json_schema: { name: prompt.schema.name, schema: prompt.schema.schema, strict: true },
        },
        max_tokens: prompt.maxOutputTokens,
      },
      {
        retry_on_error: false,
        signal: call.signal,
        ...(billTo === undefined ? {} : { billTo }),
        fetch: async (input, init) => {
          const response = await fetchAnswer(input, init);
          call.seen.status = response.status;
          call.seen.headers = response.headers;
          call.onLimits?.(limitsOf(response.headers, call.now()));
          // The client would call it broken JSON.
          if (response.ok && response.headers.get('content-length') === '0') throw new EmptyBody('the body is empty');
          if (response.ok) call.onBegin?.();
          return response;
        },
      },
    );
    return await read(body, call.seen);
  } catch (error) {
    throw failureOf(error, options, call);
  }
}

/** An answer that is not what was asked for, with its body: an error inside a 200, or no chat completion at all. */
class NotACompletion extends Error {
  readonly body: unknown;
  constructor(body: unknown) {
    super('not a chat completion');
    this.body = body;
  }
}

/** Without a JSON content type the client hands the body over unread. */
async function read(body: unknown, { headers }: Seen): Promise<ChatCompletionAnswer> {
  const streamed = headers.get('content-type')?.includes('text/event-stream') === true;
  const parse = streamed ? readChunks : parseBody;
  const value: unknown = body instanceof Blob ? parse(await body.text()) : body;
  const inside = errorInside.safeParse(value).data;
  const error = inside?.error ?? inside?.choices?.[0]?.error;
  if (error !== undefined && error !== null) throw new NotACompletion({ error });
  const answer = chatCompletionAnswer.safeParse(value);
  if (!answer.success) throw new NotACompletion(null);
  return answer.data;
}

const errorInside = z.looseObject({
  error: z.unknown().optional(),
  choices: z
    .array(z.looseObject({ error: z.unknown().optional() }))
    .nullish()
    .catch(null),
});

function failureOf(error: unknown, options: OpenAiCompatibleOptions, { seen, now }: Call): ProviderFailed {
  const { provider, accessToken } = options;
  const from = { provider, remedies: remedies[provider], secrets: [accessToken ?? ''] };
  const { status } = seen;
  const more = {
    requestId: requestIdOf(seen),
    retryAfterMs: retryAfterMs(seen.headers, now()),
    servedBy: servedByOf(seen),
  };
  if (error instanceof CutStream)
    return new ProviderFailed(provider, 'network', `${provider}: ${error.message}`, { ...more, status });
  if (error instanceof NotACompletion) {
    if (error.body !== null) return complained(from, complaintOf(null, error.body), { ...more, status });
    return new ProviderFailed(provider, 'malformed', `${provider}: the answer is not a chat completion`, {
      ...more,
      status,
    });
  }
  if (status !== null && (status < 200 || status > 299))
    return complained(from, complaintOf(status, bodyOf(error)), more);
  return brokenCall(provider, error, { ...more, status, contentType: seen.headers.get('content-type') });
}

/** Body of an answer with an error status. The rest of the client’s error holds the prompt and is not looked at; when it fails to read the body, its error has none. */
function bodyOf(error: unknown): unknown {
  const response = error instanceof Error && 'httpResponse' in error ? error.httpResponse : null;
  const body = typeof response === 'object' && response !== null && 'body' in response ? response.body : null;
  return typeof body === 'string' ? { message: body } : body;
}
