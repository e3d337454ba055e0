import { afterEach, describe, expect, test } from 'vitest';
import { type Ask, type AskOptions, type Prompt, ProviderFailed, type Usage } from '../../src/core/call.ts';
import { claude } from '../../src/providers/claude/claude.ts';
import { governor } from '../../src/providers/governor.ts';
import { retry } from '../../src/providers/retry.ts';
import { scripted } from '../../src/providers/scripted.ts';
import { warmUp } from '../../src/providers/warm-up.ts';
import { outcomeOf, promptFor, quiet } from '../contracts/ask.ts';
import { startWire, type Wire } from '../wire/server.ts';
import { fakeClock } from './fake-clock.ts';

const model = 'claude:claude-sonnet-5-5';
const prompt = promptFor(model);
const down = new ProviderFailed('test', 'server', 'down');
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const used: Usage = { input: 10, output: 10, thinking: null, cacheWrite5m: 100, cacheWrite1h: 0, cacheRead: 0 };

/** Calls that were sent, each until it is told to begin, to end or to fail. */
function held(usage: Usage | null = used) {
  const sent: { own: string; options: AskOptions; end: () => void; fail: (error: Error) => void }[] = [];
  const ask: Ask = async (question, options) => {
    const gate = Promise.withResolvers<void>();
    sent.push({ own: question.own, options, end: gate.resolve, fail: gate.reject });
    options.onSend?.();
    await gate.promise;
    return scripted([{ text: question.own, usage }]).ask(question, { signal: options.signal });
  };
  return { ask, sent, names: () => sent.map(({ own }) => own) };
}

/** Asks as many personas at once. */
function askAll(ask: Ask, owns: readonly string[], more: Partial<Prompt> = {}, signal = quiet()) {
  return owns.map((own) => ask({ ...prompt, own, ...more }, { signal }));
}

describe('of prompts that share a prefix', () => {
  test('one goes first, streamed; when its answer begins the others go and are known to read the cache', async () => {
    const { ask, sent, names } = held();
    const calls = askAll(warmUp()(ask), ['a', 'b', 'c']);
    await turn();
    expect(names()).toEqual(['a']);
    expect(sent[0]?.options.reads).toBeUndefined();
    sent[0]?.options.onBegin?.();
    await turn();
    expect(names()).toEqual(['a', 'b', 'c']);
    expect(sent.slice(1).map(({ options }) => [options.reads, options.onBegin])).toEqual([
      [true, undefined],
      [true, undefined],
    ]);
    for (const { end } of sent) end();
    expect((await Promise.all(calls)).map(({ text }) => text)).toEqual(['a', 'b', 'c']);
  });

  test('the next goes first when the first fails before it begins, and so on; each failure is its own', async () => {
    const { ask, sent, names } = held();
    const calls = askAll(warmUp()(ask), ['a', 'b', 'c', 'd']).map(outcomeOf);
    await turn();
    sent[0]?.fail(down);
    await turn();
    expect(names()).toEqual(['a', 'b']);
    sent[1]?.fail(new Error('also down'));
    await turn();
    expect(names()).toEqual(['a', 'b', 'c']);
    sent[2]?.options.onBegin?.();
    await turn();
    expect(names()).toEqual(['a', 'b', 'c', 'd']);
    for (const { end } of sent) end();
    expect(await Promise.all(calls)).toEqual([down, new Error('also down'), 'answered', 'answered']);
  });

  test('one that fails after it began has written the prefix all the same', async () => {
    const { ask, sent, names } = held();
    const first = askAll(warmUp()(ask), ['a', 'b']).map(outcomeOf);
    await turn();
    sent[0]?.options.onBegin?.();
    sent[0]?.fail(down);
    await turn();
    expect(names()).toEqual(['a', 'b']);
    expect(sent[1]?.options.reads).toBe(true);
    sent[1]?.end();
    expect(await Promise.all(first)).toEqual([down, 'answered']);
  });

  test('another one goes when the first has been silent for half a minute, and only one', async () => {
    const clock = fakeClock();
    const { ask, sent, names } = held();
    const calls = askAll(warmUp(clock)(ask), ['a', 'b', 'c']);
    await clock.runUntil(clock.wait(29_999));
    expect(names()).toEqual(['a']);
    await clock.runUntil(clock.wait(1));
    await turn();
    expect(names()).toEqual(['a', 'b']);
    sent[0]?.options.onBegin?.();
    await turn();
    expect(names()).toEqual(['a', 'b', 'c']);
    for (const { end } of sent) end();
    await Promise.all(calls);
  });

  test('one writes again when nobody has read the entry for minutes, and nobody before', async () => {
    const clock = fakeClock();
    const { ask, sent } = held();
    const warm = warmUp(clock)(ask);
    const askOne = async (own: string) => {
      const [call] = askAll(warm, [own]);
      await turn();
      const last = sent.at(-1);
      last?.options.onBegin?.();
      last?.end();
      await call;
      return last?.options.reads ?? false;
    };
    expect(await askOne('a')).toBe(false);
    await clock.runUntil(clock.wait(200_000));
    expect(await askOne('b')).toBe(true);
    await clock.runUntil(clock.wait(200_000));
    expect(await askOne('c')).toBe(true);
    await clock.runUntil(clock.wait(240_000));
    expect(await askOne('d')).toBe(false);
  });

  test('an entry of the longer life is read for most of an hour', async () => {
    const clock = fakeClock();
    const { ask, sent } = held({ ...used, cacheWrite5m: 0, cacheWrite1h: 100 });
    const warm = warmUp(clock)(ask);
    const [first] = askAll(warm, ['a']);
    await turn();
    sent[0]?.end();
    await first;
    await clock.runUntil(clock.wait(3_000_000));
    const [second] = askAll(warm, ['b']);
    await turn();
    expect(sent[1]?.options.reads).toBe(true);
    sent[1]?.end();
    await second;
  });

  test('nobody waits once an answer has shown that nothing is cached', async () => {
    const { ask, sent, names } = held({ ...used, cacheWrite5m: 0 });
    const warm = warmUp()(ask);
    const [first] = askAll(warm, ['a']);
    await turn();
    sent[0]?.end();
    await first;
    const rest = askAll(warm, ['b', 'c']);
    await turn();
    expect(names()).toEqual(['a', 'b', 'c']);
    for (const { end } of sent) end();
    await Promise.all(rest);
  });

  test('one that is stopped while it waits leaves at once with the reason, and one that writes makes room', async () => {
    const { ask, sent, names } = held();
    const warm = warmUp()(ask);
    const reason = new Error('enough');
    const [writer, waiting] = [new AbortController(), new AbortController()];
    const first = askAll(warm, ['a'], {}, writer.signal).map(outcomeOf);
    const second = askAll(warm, ['b'], {}, waiting.signal).map(outcomeOf);
    const third = askAll(warm, ['c']);
    await turn();
    waiting.abort(reason);
    expect(await second[0]).toBe(reason);
    sent[0]?.fail(reason);
    await turn();
    expect(names()).toEqual(['a', 'c']);
    sent[1]?.end();
    expect(await first[0]).toBe(reason);
    await Promise.all(third);
  });
});

test('prompts of another model, another form of answer or another dossier wait for nobody', async () => {
  const { ask, sent, names } = held();
  const warm = warmUp()(ask);
  const calls = [
    ...askAll(warm, ['a']),
    ...askAll(warm, ['model'], { model: 'claude:claude-opus-5-5' }),
    ...askAll(warm, ['form'], { schema: { ...prompt.schema, name: 'ballot' } }),
    ...askAll(warm, ['dossier'], { shared: 'Another one.' }),
  ];
  await turn();
  expect(names()).toEqual(['a', 'model', 'form', 'dossier']);
  for (const { end } of sent) end();
  await Promise.all(calls);
});

describe('over real sockets', () => {
  let wire: Wire | undefined;
  afterEach(() => wire?.close());

  /** How many tokens each of eight calls about two tools wrote to the cache and read from it. */
  async function cacheUse(script: Parameters<typeof startWire>[0]) {
    wire = await startWire(script);
    const client = claude({ apiKey: 'key', baseURL: wire.url, priceOf: () => null });
    const govern = governor({ concurrency: 3 });
    const ask = retry(warmUp()(govern(client)), { wait: async () => {} });
    const tools = ['one', 'two'].map((tool) => ({ shared: `${tool} ${prompt.shared}` }));
    const replies = await Promise.all(tools.flatMap((tool) => askAll(ask, ['a', 'b', 'c', 'd'], tool)));
    return replies.map(({ usage }) => ({ wrote: usage?.cacheWrite5m, read: usage?.cacheRead }));
  }

  test('every shared prefix is written once and read by all others', async () => {
    const use = await cacheUse(() => 'x');
    expect(use.filter(({ wrote }) => wrote !== 0)).toHaveLength(2);
    expect(use.filter(({ read }) => read !== 0)).toHaveLength(6);
  });

  test('so it is when the first of them fail, in whatever way', async () => {
    const faults = [{ fault: 'status', status: 529 }, { fault: 'reset' }, { fault: 'status', status: 500 }] as const;
    const use = await cacheUse(({ number }) => faults[number - 1] ?? 'x');
    expect(use.filter(({ wrote }) => wrote !== 0)).toHaveLength(2);
    expect(use.filter(({ read }) => read !== 0)).toHaveLength(6);
  });
});
