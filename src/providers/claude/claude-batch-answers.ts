import { z } from 'zod';
import type { BatchAnswer, BatchService, BatchState } from '../../core/batch.ts';
import { ProviderFailed } from '../../core/call.ts';
import { parseModel } from '../../core/model.ts';
import { complained, complaintOf, parseBody } from '../failure.ts';
import { linesOf } from '../lines.ts';
import type { ClaudeOptions } from './claude.ts';
import { provider, remedies } from './claude-client.ts';
import { claudeMessage, readMessages } from './claude-message.ts';
import { StreamBroken } from './claude-stream.ts';

const time = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)))
  .transform((text) => new Date(text).toISOString());
const count = z.number().int().nonnegative().catch(0);
const batchSchema = z.object({
  id: z.string().min(1),
  processing_status: z.string(),
  created_at: time,
  expires_at: time,
  ended_at: time.nullish(),
  request_counts: z.object({ processing: count, succeeded: count, errored: count, canceled: count, expired: count }),
});
const batchList = z.object({ data: z.array(batchSchema), has_more: z.boolean().catch(false) });

const resultLine = z.object({
  custom_id: z.string(),
  result: z.object({ type: z.string(), message: z.unknown().optional(), error: z.unknown().optional() }),
});

/** How far a batch is. */
export async function readState(response: Response): Promise<BatchState> {
  return stateOf(await bodyOf(response, batchSchema));
}

/** How far each batch on a page of their list is, and whether there are more pages. */
export async function readStates(response: Response): Promise<{ batches: BatchState[]; more: boolean }> {
  const page = await bodyOf(response, batchList);
  return { batches: page.data.map(stateOf), more: page.has_more };
}

async function bodyOf<T>(response: Response, schema: z.ZodType<T>): Promise<T> {
  const body = schema.safeParse(parseBody(await response.text()));
  if (!body.success) throw new StreamBroken('the answer is not a batch');
  return body.data;
}

function stateOf(batch: z.infer<typeof batchSchema>): BatchState {
  const { processing, succeeded, errored, canceled, expired } = batch.request_counts;
  const processed = succeeded + errored + canceled + expired;
  const ended = batch.processing_status === 'ended';
  return {
    id: batch.id,
    ended,
    createdAt: batch.created_at,
    expiresAt: batch.expires_at,
    endedAt: ended ? (batch.ended_at ?? batch.created_at) : null,
    processed,
    questions: processing + processed,
  };
}

/** What it takes to read results, and where they go. */
interface Reading {
  batch: BatchState;
  models: Parameters<BatchService['read']>[1];
  take: Parameters<BatchService['read']>[2];
  alive: () => void;
  options: ClaudeOptions;
}

/**
 * Takes each result as its line arrives. A line that is cut or garbled is one nobody can read: its question counts as
 * unanswered. Where no line can be read, something else came in place of the results, which are paid for and still there.
 * @throws StreamBroken
 */
export async function readResults(response: Response, reading: Reading): Promise<{ strangers: number }> {
  const { batch, models, take, alive, options } = reading;
  alive();
  let strangers = 0;
  let readable = 0;
  for await (const line of linesOf(response, alive)) {
    const result = resultLine.safeParse(asJson(line)).data;
    if (result === undefined) continue;
    readable += 1;
    const model = models.get(result.custom_id);
    if (model === undefined) strangers += 1;
    else await take(result.custom_id, answerOf(result.result, parseModel(model).id, batch, options));
  }
  if (readable === 0 && batch.questions > 0) throw new StreamBroken('the answer holds no results');
  return { strangers };
}

function asJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function answerOf(
  { type, message, error }: z.infer<typeof resultLine>['result'],
  model: string,
  batch: BatchState,
  { priceOf, apiKey }: ClaudeOptions,
): BatchAnswer {
  if (type === 'expired' || type === 'canceled') return { kind: type };
  if (type === 'errored') {
    const from = { provider, remedies, secrets: [apiKey] };
    return { kind: 'errored', failure: complained(from, complaintOf(null, error), { requestId: requestIdOf(error) }) };
  }
  const read = claudeMessage.safeParse(message);
  if (!read.success) {
    const words = `${provider}: a result of batch ${batch.id} is not a message`;
    return { kind: 'errored', failure: new ProviderFailed(provider, 'malformed', words) };
  }
  const endedAt = batch.endedAt ?? batch.createdAt;
  const reply = {
    ...readMessages([read.data], model, priceOf(model), batch.id),
    servedBy: null,
    requestId: read.data.id ?? null,
    // The same however often the result is read, so that the journal knows it again.
    receivedAt: endedAt,
    tookMs: Math.max(0, Date.parse(endedAt) - Date.parse(batch.createdAt)),
    supplied: null,
    callId: null,
  };
  return { kind: 'answered', reply };
}

const failedRequest = z.object({ request_id: z.string() });

function requestIdOf(error: unknown): string | null {
  return failedRequest.safeParse(error).data?.request_id ?? null;
}
