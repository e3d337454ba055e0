import { describe, expect, test } from 'vitest';
import { ProviderFailed } from '../../src/core/call.ts';
import { scripted } from '../../src/providers/scripted.ts';
import { describeAsk, outcomeOf, promptFor, quiet } from '../contracts/ask.ts';

const prompt = promptFor('hugging-face:openai/gpt-oss-120b');

describeAsk('scripted', async (_, text) => scripted([text]).ask, prompt);

describe('a script', () => {
  test('answers with texts, parts of replies and failures, in order, and remembers what it was asked', async () => {
    const failure = new ProviderFailed('scripted', 'server', 'busy');
    const { ask, asked } = scripted(['one', { text: 'two', stop: 'length', costUsd: 0.5 }, failure]);
    expect(await ask(prompt, { signal: quiet() })).toMatchObject({
      text: 'one',
      provider: 'scripted',
      model: 'openai/gpt-oss-120b',
      family: 'openai',
      usage: null,
    });
    expect(await ask({ ...prompt, attempt: 2 }, { signal: quiet() })).toMatchObject({
      text: 'two',
      stop: 'length',
      costUsd: 0.5,
    });
    expect(await outcomeOf(ask(prompt, { signal: quiet() }))).toBe(failure);
    expect(asked.map(({ attempt }) => attempt)).toEqual([1, 2, 1]);
  });

  test('that is used up says so', async () => {
    const { ask } = scripted(['one']);
    await ask(prompt, { signal: quiet() });
    expect(await outcomeOf(ask(prompt, { signal: quiet() }))).toMatchObject({
      kind: 'request',
      message: 'scripted: the script has 1 answers, and this is question 2.',
    });
  });
});
