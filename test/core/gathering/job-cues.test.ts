import { describe, expect, test } from 'vitest';
import { findJobs, jobsToLookFor } from '../../../src/core/gathering/job-cues.ts';

const jobsIn = (text: string, known: string[] = []) => findJobs('Tern', text, known).map(({ job }) => job);

describe('a job that many tools share is known by words that are used for nothing else', () => {
  test.each([
    ['Quarrel is a feature flag service for engineering teams.', 'release features behind flags'],
    ['One API for every LLM.', 'route model calls across providers'],
    ['Our LLM gateway keeps your keys.', 'route model calls across providers'],
    ['An open-weight model with 8B parameters.', 'answer prompts with a language model'],
    ['Tern is an AI coding agent for the terminal.', 'write code with AI help'],
    ['A CLAUDE.md with four rules.', 'give coding agents rules and a way of working'],
    ['Run any LLM locally on your laptop.', 'run language models on own hardware'],
    ['A tiny job queue for Postgres.', 'run background jobs'],
    ['翻訳くんは、アプリに組み込める翻訳APIです。', 'translate text in applications'],
  ])('%s', (text, job) => {
    expect(findJobs('Tern', `It is new.\n\n${text}`)).toEqual([{ job, quote: text }]);
  });

  test.each([
    'Compiles one file into the format of every AI coding tool.',
    'Works with any coding agent.',
    'Benchmark your CLAUDE.md files against real pull requests.',
    'Tern is not a feature flag service.',
    'A workspace for language model providers.',
    'Models: GPT-5 Mini, Claude 3, Llama 4',
    'We put flags on every feature we like.',
    'Persistent file storage for Claude API.',
  ])('and not by others: %s', (text) => {
    expect(jobsIn(text)).toEqual([]);
  });
});

test.each([
  ['GPT-5 Mini API', true],
  ['Mistral 3B', true],
  ['Gemini 2.5 Flash Thinking Update', true],
  ['Claude Files API', false],
  ['Notes for GPT-5', false],
  ['Llama 3 Download Manager', false],
  ['Cursor 3', false],
])('%s is called like a model: %s', (name, isModel) => {
  expect(findJobs(name, '').map(({ job }) => job)).toEqual(isModel ? ['answer prompts with a language model'] : []);
});

test('a job of a known tool is found where one sentence holds all its telling words', () => {
  const known = ['hand files to code tools', 'search logs', 'chat'];
  expect(findJobs('Tern', 'It keeps files. Tern searches a billion log lines in a second. We chat.', known)).toEqual([
    { job: 'search logs', quote: 'Tern searches a billion log lines in a second.' },
  ]);
  expect(jobsIn('Search your mail. Your logs stay where they are.', known)).toEqual([]);
});

test('a job with cues of its own is not looked for by its words', () => {
  expect(jobsToLookFor(['search logs', 'write code with AI help', 'hand files to tools'])).toEqual([
    'hand files to tools',
  ]);
});
