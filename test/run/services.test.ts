import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { Comparison } from '../../src/core/comparison/comparison.ts';
import type { WireReply, WireRequest } from '../wire/answer.ts';
import { startWire, type Wire } from '../wire/server.ts';
import { answerHonestly, questionOf } from './honest-juror.ts';
import { example, newcomer } from './program.ts';

const pair = ['compare', example('litellm'), example('openrouter')];
const offer = (provider: string, output: number) => ({
  provider,
  status: 'live',
  pricing: { input: 0.1, output },
  supports_structured_output: true,
});
const models = [
  {
    id: 'openai/gpt-oss-120b',
    providers: [offer('groq', 0.5), offer('novita', 0.6), { provider: 'loose', status: 'live' }],
  },
];
const down: WireReply = {
  fault: 'status',
  status: 503,
  message: 'try later',
  headers: { 'retry-after-ms': '1', 'retry-after': '0' },
};

let wire: Wire | undefined;
afterEach(async () => {
  await wire?.close();
  wire = undefined;
});

/** A service that answers honestly except where the script says otherwise. */
async function serve(script: (request: WireRequest) => WireReply | null = () => null) {
  wire = await startWire((request) => script(request) ?? answerHonestly(questionOf(request)), { models });
  const claude = { ANTHROPIC_API_KEY: 'sk-ant-test', ANTHROPIC_BASE_URL: wire.url };
  const huggingFace = { HF_TOKEN: 'hf_test', HF_ROUTER_URL: wire.url };
  return { claude, huggingFace, both: { ...claude, ...huggingFace } };
}

function bylines(home: string) {
  const text = readFileSync(join(home, 'output/litellm-vs-openrouter/comparison.json'), 'utf8');
  return Comparison.parse(JSON.parse(text)).tools.flatMap(({ reviews }) => reviews.map(({ byline }) => byline));
}

const logsOf = (home: string): string => join(home, 'output/logs');
function entriesOf(home: string): Record<string, unknown>[] {
  const texts = readdirSync(logsOf(home)).map((file) => readFileSync(join(logsOf(home), file), 'utf8'));
  return texts.flatMap((text) => text.trim().split('\n')).map((line) => JSON.parse(line));
}

test('every attempt is in the run log, and neither prompts nor keys are', async () => {
  let failures = 0;
  const { claude } = await serve(() => {
    failures += 1;
    return failures <= 2 ? down : null;
  });
  const { folder, start } = newcomer();
  const { code, stderr } = await start(pair, claude).finished;
  expect(code, stderr).toBe(0);
  const entries = entriesOf(folder);
  expect(entries).toHaveLength(wire?.requests.length ?? 0);
  expect(entries.filter(({ outcome }) => outcome === 'server').map(({ status, attempt }) => [status, attempt])).toEqual(
    [
      [503, 1],
      [503, 1],
    ],
  );
  expect(
    entries
      .filter(({ outcome }) => outcome === 'answered')
      .every(({ requestId, costUsd, usage }) => requestId !== null && costUsd !== null && usage !== null),
  ).toBe(true);
  const raw = JSON.stringify(entries);
  expect(raw).not.toContain('sk-ant-test');
  expect(raw.length).toBeLessThan(700 * entries.length);
  expect(stderr).not.toContain('req_0');
});

test('--verbose shows each attempt to people', async () => {
  const { claude } = await serve();
  const { stderr } = await newcomer().start([...pair, '--verbose'], claude).finished;
  expect(stderr).toMatch(
    /litellm skeptic opinion: claude:claude-sonnet-5-5, answered \(end_turn\), .* in .*, \$0\.\d+, req_/,
  );
});

test('recorded replies need no run log', async () => {
  const { folder, start } = newcomer();
  await start(['compare', example('claude-files-api'), example('hugging-face-inference-providers')]).finished;
  expect(existsSync(logsOf(folder))).toBe(false);
});

test('when a provider of the model is down another one of the same model answers, and the byline tells which', async () => {
  const { huggingFace } = await serve(({ body }) => (String(body.model).endsWith(':cheapest') ? down : null));
  const { folder, start } = newcomer();
  const { code, stderr } = await start(pair, huggingFace).finished;
  expect(code, stderr).toBe(0);
  expect(new Set(bylines(folder).map((byline) => byline?.provider))).toEqual(new Set(['hugging-face']));
  const served = entriesOf(folder).filter(({ outcome }) => outcome === 'answered');
  expect(new Set(served.map(({ model, servedBy }) => `${model} ${servedBy}`))).toEqual(
    new Set(['hugging-face:openai/gpt-oss-120b:novita novita']),
  );
});

test('--fallback names who writes when the lead is down; without it seats are missing', async () => {
  const { both } = await serve(({ api }) => (api === 'claude' ? down : null));
  const { folder, start } = newcomer();
  const without = await start([...pair, '--ballot', 'none'], both).finished;
  expect(without.code).toBe(5);
  const { code, stderr } = await start(
    [...pair, '--ballot', 'none', '--fallback', 'hugging-face:openai/gpt-oss-120b'],
    both,
  ).finished;
  expect(code, stderr).toBe(0);
  for (const byline of bylines(folder))
    expect(byline).toMatchObject({ family: 'openai', standsInFor: 'claude:claude-sonnet-5-5' });
  for (const page of ['index.html', 'index.md'])
    expect(readFileSync(join(folder, 'output/litellm-vs-openrouter', page), 'utf8')).toContain(
      'standing in for claude:',
    );
  const verified = await start(['verify', 'litellm-vs-openrouter']).finished;
  expect(verified.code, verified.stderr).toBe(0);
});

test('--fallback to a model that cannot be reached is refused at the door', async () => {
  const { claude } = await serve();
  const { code, stderr } = await newcomer().start([...pair, '--fallback', 'hugging-face:a/b'], claude).finished;
  expect(code).toBe(2);
  expect(stderr).toContain('HF_TOKEN');
});

test('models lists providers, and goes on from the last list when the router is away', async () => {
  const { huggingFace } = await serve();
  const { start } = newcomer();
  const first = await start(['models', 'GPT'], huggingFace).finished;
  expect(first.code, first.stderr).toBe(0);
  expect(first.stdout).toMatch(/openai\/gpt-oss-120b\n +groq +0\.10 +0\.50 .* yes\n +novita[\s\S]*loose/);
  const structured = JSON.parse((await start(['models', '--structured', '--json'], huggingFace).finished).stdout);
  expect(structured.models[0].providers.map(({ provider }: { provider: string }) => provider)).toEqual([
    'groq',
    'novita',
  ]);
  await wire?.close();
  const away = await start(['models'], { HF_ROUTER_URL: 'http://127.0.0.1:9' }).finished;
  expect(away).toMatchObject({ code: 0, stdout: first.stdout });
});

test('limits that cannot be read are refused at the door', async () => {
  const { claude } = await serve();
  const { folder, start } = newcomer();
  const { code, stderr } = await start(pair, { ...claude, SHIP_OR_SKIP_LIMITS: 'claude lots' }).finished;
  expect(code).toBe(2);
  expect(existsSync(join(folder, 'ship-or-skip.sqlite'))).toBe(false);
  expect(stderr).toContain('Write for example: claude requests=600');
});
