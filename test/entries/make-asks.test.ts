import { afterEach, expect, test } from 'vitest';
import { ProviderFailed } from '../../src/core/call.ts';
import { parseModel } from '../../src/core/model.ts';
import { makeAsks } from '../../src/entries/make-asks.ts';
import { opinionText, outcomeOf, promptFor, quiet } from '../contracts/ask.ts';
import type { WireReply } from '../wire/answer.ts';
import { startWire, type Wire } from '../wire/server.ts';

const model = parseModel('claude:claude-sonnet-5-5');
const prompt = promptFor(model.written);

let wire: Wire | undefined;
afterEach(async () => {
  await wire?.close();
  wire = undefined;
});

/** The services of a run with two calls at once, in front of a service that answers as it is told. */
async function serve(answer: (request: number) => WireReply, maxCost?: number) {
  const opened = await startWire(({ number }) => answer(number));
  wire = opened;
  const settings = {
    ANTHROPIC_API_KEY: 'sk-ant-test',
    ANTHROPIC_BASE_URL: opened.url,
    SHIP_OR_SKIP_LIMITS: 'claude concurrency=2',
  };
  const { ask, spent } = makeAsks(settings, { maxCost });
  return { spent, ask: () => ask(model)(prompt, { signal: quiet() }), requests: opened.requests };
}

test.each([
  ['402', undefined],
  ['402, with calls that wait for their part of the budget', 0.05],
])('no call that waits in the queue is sent after a %s', async (_, maxCost) => {
  const { ask, spent, requests } = await serve(
    () => ({ fault: 'status', status: 402, message: 'no credit is left' }),
    maxCost,
  );
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => outcomeOf(ask())));
  expect(outcomes.every((outcome) => outcome instanceof ProviderFailed && outcome.kind === 'spend')).toBe(true);
  expect(requests.length).toBeLessThanOrEqual(2);
  expect(spent()).toBe(0);
});

test('what was spent is unknown after an attempt that broke off, although the next one is answered', async () => {
  const { ask, spent, requests } = await serve((number) => (number === 2 ? { fault: 'cut' } : opinionText));
  const first = await ask();
  expect(spent()).toBe(first.costUsd);
  await ask();
  expect(requests).toHaveLength(3);
  expect(spent()).toBeNull();
});
