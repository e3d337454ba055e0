import type { WireAnswer, WireFault, WireReply, WireRequest } from './answer.ts';
import { claudeError, claudeMessage } from './claude.ts';
import { allBlocks, isObject, refuseHeaders, refuseMessages } from './claude-request.ts';
import type { WireFiles } from './files.ts';
import type { CacheUse } from './prompt-cache.ts';

/** How the Message Batches of a wire behave. */
export interface BatchHabits {
  /** Looks at a batch that find it in progress, before one finds it ended; none when left out. */
  looks?: number;
  /** Batches are in progress until this has settled. */
  hold?: Promise<unknown>;
  /** What becomes of a question that is not answered by the script. */
  outcomeOf?: (question: WireRequest) => 'expired' | 'canceled' | null;
  /** Each result comes twice. */
  twice?: boolean;
  /** A request that fails before anything is done about it. */
  fails?: (request: WireRequest) => WireFault | null | Promise<WireFault | null>;
  /** A request that is done, and whose answer then fails. */
  breaksOff?: (request: WireRequest) => WireFault | null | Promise<WireFault | null>;
}

interface Batch {
  id: string;
  createdAt: number;
  looks: number;
  canceled: boolean;
  endedAt: number | null;
  questions: { custom_id: string; params: Record<string, unknown> }[];
  /** Lines, once they were made. */
  results: Promise<string[]> | null;
}

/** An answer of the batches part of the API. */
interface Done {
  status: number;
  body: unknown;
  lines?: string[];
}

const path = '/v1/messages/batches';
const day = 86_400_000;

export function isBatches(request: WireRequest): boolean {
  return request.path === path || request.path.startsWith(`${path}/`);
}

/** The state machine of Message Batches. Questions are answered by the script, asked with the path of the batches. */
export function claudeBatches(
  habits: BatchHabits,
  answerOf: (question: WireRequest) => WireReply | Promise<WireReply>,
  cacheOf: (body: Record<string, unknown>) => CacheUse,
  files: Pick<WireFiles, 'refuse' | 'textOf'>,
): (request: WireRequest) => Promise<Done> {
  const batches: Batch[] = [];
  let held = habits.hold !== undefined;
  void habits.hold?.then(() => {
    held = false;
  });

  const resultsOf = async (batch: Batch, request: WireRequest): Promise<string[]> => {
    const published: (() => void)[] = [];
    const lines: string[] = [];
    for (const [index, { custom_id, params }] of batch.questions.entries()) {
      const documents = allBlocks({ ...params })
        .filter(({ type }) => type === 'document')
        .map(files.textOf);
      const number = request.number * 1000 + index;
      const question = { ...request, number, path, method: 'POST', body: params, documents };
      const result = await resultOf(batch, question);
      lines.unshift(JSON.stringify({ custom_id, result }));
    }
    // What a batch writes to the cache is no use to itself: its questions run side by side.
    for (const publish of published) publish();
    return habits.twice === true ? lines.flatMap((line) => [line, line]) : lines;

    async function resultOf({ canceled }: Batch, question: WireRequest): Promise<unknown> {
      const outcome = canceled ? 'canceled' : (habits.outcomeOf?.(question) ?? null);
      if (outcome !== null) return { type: outcome };
      const gone = files.refuse(question);
      if (gone !== null) return { type: 'errored', error: claudeError(question, gone) };
      const reply = await answerOf(question);
      if (typeof reply === 'object' && 'fault' in reply) {
        const { type = 'api_error', message = 'Internal server error' } = reply as { type?: string; message?: string };
        return { type: 'errored', error: claudeError(question, { type, message }) };
      }
      const cache = cacheOf({ ...question.body });
      published.push(cache.publish);
      const answer: WireAnswer = typeof reply === 'string' ? { text: reply } : reply;
      return { type: 'succeeded', message: claudeMessage(question, answer, cache) };
    }
  };
  const look = (batch: Batch): void => {
    if (batch.endedAt !== null || held) return;
    if (batch.canceled || batch.looks >= (habits.looks ?? 0)) batch.endedAt = Date.now();
    batch.looks += 1;
  };
  return async (request) => {
    const refusal = refuseHeaders(request);
    if (refusal !== null) return { status: refusal.status, body: claudeError(request, refusal) };
    if (request.path === path && request.method === 'POST') {
      const problem = problemOf(request);
      if (problem !== null) return refused(request, 400, 'invalid_request_error', problem);
      const questions = request.body.requests as Batch['questions'];
      const id = `msgbatch_${String(batches.length + 1).padStart(4, '0')}`;
      const made = { looks: 0, canceled: false, endedAt: null, questions, results: null };
      batches.unshift({ id, createdAt: Date.now(), ...made });
      return { status: 200, body: await describe(batches[0]) };
    }
    if (request.path === path) {
      const after = batches.findIndex(({ id }) => id === request.query.get('after_id'));
      const page = batches.slice(after + 1, after + 1 + Number(request.query.get('limit') ?? 20));
      const data = await Promise.all(page.map(describe));
      return { status: 200, body: { data, has_more: batches.length > after + 1 + page.length } };
    }
    const [id = '', action] = request.path.slice(path.length + 1).split('/');
    const batch = batches.find((one) => one.id === id);
    if (batch === undefined) return refused(request, 404, 'not_found_error', `batch ${id} not found`);
    if (action === 'cancel') batch.canceled = true;
    if (action === undefined) look(batch);
    if (action !== 'results') return { status: 200, body: await describe(batch) };
    if (batch.endedAt === null) return refused(request, 400, 'invalid_request_error', 'the batch has not ended');
    batch.results ??= resultsOf(batch, request);
    return { status: 200, body: null, lines: await batch.results };
  };
}

function refused(request: WireRequest, status: number, type: string, message: string): Done {
  return { status, body: claudeError(request, { type, message }) };
}

/** Why a batch is refused as a whole: one bad question is enough. */
function problemOf(request: WireRequest): string | null {
  const { requests } = request.body;
  if (!Array.isArray(requests) || requests.length === 0) return 'requests: at least one request is required';
  const ids = new Set<string>();
  for (const [index, one] of requests.entries()) {
    if (!isObject(one) || !isObject(one.params)) return `requests.${index}: needs custom_id and params`;
    const id = String(one.custom_id);
    if (!/^[a-zA-Z0-9_-]{1,64}$/.test(id))
      return `requests.${index}.custom_id: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'`;
    if (ids.has(id)) return `requests.${index}.custom_id: "${id}" is not unique`;
    ids.add(id);
    if ('stream' in one.params) return `requests.${index}.params.stream: streaming is not supported in batches`;
    const refusal = refuseMessages({ ...request, body: one.params });
    if (refusal !== null) return `requests.${index}.params.${refusal.message}`;
  }
  return null;
}

/** Counts stay at nothing but `processing` until the batch has ended. */
async function describe(batch: Batch | undefined): Promise<unknown> {
  if (batch === undefined) throw new RangeError('there is no batch to describe');
  const types = batch.results === null ? null : (await batch.results).map((line) => JSON.parse(line).result.type);
  const count = (type: string): number => (types ?? []).filter((one) => one === type).length;
  const ended = batch.endedAt !== null;
  const iso = (at: number): string => new Date(at).toISOString();
  return {
    id: batch.id,
    type: 'message_batch',
    processing_status: ended ? 'ended' : batch.canceled ? 'canceling' : 'in_progress',
    request_counts: {
      processing: ended ? 0 : batch.questions.length,
      succeeded: ended ? (types === null ? batch.questions.length : count('succeeded')) : 0,
      errored: count('errored'),
      canceled: count('canceled'),
      expired: count('expired'),
    },
    created_at: iso(batch.createdAt),
    expires_at: iso(batch.createdAt + day),
    ended_at: batch.endedAt === null ? null : iso(batch.endedAt),
    cancel_initiated_at: null,
    archived_at: null,
    results_url: ended ? `https://api.anthropic.com${path}/${batch.id}/results` : null,
  };
}
