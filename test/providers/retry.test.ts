import { describe, expect, test } from 'vitest';
import { type FailureKind, ProviderFailed } from '../../src/core/call.ts';
import { openSpare, type RetryOptions, retry } from '../../src/providers/retry.ts';
import { type ScriptedAnswer, scripted } from '../../src/providers/scripted.ts';
import { outcomeOf, promptFor, quiet } from '../contracts/ask.ts';

const prompt = promptFor('claude:claude-sonnet-5-5');
const failed = (kind: FailureKind, retryAfterMs: number | null = null): ProviderFailed =>
  new ProviderFailed('test', kind, kind, { retryAfterMs });

function retrying(answers: ScriptedAnswer[], more: RetryOptions = {}) {
  const waits: number[] = [];
  const { ask, asked } = scripted(answers);
  const wait = async (ms: number): Promise<void> => void waits.push(ms);
  return { ask: retry(ask, { wait, random: () => 0, ...more }), asked, waits };
}

describe('the retry layer', () => {
  test.each<FailureKind>(['rate', 'server', 'network', 'deadline', 'malformed'])(
    'asks again after a failure of kind %s',
    async (kind) => {
      const { ask, asked } = retrying([failed(kind), 'fine']);
      expect((await ask(prompt, { signal: quiet() })).text).toBe('fine');
      expect(asked).toHaveLength(2);
    },
  );

  test.each<FailureKind>(['credentials', 'spend', 'request', 'unsupported'])(
    'leaves a failure of kind %s as it is',
    async (kind) => {
      const failure = failed(kind);
      const { ask, asked } = retrying([failure, 'never']);
      expect(await outcomeOf(ask(prompt, { signal: quiet() }))).toBe(failure);
      expect(asked).toHaveLength(1);
    },
  );

  test('leaves errors that are not a provider’s as they are', async () => {
    const bug = new TypeError('a bug');
    const { ask, asked } = retrying([bug, 'never']);
    expect(await outcomeOf(ask(prompt, { signal: quiet() }))).toBe(bug);
    expect(asked).toHaveLength(1);
  });

  test('gives the last failure when its attempts are used up', async () => {
    const failures = [failed('server'), failed('network'), failed('rate')];
    const { ask, asked } = retrying([...failures, 'never'], { attempts: 3 });
    expect(await outcomeOf(ask(prompt, { signal: quiet() }))).toBe(failures[2]);
    expect(asked).toHaveLength(3);
  });

  test('doubles its pause each time, up to eight seconds', async () => {
    const { ask, waits } = retrying(
      Array.from({ length: 8 }, () => failed('server')),
      { attempts: 7 },
    );
    await outcomeOf(ask(prompt, { signal: quiet() }));
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000]);
  });

  test('shortens its pause by up to a quarter', async () => {
    const { ask, waits } = retrying([failed('server'), 'fine'], { random: () => 1 });
    await ask(prompt, { signal: quiet() });
    expect(waits).toEqual([375]);
  });

  test('waits as long as the server asks, and up to a quarter longer, so that a burst does not come back as one', async () => {
    const { ask, waits } = retrying([failed('rate', 7_000), failed('rate', 60_000), 'fine'], { random: () => 1 });
    await ask(prompt, { signal: quiet() });
    expect(waits).toEqual([8_750, 75_000]);
  });

  test('does not wait beyond a minute: the failure names the time to come back', async () => {
    const { ask, asked, waits } = retrying([failed('rate', 3_600_000), 'never'], {
      now: () => Date.UTC(2026, 11, 1, 14, 30),
    });
    const failure = await outcomeOf(ask(prompt, { signal: quiet() }));
    expect(failure).toMatchObject({ kind: 'rate', message: expect.stringContaining('before 2026-12-01 15:30 UTC') });
    expect({ asked: asked.length, waits }).toEqual({ asked: 1, waits: [] });
  });

  test('gives up rather than wait longer than its budget in all', async () => {
    const failures = [failed('rate', 40_000), failed('rate', 40_000)];
    const { ask, waits } = retrying([...failures, 'never'], { budgetMs: 70_000 });
    expect(await outcomeOf(ask(prompt, { signal: quiet() }))).toBe(failures[1]);
    expect(waits).toEqual([40_000]);
  });

  test('ends at once when the caller aborts while it waits', async () => {
    const caller = new AbortController();
    const reason = new Error('enough');
    const { ask, asked } = retrying([failed('server'), 'never'], {
      wait: () => {
        caller.abort(reason);
        return new Promise(() => undefined);
      },
    });
    expect(await outcomeOf(ask(prompt, { signal: caller.signal }))).toBe(reason);
    expect(asked).toHaveLength(1);
  });

  test('gives the reason of an abort also with the clock of the machine', async () => {
    const caller = new AbortController();
    const reason = new Error('enough');
    const ask = retry(scripted([failed('rate', 60_000)]).ask);
    const call = outcomeOf(ask(prompt, { signal: caller.signal }));
    setImmediate(() => caller.abort(reason));
    expect(await call).toBe(reason);
  });

  test('waits for a late answer once more only', async () => {
    const { ask, asked } = retrying([failed('deadline'), failed('deadline'), 'never']);
    expect(await outcomeOf(ask(prompt, { signal: quiet() }))).toMatchObject({ kind: 'deadline' });
    expect(asked).toHaveLength(2);
  });

  test('asks a service that is down no more often than it has to spare, over all prompts', async () => {
    const down = scripted(Array.from({ length: 20 }, () => failed('server')));
    const ask = retry(down.ask, { spare: openSpare(5), wait: async () => undefined });
    for (let prompts = 0; prompts < 10; prompts += 1) await outcomeOf(ask(prompt, { signal: quiet() }));
    expect(down.asked).toHaveLength(10 + 5);
  });

  test('earns with each answer what it may spend on the next failure', async () => {
    const rough = scripted(Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? failed('server') : 'fine')));
    const ask = retry(rough.ask, { spare: openSpare(1), wait: async () => undefined });
    for (let prompts = 0; prompts < 20; prompts += 1)
      expect((await ask(prompt, { signal: quiet() })).text).toBe('fine');
  });

  test('hands on everything else it is asked with', async () => {
    const seen: unknown[] = [];
    const ask = retry(async (question, options) => {
      seen.push(options);
      return scripted(['x']).ask(question, options);
    });
    const call = { signal: quiet(), urgency: 'background', onLimits: () => undefined } as const;
    await ask(prompt, call);
    expect(seen).toEqual([call]);
  });

  test('says once that an answer begins, however often it begins', async () => {
    let begun = 0;
    let asked = 0;
    const ask = retry(
      async (_, { onBegin }) => {
        onBegin?.();
        asked += 1;
        throw failed('network');
      },
      { attempts: 3, wait: async () => undefined },
    );
    await outcomeOf(ask(prompt, { signal: quiet(), onBegin: () => (begun += 1) }));
    expect([asked, begun]).toEqual([3, 1]);
  });
});
