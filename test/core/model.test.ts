import { expect, test } from 'vitest';
import { jurorOf, parseModel, UnknownModel } from '../../src/core/model.ts';

test.each([
  ['claude:claude-sonnet-5-5', 'claude', 'claude-sonnet-5-5', 'anthropic'],
  ['hugging-face:openai/gpt-oss-120b:cheapest', 'hugging-face', 'openai/gpt-oss-120b:cheapest', 'openai'],
  ['hugging-face:meta-llama/Llama-3.3-70B-Instruct', 'hugging-face', 'meta-llama/Llama-3.3-70B-Instruct', 'meta-llama'],
  ['endpoint:llama3.2:3b', 'endpoint', 'llama3.2:3b', 'llama3.2'],
  ['endpoint:openai/gpt-oss-20b', 'endpoint', 'openai/gpt-oss-20b', 'openai'],
])('%s', (written, service, id, family) => {
  expect(parseModel(written)).toEqual({ written, service, id, family });
});

test.each([
  '',
  'claude',
  'claude:',
  'gpt-5',
  'openai:gpt-5',
  'hugging-face:gpt2',
  'hugging-face:a/b:c:d',
  'claude:../x',
  'endpoint:a b',
])('%j is refused with the three ways to write a model', (written) => {
  expect(() => parseModel(written)).toThrow(UnknownModel);
  expect(() => parseModel(written)).toThrow(/claude:<id>, hugging-face:.*endpoint:/);
});

test.each([
  ['hugging-face:openai/gpt-oss-120b:cheapest', 'hugging-face:openai/gpt-oss-120b'],
  ['hugging-face:OpenAI/gpt-oss-120b', 'hugging-face:openai/gpt-oss-120b:groq'],
  ['claude: claude-sonnet-5-5', 'claude:claude-sonnet-5-5'],
])('%s and %s are one juror', (one, other) => {
  expect(jurorOf(one)).toBe(jurorOf(other));
});

test.each([
  ['endpoint:llama3.2:3b', 'endpoint:llama3.2:1b'],
  ['endpoint:openai/gpt-oss-120b', 'hugging-face:openai/gpt-oss-120b'],
  ['hugging-face:openai/gpt-oss-120b', 'hugging-face:openai/gpt-oss-20b'],
])('%s and %s are two', (one, other) => {
  expect(jurorOf(one)).not.toBe(jurorOf(other));
});
