import { expect, test } from 'vitest';
import { makesTool } from '../../../src/core/comparison/vendors.ts';

test.each([
  ['anthropic', 'Anthropic'],
  ['anthropic', 'Anthropic, PBC'],
  ['openai', 'OpenAI'],
  ['openai', 'Microsoft and OpenAI'],
  ['meta-llama', 'Meta Platforms, Inc.'],
  ['google', 'Google DeepMind'],
  ['mistralai', 'mistral ai'],
  ['qwen', 'Alibaba Cloud'],
  ['deepseek-ai', 'DeepSeek'],
  ['zai-org', 'Z.ai'],
  ['moonshotai', 'Moonshot AI'],
  ['microsoft', 'GitHub'],
  ['nvidia', 'NVIDIA Corporation'],
  ['coherelabs', 'Cohere'],
  ['ibm-granite', 'IBM'],
  ['llama3.2', 'Meta'],
  ['gpt-oss-120b', 'OpenAI'],
  ['command-r', 'Cohere'],
  ['acme', 'Acme Inc'],
  ['huggingfacetb', 'Hugging Face'],
])('the vendor of %s makes what %s makes', (family, maker) => {
  expect(makesTool(family, maker)).toBe(true);
});

test.each([
  ['anthropic', 'Hugging Face'],
  ['openai', 'OpenRouter'],
  ['meta-llama', 'Meta Software House'],
  ['mistralai', 'Mistral Solutions'],
  ['google', 'The Google Street Band'],
  ['apple', 'Pineapple'],
  ['anthropic', ''],
  ['anthropic', null],
])('the vendor of %s does not make what %s makes', (family, maker) => {
  expect(makesTool(family, maker)).toBe(false);
});
