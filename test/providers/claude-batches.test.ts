import { afterEach, describe, expect, test } from 'vitest';
import type { BatchAnswer, BatchState } from '../../src/core/batch.ts';
import { ProviderFailed } from '../../src/core/call.ts';
import { costOf } from '../../src/core/cost.ts';
import { claudeBatches } from '../../src/providers/claude/claude-batches.ts';
import { claudePriceOf } from '../../src/providers/claude/claude-price-list.ts';
import { opinionText, outcomeOf, promptFor, quiet } from '../contracts/ask.ts';
import type { WireFault, WireReply, WireRequest } from '../wire/answer.ts';
import type { BatchHabits } from '../wire/claude-batches.ts';
import { startWire, type Wire } from '../wire/server.ts';

const apiKey = 'sk-ant-secret-of-the-test';
const model = 'claude:claude-sonnet-5-5';
const prompt = promptFor(model);
const item = (customId: string, life: '1h' | null = null) => ({ customId, prompt, life });

let wire: Wire | undefined;
afterEach(async () => {
  await wire?.close();
  wire = undefined;
});

/** A service that is waited for as long as it takes, unless it is meant to keep silent. */
async function open(
  habits: BatchHabits = {},
  script: (request: WireRequest) => WireReply = () => opinionText,
  deadlineMs?: number,
) {
  const opened = await startWire(script, { batches: habits });
  wire = opened;
  const options = { apiKey, baseURL: opened.url, priceOf: claudePriceOf, ...(deadlineMs && { deadlineMs }) };
  return { service: claudeBatches(options), requests: opened.requests };
}

type Service = Awaited<ReturnType<typeof open>>['service'];

/** Sends questions, and reads what came of those we know, in the order of the lines. */
async function answersTo(service: Service, ids: string[], known = ids, more: Partial<BatchState> = {}) {
  const sent = await service.send(
    ids.map((id) => item(id)),
    quiet(),
  );
  const state = { ...(await service.look(sent.id, quiet())), ...more };
  const models = new Map(known.map((id) => [id, model]));
  const taken: [string, BatchAnswer][] = [];
  const { strangers } = await service.read(state, models, async (...one) => void taken.push(one), quiet());
  return { taken, strangers, state };
}

describe('what is sent to Claude in a batch', () => {
  test('is the same request as a live one, without a stream, and with an hour’s entry only where it is asked for', async () => {
    const { service, requests } = await open();
    await service.send([item('rv_a_1', '1h'), item('rv_b_1')], quiet());
    const params = (cache: object) => ({
      model: 'claude-sonnet-5-5',
      max_tokens: 2_000,
      system: [
        { type: 'text', text: prompt.shared, ...cache },
        { type: 'text', text: prompt.own },
      ],
      messages: [{ role: 'user', content: 'Write the review.' }],
      output_config: { effort: 'medium', format: { type: 'json_schema', schema: prompt.schema.schema } },
    });
    expect(requests[0]?.body).toEqual({
      requests: [
        { custom_id: 'rv_a_1', params: params({ cache_control: { type: 'ephemeral', ttl: '1h' } }) },
        { custom_id: 'rv_b_1', params: params({}) },
      ],
    });
    expect(requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${apiKey}`,
      'anthropic-version': '2026-10-21',
    });
  });

  test('is nothing for a model that is about to be retired', async () => {
    const { service, requests } = await open();
    const retiring = { ...item('rv_a_1'), prompt: promptFor('claude:claude-sonnet-4-5') };
    expect(await outcomeOf(service.send([retiring], quiet()))).toMatchObject({ kind: 'request' });
    expect(requests).toEqual([]);
  });

  test('a question that spoils the batch is named by its place', async () => {
    const { service } = await open();
    const failure = await outcomeOf(service.send([item('rv_a_1'), item('no:colons')], quiet()));
    expect(failure).toMatchObject({ kind: 'request', status: 400, culprit: 1 });
    expect((failure as ProviderFailed).message).toContain('requests.1.custom_id');
  });
});

describe('what a batch brings', () => {
  test('is a whole reply at half the price, told by the batch and not by the moment it is read', async () => {
    const { service } = await open();
    const { taken, state } = await answersTo(service, ['rv_a_1']);
    const [[, answer] = []] = taken;
    if (answer?.kind !== 'answered') throw new Error('nothing was answered');
    expect(answer.reply).toMatchObject({
      text: opinionText,
      stop: 'end',
      provider: 'claude',
      model: 'claude-sonnet-5-5',
      requestId: expect.stringMatching(/^msg_/),
      batch: 'msgbatch_0001',
      receivedAt: state.endedAt,
      callId: null,
    });
    const { usage, costUsd } = answer.reply;
    expect(costUsd).toBeCloseTo(
      costOf(usage ?? expect.fail(), claudePriceOf('claude-sonnet-5-5')?.tiers ?? []) / 2,
      12,
    );
    expect(JSON.parse(JSON.stringify(answer.reply))).toEqual(answer.reply);
  });

  test('counts what was written to the cache as an hour’s entry, also where the service does not split it', async () => {
    const { service } = await open({}, () => ({
      text: opinionText,
      usage: { cacheWrite: 700 },
    }));
    await service.send([item('rv_a_1', '1h')], quiet());
    const state = await service.look('msgbatch_0001', quiet());
    const taken: BatchAnswer[] = [];
    await service.read(state, new Map([['rv_a_1', model]]), async (_, answer) => void taken.push(answer), quiet());
    expect(taken).toMatchObject([{ reply: { usage: { cacheWrite1h: 700, cacheWrite5m: 0 } } }]);
  });

  test('comes in any order, and may come twice', async () => {
    const { service } = await open({ twice: true });
    const { taken } = await answersTo(service, ['rv_a_1', 'rv_b_1', 'rv_c_1']);
    expect(taken.map(([id]) => id)).toEqual(['rv_c_1', 'rv_c_1', 'rv_b_1', 'rv_b_1', 'rv_a_1', 'rv_a_1']);
  });

  test('is told apart by what became of each question', async () => {
    let number = 0;
    const { service } = await open(
      {
        outcomeOf: (request) => (request.number % 10 === 0 ? 'expired' : request.number % 10 === 1 ? 'canceled' : null),
      },
      () => {
        number += 1;
        const overloaded: WireFault = {
          fault: 'status',
          status: 529,
          type: 'overloaded_error',
          message: `busy, ${apiKey}`,
        };
        return number === 1 ? overloaded : { text: 'half', stop: 'max_tokens' };
      },
    );
    const { taken } = await answersTo(service, ['rv_a_1', 'rv_b_1', 'rv_c_1', 'rv_d_1']);
    const of = new Map(taken);
    expect([...of].map(([id, { kind }]) => [id, kind]).sort()).toEqual([
      ['rv_a_1', 'expired'],
      ['rv_b_1', 'canceled'],
      ['rv_c_1', 'errored'],
      ['rv_d_1', 'answered'],
    ]);
    expect(of.get('rv_c_1')).toMatchObject({ failure: { kind: 'server', requestId: expect.stringMatching(/^req_/) } });
    expect(JSON.stringify(of.get('rv_c_1'))).not.toContain(apiKey);
    expect(of.get('rv_d_1')).toMatchObject({ reply: { stop: 'length', stopReason: 'max_tokens' } });
  });

  test('for questions of somebody else is counted and not taken', async () => {
    const { service } = await open();
    const { taken, strangers } = await answersTo(service, ['rv_a_1', 'rv_b_1'], ['rv_b_1']);
    expect({ ids: taken.map(([id]) => id), strangers }).toEqual({ ids: ['rv_b_1'], strangers: 1 });
  });

  test.each([
    ['a line that is no JSON', '{"custom_id": "rv_a_1", "resu'],
    ['a line that is no result', '["rv_a_1"]'],
    ['an empty line', '   '],
  ])('passes over %s and goes on', async (_what, line) => {
    const good = JSON.stringify({ custom_id: 'rv_b_1', result: { type: 'expired' } });
    const results: WireFault = { fault: 'body', body: `${line}\r\n${good}`, contentType: 'application/x-jsonl' };
    const { service } = await open({ fails: ({ path }) => (path.endsWith('/results') ? results : null) });
    const { taken, strangers } = await answersTo(service, ['rv_a_1', 'rv_b_1']);
    expect({ taken, strangers }).toEqual({ taken: [['rv_b_1', { kind: 'expired' }]], strangers: 0 });
  });

  test.each(['<html>a page</html>', '[]', ''])(
    'is not lost where %j came in its place: it may be asked for again',
    async (body) => {
      const page: WireFault = { fault: 'body', body, contentType: 'text/html' };
      const { service } = await open({ fails: ({ path }) => (path.endsWith('/results') ? page : null) });
      await expect(answersTo(service, ['rv_a_1'])).rejects.toMatchObject({ kind: 'malformed', retryable: true });
    },
  );

  test('that calls itself a message and is none is a failure of its question alone', async () => {
    const odd = JSON.stringify({ custom_id: 'rv_a_1', result: { type: 'succeeded', message: { content: 'none' } } });
    const { service } = await open({
      fails: ({ path }) => (path.endsWith('/results') ? { fault: 'body', body: odd } : null),
    });
    const { taken } = await answersTo(service, ['rv_a_1']);
    expect(taken).toMatchObject([['rv_a_1', { kind: 'errored', failure: { kind: 'malformed' } }]]);
  });

  test('is asked for at the address we were given, whatever address the answer names', async () => {
    const { service, requests } = await open();
    await answersTo(service, ['rv_a_1']);
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v1/messages/batches',
      'GET /v1/messages/batches/msgbatch_0001',
      'GET /v1/messages/batches/msgbatch_0001/results',
    ]);
  });

  test('a fault of ours while it is kept is no failure of the service', async () => {
    const { service } = await open();
    const sent = await service.send([item('rv_a_1')], quiet());
    const state = await service.look(sent.id, quiet());
    const fault = new Error('the disk is full');
    const reading = service.read(state, new Map([['rv_a_1', model]]), () => Promise.reject(fault), quiet());
    expect(await outcomeOf(reading)).toBe(fault);
  });
});

describe('a request about a batch', () => {
  const looks = ({ method }: WireRequest) => method === 'GET';
  const stuck: [string, WireFault, string][] = [
    ['that is never answered', { fault: 'stall' }, 'deadline'],
    ['whose body stops in the middle', { fault: 'stall-body' }, 'deadline'],
    ['that is cut off', { fault: 'cut' }, 'network'],
    ['that is answered with a page', { fault: 'html' }, 'malformed'],
    ['that is answered with something else', { fault: 'body', body: { id: 'x' } }, 'malformed'],
    ['that is too many', { fault: 'status', status: 429, headers: { 'retry-after': '7' } }, 'rate'],
    ['with a refused key', { fault: 'status', status: 401, type: 'authentication_error' }, 'credentials'],
  ];
  test.each(stuck)('%s ends as every call does', async (_what, fault, kind) => {
    // Long enough for the batch to be sent first.
    const deadlineMs = kind === 'deadline' ? 2_000 : undefined;
    const { service } = await open({ breaksOff: (request) => (looks(request) ? fault : null) }, undefined, deadlineMs);
    const { id } = await service.send([item('rv_a_1')], quiet());
    const failure = await outcomeOf(service.look(id, quiet()));
    expect(failure).toBeInstanceOf(ProviderFailed);
    expect(failure).toMatchObject({ kind, provider: 'claude' });
  });

  test('is tried once: retries are our own', async () => {
    const { service, requests } = await open({ fails: () => ({ fault: 'status', status: 500 }) });
    await outcomeOf(service.send([item('rv_a_1')], quiet()));
    expect(requests).toHaveLength(1);
  });

  test('ends with its caller', async () => {
    const { service } = await open({ fails: () => ({ fault: 'stall' }) });
    const stop = new AbortController();
    const sending = outcomeOf(service.send([item('rv_a_1')], stop.signal));
    await wire?.arrived(1);
    stop.abort(new Error('enough'));
    expect(await sending).toMatchObject({ message: 'enough' });
  });

  test('for the newest goes on page by page until they are too old', async () => {
    const { service, requests } = await open();
    for (let number = 0; number < 103; number += 1) await service.send([item('rv_a_1')], quiet());
    const before = requests.length;
    const all = await service.recent(0, quiet());
    expect(all.map(({ id }) => id)).toHaveLength(103);
    expect(all[0]?.id).toBe('msgbatch_0103');
    expect(requests).toHaveLength(before + 2);
    expect(await service.recent(Date.now() + 1_000, quiet())).toEqual([]);
    expect(requests).toHaveLength(before + 3);
  });
});
