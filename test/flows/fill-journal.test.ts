import { afterEach, describe, expect, test } from 'vitest';
import { parseModel } from '../../src/core/model.ts';
import type { Batching } from '../../src/desk.ts';
import { exitCodeOf } from '../../src/entries/exit-codes.ts';
import { reviewTools, type ToolResult } from '../../src/flows/ask/review-tools.ts';
import { BudgetReached } from '../../src/providers/budget.ts';
import { promptFor } from '../contracts/ask.ts';
import { type BatchingDesk, type BatchingWishes, buildBatchingDesk } from '../fixtures/batching.ts';
import { inventPersona, panel, toolFiles } from '../fixtures/desk.ts';
import type { WireFault, WireRequest } from '../wire/answer.ts';

const asIs = { fresh: false, note: null, leadNamed: false };
const order = (wishes = asIs) => ({ targets: [toolFiles.lantern], personas: [], wishes, choose: async () => null });

let built: BatchingDesk | undefined;
afterEach(async () => {
  await built?.wire.close();
  built = undefined;
});
async function open(wishes: BatchingWishes = {}): Promise<BatchingDesk> {
  built = await buildBatchingDesk(wishes);
  return built;
}
const review = ({ desk }: BatchingDesk, wishes = asIs) => reviewTools(desk, order(wishes));
const kinds = (tools: ToolResult[]) => tools.flatMap(({ seats }) => seats.map(({ kind }) => kind));
const failuresOf = (tools: ToolResult[]) => tools.flatMap(({ seats }) => seats.map(({ failure }) => failure));

/** Four reviewers: one more than make an entry of the cache worth writing first. */
const four = {
  panel: {
    panel,
    personas: [
      inventPersona('builder'),
      inventPersona('skeptic', 20),
      inventPersona('founder', 30),
      inventPersona('futurist', 40),
    ],
  },
};
/** The same desk, for models that cache nothing shorter than so many tokens. */
const minimum = (of: BatchingDesk, tokens: number) => ({
  ...of,
  desk: { ...of.desk, batching: { ...of.batching, minimumPrefixOf: () => tokens } },
});

const isCreate = ({ method, path }: WireRequest) => method === 'POST' && path === '/v1/messages/batches';
const down: WireFault = { fault: 'status', status: 503, headers: { 'retry-after-ms': '1' } };
/** Fails so many of the requests that a test asks for. */
function failing(count: number, fault: WireFault, when: (request: WireRequest) => boolean) {
  let left = count;
  return (request: WireRequest): WireFault | null => {
    if (!when(request) || left === 0) return null;
    left -= 1;
    return fault;
  };
}

/** A clock that goes on with what is waited, and with the time of the machine beneath it. */
function movingClock() {
  let ahead = 0;
  return {
    now: () => new Date(Date.now() + ahead),
    go: (ms: number) => {
      ahead += ms;
    },
  };
}

/** What a run leaves behind that was stopped before it learned the id of its batch: the batch is noted, and the service has it. */
async function leave(it: BatchingDesk): Promise<void> {
  const stopped = new AbortController();
  const service = {
    ...it.batching.service,
    send: async (...sending: Parameters<typeof it.batching.service.send>) => {
      await it.batching.service.send(...sending);
      stopped.abort(new Error('killed'));
      throw stopped.signal.reason;
    },
  };
  const desk = { ...it.desk, signal: stopped.signal, batching: { ...it.batching, service } };
  await expect(reviewTools(desk, order())).rejects.toThrow('killed');
}
/** The same desk a minute on. */
const muchLater = (it: BatchingDesk) => ({ ...it, desk: { ...it.desk, now: () => new Date(Date.now() + 60_000) } });

describe('a batch fills the journal', () => {
  test('and the seats are filled from there by the same verbs, with nothing asked live', async () => {
    const it = await open();
    expect(kinds(await review(it))).toEqual(['kept', 'kept']);
    expect(it.asked).toEqual([]);
    expect(it.sent()).toEqual([{ questions: ['lantern builder opinion', 'lantern skeptic opinion'], cached: false }]);
  });

  test('with the ballots of Claude models too, before there is a review', async () => {
    const it = await open({ desk: { ballots: [parseModel('claude:claude-opus-5-5')] } });
    const [tool] = await review(it);
    expect(tool?.seats.map(({ missingBallots }) => missingBallots)).toEqual([[], []]);
    expect(it.asked).toEqual([]);
    expect(it.sent()[0]?.questions.sort()).toEqual([
      'lantern builder ballot',
      'lantern builder opinion',
      'lantern skeptic ballot',
      'lantern skeptic opinion',
    ]);
    const seat = await it.store.findSeat('lantern', 'builder');
    expect(await it.store.listBallots(seat.review?.id ?? 0)).toHaveLength(1);
  });

  test('and corrections go into the next batch', async () => {
    const it = await open({
      script: ({ kind, persona }) => (kind === 'opinion' && persona === 'builder' ? '{"checks": []}' : null),
    });
    expect(kinds(await review(it))).toEqual(['kept', 'kept']);
    expect(it.sent().map(({ questions }) => questions)).toEqual([
      ['lantern builder opinion', 'lantern skeptic opinion'],
      ['lantern builder repair'],
    ]);
    expect(it.asked).toEqual([]);
  });

  test('an answer that was cut off is a reply like any other: it is asked again with more room', async () => {
    const it = await open({
      script: ({ persona }, { body }) =>
        persona === 'builder' && body.max_tokens === 16_000 ? { text: '{"checks":', stop: 'max_tokens' } : null,
    });
    expect(kinds(await review(it))).toEqual(['kept', 'kept']);
    expect(it.sent()).toHaveLength(2);
    const [repair] = (it.wire.requests.filter(isCreate)[1]?.body.requests ?? []) as {
      params: { max_tokens: number };
    }[];
    expect(repair?.params.max_tokens).toBe(32_000);
  });

  test('a refusal is an answer: the seat is missing with its reason, and nobody asks again', async () => {
    const it = await open({ script: ({ persona }) => (persona === 'builder' ? { text: '', stop: 'refusal' } : null) });
    const [tool] = await review(it);
    expect(tool?.seats[0]).toMatchObject({ kind: 'missing', reason: 'the model refused (refusal)', failure: null });
    expect(it.sent()).toHaveLength(1);
    expect(it.asked).toEqual([]);
  });

  test('with --fresh it asks the next attempt, under another custom id', async () => {
    const it = await open();
    await review(it);
    await review(it, { ...asIs, fresh: true });
    const ids = it.wire.requests
      .filter(isCreate)
      .map(({ body }) => (body.requests as { custom_id: string }[])[0]?.custom_id.replace(/^rv_[0-9a-f]{24}_/, ''));
    expect(ids).toEqual(['1', '2']);
  });

  test('what the batch brought is counted once as spent, however often it is read', async () => {
    const it = await open({ habits: { twice: true } });
    const tools = await review(it);
    const costs = tools.flatMap(({ seats }) =>
      seats.map((seat) => ('review' in seat ? seat.review.byline.costUsd : 0)),
    );
    expect(it.spent()).toBeCloseTo(
      costs.reduce<number>((sum, cost) => sum + (cost ?? Number.NaN), 0),
      12,
    );
    expect(it.logged.filter(({ outcome }) => outcome === 'answered')).toHaveLength(2);
  });
});

describe('an entry of the cache', () => {
  test('is written by one question in a batch of its own, and read by the others', async () => {
    const it = minimum(await open({ desk: four }), 100);
    await review(it);
    expect(it.sent()).toEqual([
      { questions: ['lantern builder opinion'], cached: true },
      { questions: ['skeptic', 'founder', 'futurist'].map((who) => `lantern ${who} opinion`), cached: true },
    ]);
    expect(it.told).toContainEqual(expect.objectContaining({ kind: 'planned', way: 'warmed-batch', questions: 4 }));
  });

  test('is waited for by the next run, when the one that asked for it was stopped', async () => {
    const it = minimum(await open({ desk: four, habits: { looks: 1 } }), 100);
    await leave(it);
    await review(muchLater(it));
    expect(it.sent().map(({ questions, cached }) => [questions.length, cached])).toEqual([
      [1, true],
      [3, true],
    ]);
  });

  test('is not asked for where the shared part is too short for it', async () => {
    const it = minimum(await open({ desk: four }), 100_000);
    await review(it);
    expect(it.sent().map(({ questions, cached }) => [questions.length, cached])).toEqual([[4, false]]);
  });

  test('is not asked for any more when the first batch took too long for it to be alive', async () => {
    const clock = movingClock();
    const it = minimum(
      await open({
        desk: { ...four, now: clock.now },
        habits: { looks: 1 },
        onPause: () => clock.go(31 * 60_000),
      }),
      100,
    );
    expect(kinds(await review(it))).toEqual(['kept', 'kept', 'kept', 'kept']);
    expect(it.sent().map(({ questions, cached }) => [questions.length, cached])).toEqual([
      [1, true],
      [3, false],
    ]);
  });

  test('is not waited for again when the question that should write it came back without an answer', async () => {
    const it = minimum(
      await open({
        desk: four,
        habits: { outcomeOf: (request) => (JSON.stringify(request.body).includes('builder-1') ? 'expired' : null) },
      }),
      100,
    );
    expect(kinds(await review(it))).toEqual(['kept', 'kept', 'kept', 'kept']);
    expect(it.sent().map(({ questions, cached }) => [questions.length, cached])).toEqual([
      [1, true],
      [3, false],
    ]);
    expect(it.asked.map(({ seat }) => seat.persona)).toEqual(['builder']);
  });
});

describe('the budget', () => {
  test('keeps back what does not fit in the worst case; what is done is kept, and the run ends with 4', async () => {
    const it = await open({ maxCost: 0.15 });
    const tools = await review(it);
    expect(kinds(tools)).toEqual(['kept', 'missing']);
    expect(failuresOf(tools)[1]).toBeInstanceOf(BudgetReached);
    expect(failuresOf(tools)[1]?.message).toMatch(
      /^The next call could cost \$0\.\d+, and \$0\.\d+ of \$0\.15 are spent or set aside\./,
    );
    expect(exitCodeOf(tools)).toBe(4);
    expect(it.sent()).toMatchObject([{ questions: ['lantern builder opinion'] }]);
    expect(it.asked).toEqual([]);
  });

  test('is asked for the price of a batch: what would not fit live does', async () => {
    const it = await open({ maxCost: 0.25 });
    expect(kinds(await review(it))).toEqual(['kept', 'kept']);
  });
});

describe('when the service refuses a batch', () => {
  test('for one of its questions, that one is named and the others are asked', async () => {
    const spoiled = {
      fault: 'status',
      status: 400,
      type: 'invalid_request_error',
      message: 'requests.1.params.max_tokens: too large',
    } as const;
    const it = await open({ habits: { fails: failing(1, spoiled, isCreate) } });
    const tools = await review(it);
    expect(kinds(tools)).toEqual(['kept', 'missing']);
    expect(failuresOf(tools)[1]?.message).toBe(
      'The opinion of skeptic on lantern spoils its batch: claude answered 400: requests.1.params.max_tokens: too large.',
    );
    expect(it.sent().map(({ questions }) => questions.length)).toEqual([2, 1]);
    expect(it.asked).toEqual([]);
  });

  test('its trouble is waited out, by our own retries alone', async () => {
    const it = await open({ habits: { fails: failing(2, down, isCreate) } });
    expect(kinds(await review(it))).toEqual(['kept', 'kept']);
    expect(it.sent()).toHaveLength(3);
    expect(it.pauses.slice(0, 2)).toEqual([1, 1]);
    expect(it.logged.filter((entry) => 'tried' in entry).map(({ outcome }) => outcome)).toEqual([
      'server',
      'server',
      'sent',
    ]);
  });

  test.each<[string, WireFault]>([
    ['an error', { fault: 'status', status: 500 }],
    ['nothing at all', { fault: 'reset' }],
    ['something that is no batch', { fault: 'body', body: { id: 7 } }],
  ])('with %s after it took it, it is found again and not sent again', async (_what, fault) => {
    const it = await open({ habits: { breaksOff: failing(1, fault, isCreate) } });
    expect(kinds(await review(it))).toEqual(['kept', 'kept']);
    expect(it.sent()).toHaveLength(1);
    expect(it.asked).toEqual([]);
  });

  test('and stays away, seats are missing, nothing is asked live, and the next run goes on', async () => {
    let away = true;
    const it = await open({ habits: { fails: () => (away ? { fault: 'reset' } : null) } });
    const tools = await review(it);
    expect(kinds(tools)).toEqual(['missing', 'missing']);
    expect(exitCodeOf(tools)).toBe(5);
    expect(it.asked).toEqual([]);
    away = false;
    const later = { ...it, desk: { ...it.desk, now: () => new Date(Date.now() + 60_000) } };
    expect(kinds(await review(later))).toEqual(['kept', 'kept']);
    expect(it.asked).toEqual([]);
  });
});

describe('while it waits', () => {
  test('pauses grow up to a minute', async () => {
    const it = await open({ habits: { looks: 15 } });
    await review(it);
    expect(it.pauses.slice(0, 3)).toEqual([1_000, 1_500, 2_250]);
    expect(it.pauses.at(-1)).toBe(60_000);
    expect(it.told.filter(({ kind }) => kind === 'waiting')).toHaveLength(15);
  });

  test('a service that cannot say how far it is for some time is borne with', async () => {
    const looks = ({ method }: WireRequest) => method === 'GET';
    const it = await open({ habits: { fails: failing(5, down, looks) } });
    expect(kinds(await review(it))).toEqual(['kept', 'kept']);
    expect(it.pauses).toHaveLength(5);
  });

  test('one that never can is given up, the batch is not lost, and nobody is asked a second time, in place of the lead neither', async () => {
    const clock = movingClock();
    let away = true;
    const it = await open({
      desk: { now: clock.now, fallback: parseModel('hugging-face:openai/gpt-oss-120b') },
      habits: { fails: ({ method }) => (away && method === 'GET' ? down : null) },
      onPause: clock.go,
    });
    const tools = await review(it);
    expect(kinds(tools)).toEqual(['missing', 'missing']);
    expect(failuresOf(tools)[0]?.message).toMatch(
      /Batch msgbatch_0001 is not lost: the same command picks it up by its id\.$/,
    );
    expect(it.asked).toEqual([]);
    expect(it.pauses.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(15 * 60_000);
    away = false;
    expect(kinds(await review(it))).toEqual(['kept', 'kept']);
    expect(it.sent()).toHaveLength(1);
  });

  test('a batch that does not end although it expired is given up', async () => {
    const it = await open({
      desk: { now: () => new Date(Date.now() + 26 * 3_600_000) },
      habits: { hold: new Promise(() => {}) },
    });
    const tools = await review(it);
    expect(failuresOf(tools)[0]?.message).toContain('should have expired');
    expect(it.asked).toEqual([]);
  });

  test('a batch the service does not know any more is sent again, once', async () => {
    const gone: WireFault = { fault: 'status', status: 404, type: 'not_found_error', message: 'no such batch' };
    const first = await open({
      habits: { hold: new Promise(() => {}), fails: ({ method }) => (method === 'GET' ? gone : null) },
    });
    const tools = await review(first);
    expect(kinds(tools)).toEqual(['missing', 'missing']);
    expect(first.sent()).toHaveLength(1);
    expect(await first.store.batches.listOpen()).toEqual([]);
  });

  test('results that are cut off in the middle are read again, and kept once', async () => {
    const results = ({ path }: WireRequest) => path.endsWith('/results');
    const it = await open({ habits: { twice: true, breaksOff: failing(1, { fault: 'cut' }, results) } });
    expect(kinds(await review(it))).toEqual(['kept', 'kept']);
    expect(it.logged.filter(({ outcome }) => outcome === 'answered')).toHaveLength(2);
    expect(it.logged.find((entry) => 'tried' in entry && entry.outcome !== 'sent')).toMatchObject({
      tried: 'read',
      outcome: 'network',
    });
    expect(it.sent()).toHaveLength(1);
  });
});

describe('a batch whose sender was stopped before it knew the id', () => {
  test('is found among the newest of the account', async () => {
    const it = await open();
    await leave(it);
    expect(kinds(await review(muchLater(it)))).toEqual(['kept', 'kept']);
    expect(it.sent()).toHaveLength(1);
    expect(it.told).toContainEqual(expect.objectContaining({ kind: 'found', batch: 'msgbatch_0001' }));
  });

  test('is not yet one while its sender says every now and then that it is at it', async () => {
    const gate = Promise.withResolvers<null>();
    const it = await open({ habits: { fails: (request) => (isCreate(request) ? gate.promise : null) } });
    const running = review(it);
    const renewed = async () => {
      const [batch] = await it.store.batches.listOpen();
      return batch !== undefined && batch.renewedAt > batch.notedAt;
    };
    while (!(await renewed())) await new Promise((turn) => setImmediate(turn));
    gate.resolve(null);
    expect(kinds(await running)).toEqual(['kept', 'kept']);
  });

  test('is left alone while its sender may be alive', async () => {
    const it = await open({ onPause: () => {} });
    await leave(it);
    let waits = 0;
    const stop = new AbortController();
    const desk = {
      ...it.desk,
      signal: stop.signal,
      batching: {
        ...it.batching,
        wait: async () => {
          waits += 1;
          if (waits === 3) stop.abort(new Error('enough'));
          stop.signal.throwIfAborted();
        },
      },
    };
    await expect(reviewTools(desk, order())).rejects.toThrow('enough');
    expect(it.wire.requests).toHaveLength(1);
  });

  test('taken for another one is found out by its results: nothing of it is kept, and the questions are asked', async () => {
    const it = await open({ script: ({ persona }) => (persona === '' ? 'the answer to a stranger' : null) });
    await leave(it);
    const strangers = ['x', 'y'].map((customId) => ({
      customId,
      life: null,
      prompt: promptFor('claude:claude-sonnet-5-5'),
    }));
    const foreign = await it.batching.service.send(strangers, it.desk.signal);
    const recent: Batching['service']['recent'] = async (...when) =>
      (await it.batching.service.recent(...when)).filter(({ id }) => id === foreign.id);
    const service = { ...it.batching.service, recent };
    const desk = { ...muchLater(it).desk, batching: { ...it.batching, service } };
    expect(kinds(await reviewTools(desk, order()))).toEqual(['kept', 'kept']);
    expect(it.told).toContainEqual(expect.objectContaining({ kind: 'lost', batch: foreign.id }));
    expect(it.sent()).toHaveLength(3);
  });
});
