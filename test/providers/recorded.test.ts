import { describe, expect, test } from 'vitest';
import { Recording } from '../../src/core/asking/recording.ts';
import { recorded } from '../../src/providers/recorded.ts';
import { describeAsk, outcomeOf, promptFor, quiet } from '../contracts/ask.ts';

const prompt = promptFor('claude:claude-sonnet-5-5');

const recording: Recording = {
  promptKey: prompt.key,
  seat: prompt.seat,
  purpose: 'opinion',
  dossierKey: prompt.dossierKey,
  model: 'claimed-model',
  family: 'claimed',
  suppliedBy: 'Ada',
  suppliedOn: '2026-11-20',
  text: 'exactly this',
};

describeAsk('recorded', async (_, text) => recorded([{ ...recording, text }]), prompt);

describe('recorded replies', () => {
  test('answer the prompt they were recorded for, as supplied, at unknown cost', async () => {
    const ask = recorded([recording]);
    expect(await ask(prompt, { signal: quiet() })).toMatchObject({
      text: 'exactly this',
      provider: 'recorded',
      model: 'claimed-model',
      family: 'claimed',
      requestId: null,
      usage: null,
      costUsd: null,
      receivedAt: '2026-11-20T00:00:00.000Z',
      supplied: { by: 'Ada', on: '2026-11-20', older: false },
    });
  });

  test('stand in for a newer prompt of the same seat, purpose and dossier, marked as older', async () => {
    const older = { ...recording, promptKey: 'prompt:v1:old', text: 'old' };
    const newer = { ...recording, promptKey: 'prompt:v1:newer', suppliedOn: '2026-11-21', text: 'newer' };
    const reply = await recorded([older, newer, { ...older, suppliedOn: '2026-11-19', text: 'oldest' }])(prompt, {
      signal: quiet(),
    });
    expect(reply).toMatchObject({ text: 'newer', supplied: { on: '2026-11-21', older: true } });
  });

  test('prefer the very prompt to a newer recording of another', async () => {
    const newer = { ...recording, promptKey: 'prompt:v1:newer', suppliedOn: '2026-12-31' };
    expect(await recorded([newer, recording])(prompt, { signal: quiet() })).toMatchObject({
      supplied: { older: false },
    });
  });

  test.each<[string, Partial<Recording>]>([
    ['seat of another persona', { seat: { tool: 'lantern', persona: 'founder' } }],
    ['seat of another tool', { seat: { tool: 'anvil', persona: 'skeptic' } }],
    ['purpose', { purpose: 'ballot' }],
    ['dossier', { dossierKey: 'dossier:v1:2' }],
  ])('never answer for another %s', async (_, other) => {
    const ask = recorded([{ ...recording, promptKey: 'prompt:v1:old', ...other }]);
    expect(await outcomeOf(ask(prompt, { signal: quiet() }))).toMatchObject({
      kind: 'request',
      retryable: false,
      message: expect.stringMatching(/no recorded opinion of skeptic on lantern.*ANTHROPIC_API_KEY/),
    });
  });

  test('come from files of one form', () => {
    expect(Recording.parse(recording)).toEqual(recording);
    expect(Recording.safeParse({ ...recording, cost: 0 }).success).toBe(false);
    expect(Recording.safeParse({ ...recording, suppliedOn: 'yesterday' }).success).toBe(false);
    expect(Recording.safeParse({ ...recording, text: '' }).success).toBe(false);
  });
});
