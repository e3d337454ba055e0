import { expect, test } from 'vitest';
import { estimatePrompt, type PlannedCall, waveOf } from '../../src/core/estimate.ts';
import type { Desk } from '../../src/desk.ts';
import { countPrompts } from '../../src/flows/ask/count-prompts.ts';
import { samplePrompt } from '../contracts/store-samples.ts';
import { buildDesk } from '../fixtures/desk.ts';

/** A call about the dossier of a number, which is as many times as long. */
function planned(dossier: number, persona = 'builder'): PlannedCall {
  const shared = 'long '.repeat(100 * dossier);
  const prompt = samplePrompt({ shared, dossierKey: `dossier:${dossier}`, seat: { tool: 'clock', persona } });
  return { kind: 'lead', certain: true, prompt };
}

async function count(countTokens: Desk['countTokens'], calls: PlannedCall[]) {
  const { desk } = await buildDesk(() => null, { countTokens });
  return countPrompts(desk, calls);
}

test('one prompt of each wave is counted, and the others go by it', async () => {
  const asked: string[] = [];
  const calls = [planned(1), planned(1, 'skeptic'), planned(2)];
  const { scale, counted, waves } = await count(async (prompt) => {
    asked.push(`${prompt.dossierKey} ${prompt.seat.persona}`);
    const { shared, rest } = estimatePrompt(prompt);
    return (shared + rest) * 2;
  }, calls);
  expect(asked.sort()).toEqual(['dossier:1 builder', 'dossier:2 builder']);
  expect({ counted, waves }).toEqual({ counted: 2, waves: 2 });
  expect(calls.map((call) => scale(waveOf(call)))).toEqual([2, 2, 2]);
});

test('what the service does not count, or fails to, keeps the local estimate', async () => {
  const calls = [planned(1), planned(2)];
  const { scale, counted } = await count(async ({ dossierKey }) => {
    if (dossierKey === 'dossier:1') throw new Error('overloaded');
    return null;
  }, calls);
  expect(counted).toBe(0);
  expect(calls.map((call) => scale(waveOf(call)))).toEqual([1, 1]);
});

test('of very many waves the longest are counted, a few at a time', async () => {
  let underWay = 0;
  let most = 0;
  const asked: number[] = [];
  const calls = Array.from({ length: 60 }, (_, index) => planned(index + 1));
  const { counted, waves } = await count(async ({ dossierKey }) => {
    underWay += 1;
    most = Math.max(most, underWay);
    asked.push(Number(dossierKey.split(':')[1]));
    await Promise.resolve();
    underWay -= 1;
    return 100;
  }, calls);
  expect({ counted, waves }).toEqual({ counted: 24, waves: 60 });
  expect(Math.min(...asked)).toBe(37);
  expect(most).toBe(4);
});

test('a run that is ended while it is counted ends', async () => {
  const ending = new AbortController();
  const { desk } = await buildDesk(() => null, {
    signal: ending.signal,
    countTokens: async (_prompt, signal) => {
      ending.abort(new Error('enough'));
      signal.throwIfAborted();
      return 1;
    },
  });
  await expect(countPrompts(desk, [planned(1)])).rejects.toThrow('enough');
});
