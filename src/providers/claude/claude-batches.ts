import type Anthropic from '@anthropic-ai/sdk';
import type { BatchService, BatchState } from '../../core/batch.ts';
import { ProviderFailed } from '../../core/call.ts';
import { parseModel } from '../../core/model.ts';
import { withinDeadline } from '../deadline.ts';
import { type ClaudeOptions, refuse, sdkSlack } from './claude.ts';
import { readResults, readState, readStates } from './claude-batch-answers.ts';
import { connectClaude, failureOf, provider, type Seen } from './claude-client.ts';
import type { FileIds } from './claude-files.ts';
import { paramsOf } from './claude-params.ts';

/** Longest wait for one answer, body included, in milliseconds: a batch may be large to send, and very large to read. */
const deadlines = { send: 600_000, look: 60_000, read: 3_600_000 };

/** Batches on one page of their list, the most there can be, and the most pages that are read. */
const pageSize = 100;
const mostPages = 20;

/** Puts questions to Claude in Message Batches. Their results are read as live answers are, at the price of a batch. */
export function claudeBatches(options: ClaudeOptions): BatchService {
  const request = openRequests(options);
  return {
    async send(items, signal) {
      for (const { prompt } of items) refuse(parseModel(prompt.model).id, options.apiKey);
      const { files } = options;
      const filesOf = (): Promise<FileIds[]> =>
        Promise.all(items.map(async ({ prompt }) => files?.idsFor(prompt, signal) ?? new Map()));
      const create = (ids: readonly FileIds[]): Promise<BatchState> => {
        const requests = items.map(({ customId, prompt, life }, index) => {
          return { custom_id: customId, params: paramsOf(prompt, parseModel(prompt.model).id, life, ids[index]) };
        });
        return request('send', signal, {
          send: (client, how) => client.messages.batches.create({ requests }, how).asResponse(),
          read: readState,
        });
      };
      const named = await filesOf();
      try {
        return await create(named).catch(async (failure: unknown) => {
          const all = new Map(named.flatMap((ids) => [...ids]));
          if (files === undefined || !(await files.forgetGone(all, failure, signal))) throw failure;
          return create(await filesOf());
        });
      } catch (error) {
        throw naming(error);
      }
    },

    look: (id, signal) =>
      request('look', signal, {
        send: (client, how) => client.messages.batches.retrieve(id, {}, how).asResponse(),
        read: readState,
      }),

    async recent(since, signal) {
      const found: BatchState[] = [];
      for (let page = 1; page <= mostPages; page += 1) {
        const after = found.at(-1);
        const params = { limit: pageSize, ...(after && { after_id: after.id }) };
        const { batches, more } = await request('look', signal, {
          send: (client, how) => client.messages.batches.list(params, how).asResponse(),
          read: readStates,
        });
        found.push(...batches);
        const oldest = batches.at(-1);
        if (!more || oldest === undefined || Date.parse(oldest.createdAt) < since) break;
      }
      return found.filter(({ createdAt }) => Date.parse(createdAt) >= since);
    },

    async read(batch, models, take, signal) {
      const ours: { fault?: unknown } = {};
      const keeping: typeof take = (customId, answer) =>
        take(customId, answer).catch((fault: unknown) => {
          ours.fault = fault;
          throw fault;
        });
      try {
        return await request('read', signal, {
          // By its documented path: an address in an answer is not where a key is sent.
          send: (client, how) =>
            client.get(`/v1/messages/batches/${encodeURIComponent(batch.id)}/results`, how).asResponse(),
          read: (response, alive) => readResults(response, { batch, models, take: keeping, alive, options }),
        });
      } catch (error) {
        // What went wrong on our side is no failure of the service.
        throw 'fault' in ours ? ours.fault : error;
      }
    },
  };
}

interface Exchange<T> {
  send(client: Anthropic, how: { signal: AbortSignal; timeout: number }): Promise<Response>;
  read(response: Response, alive: () => void): Promise<T>;
}

/** One request and its whole answer at a time, within its deadline, failing as every call of the service does. */
function openRequests(options: ClaudeOptions) {
  const { now = () => new Date(), apiKey, idleMs } = options;
  let client: Promise<Anthropic> | undefined;
  return async <T>(kind: keyof typeof deadlines, signal: AbortSignal, exchange: Exchange<T>): Promise<T> => {
    const deadlineMs = options.deadlineMs ?? deadlines[kind];
    const patience = { provider, signal, deadlineMs, ...(idleMs === undefined ? {} : { idleMs }) };
    return withinDeadline(patience, async (ending, alive) => {
      client ??= connectClaude(options);
      const seen: Seen = { status: null, requestId: null, contentType: null };
      try {
        const response = await exchange.send(await client, { signal: ending, timeout: deadlineMs + sdkSlack });
        seen.status = response.status;
        seen.requestId = response.headers.get('request-id');
        seen.contentType = response.headers.get('content-type');
        return await exchange.read(response, alive);
      } catch (error) {
        throw failureOf(error, seen, { apiKey, now });
      }
    });
  };
}

/** The service names the question that spoils a batch by its place: `requests.3.custom_id: …`. */
function naming(error: unknown): unknown {
  if (!(error instanceof ProviderFailed) || error.status !== 400) return error;
  const place = /\brequests\.(\d+)\b/.exec(error.message)?.[1];
  if (place === undefined) return error;
  const { kind, message, status, requestId, cause } = error;
  return new ProviderFailed(provider, kind, message, { status, requestId, culprit: Number(place), cause });
}
