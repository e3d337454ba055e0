import { afterEach, expect, test } from 'vitest';
import { countClaudeTokens } from '../../src/providers/claude/claude-count.ts';
import { outcomeOf, promptFor, quiet } from '../contracts/ask.ts';
import { tokensOf } from '../wire/answer.ts';
import { startWire, type Wire } from '../wire/server.ts';

const prompt = promptFor('claude:claude-sonnet-5-5');

let wire: Wire | undefined;
afterEach(async () => {
  await wire?.close();
  wire = undefined;
});

test('Claude counts the whole prompt as it would be sent, and is asked for no answer', async () => {
  wire = await startWire(() => 'never');
  const count = countClaudeTokens({ apiKey: 'sk-ant-test', baseURL: wire.url });
  const texts = [prompt.shared, prompt.own, ...prompt.turns.map(({ text }) => text)];
  expect(await count(prompt, quiet())).toBe(texts.reduce((sum, text) => sum + tokensOf(text), 0));
  expect(wire.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /v1/messages/count_tokens']);
  const { body } = wire.requests[0] ?? { body: {} };
  expect(Object.keys(body).sort()).toEqual(['messages', 'model', 'output_config', 'system']);
});

test('there is no count after the signal, from a service that is not there, or with a refused key', async () => {
  wire = await startWire(() => 'never');
  const ended = countClaudeTokens({ apiKey: 'sk-ant-test', baseURL: wire.url })(prompt, AbortSignal.abort());
  expect(await outcomeOf(ended)).toBeInstanceOf(Error);
  const nowhere = countClaudeTokens({ apiKey: 'sk-ant-test', baseURL: 'http://127.0.0.1:9' })(prompt, quiet());
  expect(await outcomeOf(nowhere)).toBeInstanceOf(Error);
  const keyless = countClaudeTokens({ apiKey: ' ', baseURL: wire.url })(prompt, quiet());
  expect(await outcomeOf(keyless)).toBeInstanceOf(Error);
});
