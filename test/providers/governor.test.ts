import { describe, expect, test } from 'vitest';
import { type Ask, type AskOptions, ProviderFailed, type Reply } from '../../src/core/call.ts';
import { governor } from '../../src/providers/governor.ts';
import { retry } from '../../src/providers/retry.ts';
import { scripted } from '../../src/providers/scripted.ts';
import { outcomeOf, promptFor, quiet } from '../contracts/ask.ts';

const prompt = promptFor('claude:claude-sonnet-5-5');

/** Calls that wait until they are let go, one by one. */
function held(): { ask: Ask; running: PromiseWithResolvers<void>[] } {
  const running: PromiseWithResolvers<void>[] = [];
  const ask: Ask = async (question, options) => {
    const gate = Promise.withResolvers<void>();
    running.push(gate);
    await gate.promise;
    return scripted(['done']).ask(question, options);
  };
  return { ask, running };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the governor', () => {
  test('lets so many calls through at a time, over everything it wraps', async () => {
    const { ask, running } = held();
    const govern = governor({ concurrency: 2 });
    const [one, other] = [govern(ask), govern(ask)];
    const calls = [one, other, one, other].map((governed) => governed(prompt, { signal: quiet() }));
    await turn();
    expect(running).toHaveLength(2);
    running[0]?.resolve();
    await calls[0];
    await turn();
    expect(running).toHaveLength(3);
    for (const index of [1, 2, 3]) {
      running[index]?.resolve();
      await calls[index];
      await turn();
    }
    expect((await Promise.all(calls)).map(({ text }: Reply) => text)).toEqual(['done', 'done', 'done', 'done']);
  });

  test('lets a call that is aborted leave the queue at once with the reason, and serves the next', async () => {
    const { ask, running } = held();
    const governed = governor({ concurrency: 1 })(ask);
    const first = governed(prompt, { signal: quiet() });
    const caller = new AbortController();
    const reason = new Error('enough');
    const second = outcomeOf(governed(prompt, { signal: caller.signal }));
    const third = governed(prompt, { signal: quiet() });
    caller.abort(reason);
    expect(await second).toBe(reason);
    expect(running).toHaveLength(1);
    running[0]?.resolve();
    await first;
    await turn();
    running[1]?.resolve();
    expect((await third).text).toBe('done');
    expect(running).toHaveLength(2);
  });

  test('never starts a call whose signal was aborted before', async () => {
    const { ask, asked } = scripted(['never']);
    const reason = new Error('enough');
    expect(await outcomeOf(governor({ concurrency: 1 })(ask)(prompt, { signal: AbortSignal.abort(reason) }))).toBe(
      reason,
    );
    expect(asked).toEqual([]);
  });

  test('passes failures on and keeps going', async () => {
    const failure = new ProviderFailed('test', 'server', 'busy');
    const governed = governor({ concurrency: 1 })(scripted([failure, 'fine']).ask);
    expect(await outcomeOf(governed(prompt, { signal: quiet() }))).toBe(failure);
    expect((await governed(prompt, { signal: quiet() })).text).toBe('fine');
  });

  test('is free for others while the retry layer around it waits', async () => {
    const order: string[] = [];
    const waiting = Promise.withResolvers<void>();
    const govern = governor({ concurrency: 1 });
    const failing = retry(govern(scripted([new ProviderFailed('test', 'server', 'wait'), 'late']).ask), {
      wait: () => {
        order.push('waits');
        return waiting.promise;
      },
    });
    const late = failing(prompt, { signal: quiet() }).then(({ text }) => order.push(text));
    await govern(scripted(['early']).ask)(prompt, { signal: quiet() }).then(({ text }) => order.push(text));
    waiting.resolve();
    await late;
    expect(order).toEqual(['waits', 'early', 'late']);
  });

  test('lets on-demand calls go before others, and readers of the cache before their like, whenever they came', async () => {
    const { ask, running } = held();
    const order: string[] = [];
    const governed = governor({ concurrency: 1 })((question, options) => {
      order.push(question.own);
      return ask(question, options);
    });
    const call = (own: string, more: Partial<AskOptions> = {}) =>
      governed({ ...prompt, own }, { signal: quiet(), ...more });
    const night = { urgency: 'background' } as const;
    const calls = [
      call('first', night),
      call('night', night),
      call('night, reads', { ...night, reads: true }),
      call('somebody waits'),
      call('somebody waits, reads', { reads: true }),
    ];
    for (let index = 0; index < calls.length; index += 1) {
      await turn();
      running[index]?.resolve();
    }
    await Promise.all(calls);
    expect(order).toEqual(['first', 'somebody waits, reads', 'somebody waits', 'night, reads', 'night']);
  });
});
