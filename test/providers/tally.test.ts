import { expect, test } from 'vitest';
import { type FailureKind, ProviderFailed } from '../../src/core/call.ts';
import { type ScriptedAnswer, scripted } from '../../src/providers/scripted.ts';
import { tally } from '../../src/providers/tally.ts';
import { outcomeOf, promptFor, quiet } from '../contracts/ask.ts';

const failed = (kind: FailureKind, status: number | null = null) => new ProviderFailed('test', kind, kind, { status });

/** What is known to be spent after these answers. */
async function spentOn(answers: ScriptedAnswer[], signal = quiet()): Promise<number | null> {
  const { spent, count } = tally();
  const ask = count(scripted(answers).ask);
  for (const _ of answers) await outcomeOf(ask(promptFor('claude:claude-sonnet-5-5'), { signal }));
  return spent();
}

test('what the answers cost is added up', async () => {
  expect(await spentOn([{ costUsd: 0.25 }, { costUsd: 0.5 }])).toBe(0.75);
});

test.each<[string, ScriptedAnswer]>([
  ['an answer without a cost', { costUsd: null }],
  ['an answer that came too late', failed('deadline')],
  ['an answer that could not be read', failed('malformed', 200)],
  ['an answer that broke off', failed('network', 200)],
  ['an answer that said in its middle that it failed', failed('server', 200)],
  ['a stopped run', new Error('stopped')],
])('after %s it is unknown what was spent', async (_, answer) => {
  expect(await spentOn([{ costUsd: 0.25 }, answer, { costUsd: 0.5 }])).toBeNull();
});

test.each<[FailureKind, number | null]>([
  ['rate', 429],
  ['server', 503],
  ['spend', 402],
  ['request', 400],
  ['network', null],
])('a refused call (%s) costs nothing', async (kind, status) => {
  expect(await spentOn([{ costUsd: 0.25 }, failed(kind, status)])).toBe(0.25);
});

test('a call that was stopped before it was sent costs nothing', async () => {
  expect(await spentOn(['never'], AbortSignal.abort())).toBe(0);
});
