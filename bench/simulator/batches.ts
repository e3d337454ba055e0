import { setTimeout as sleep } from 'node:timers/promises';
import { isObject } from '../../test/wire/claude-request.ts';
import { bill } from './generate.ts';
import { messageOf, takeMessage } from './messages.ts';
import { Refused } from './requests.ts';
import type { Service, StoredBatch } from './service.ts';

interface BatchRequest {
  custom_id: string;
  params: Record<string, unknown>;
}

/** Begins a batch of Messages requests. @throws Refused when one of them cannot be in a batch. */
export function createBatch(service: Service, body: Record<string, unknown>, host: string): StoredBatch['view'] {
  const requests = requestsOf(body);
  const id = `msgbatch_${service.next()}`;
  const view = {
    id,
    type: 'message_batch',
    processing_status: 'in_progress',
    request_counts: { processing: requests.length, succeeded: 0, errored: 0, canceled: 0, expired: 0 },
    created_at: new Date().toISOString(),
    expires_at: new Date(Date.now() + 86_400_000).toISOString(),
    ended_at: null,
    archived_at: null,
    cancel_initiated_at: null,
    results_url: null,
  };
  const batch: StoredBatch = { view, results: [] };
  service.batches.set(id, batch);
  void run(service, batch, requests, `http://${host}/v1/messages/batches/${id}/results`);
  return view;
}

function requestsOf(body: Record<string, unknown>): BatchRequest[] {
  const requests = (Array.isArray(body.requests) ? body.requests : []).filter(isObject);
  if (requests.length === 0) throw new Refused(400, 'invalid_request_error', 'requests: must not be empty');
  const ids = requests.map(({ custom_id }) => String(custom_id));
  const bad = ids.find((id, index) => !/^[a-zA-Z0-9_-]{1,64}$/.test(id) || ids.indexOf(id) !== index);
  if (bad !== undefined)
    throw new Refused(400, 'invalid_request_error', `requests: custom_id ${bad} does not match or is not unique`);
  return requests.map(({ custom_id, params }) => ({
    custom_id: String(custom_id),
    params: isObject(params) ? params : {},
  }));
}

/** Answers all of a batch at its end, in any order but the given one, unless it was cancelled before. */
async function run(service: Service, batch: StoredBatch, requests: BatchRequest[], url: string): Promise<void> {
  await sleep(service.settings.batchMs);
  const cancelled = batch.view.cancel_initiated_at !== null;
  const results = requests.toReversed().map(({ custom_id, params }) => ({
    custom_id,
    result: cancelled ? { type: 'canceled' } : resultOf(service, params),
  }));
  batch.results = results.map((result) => JSON.stringify(result));
  const count = (type: string): number => results.filter(({ result }) => result.type === type).length;
  Object.assign(batch.view, {
    processing_status: 'ended',
    ended_at: new Date().toISOString(),
    results_url: url,
    request_counts: {
      processing: 0,
      succeeded: count('succeeded'),
      errored: count('errored'),
      canceled: count('canceled'),
      expired: 0,
    },
  });
}

function resultOf(service: Service, params: Record<string, unknown>): { type: string } & Record<string, unknown> {
  const errored = (type: string, message: string) => ({
    type: 'errored',
    error: { type: 'error', error: { type, message }, request_id: null },
  });
  try {
    const { answer, plan, model } = takeMessage(service, params, false);
    const { fault } = answer;
    if (fault === '500' || fault === '529' || fault === 'reset') return errored('api_error', 'Internal server error');
    plan.publish();
    bill(service, model, answer, plan, true);
    return { type: 'succeeded', message: messageOf(service, model, answer, plan) };
  } catch (error) {
    if (error instanceof Refused) return errored(error.type, error.message);
    throw error;
  }
}
