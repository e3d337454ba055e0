import { afterEach, expect, test } from 'vitest';
import type { WireReply, WireRequest } from '../wire/answer.ts';
import type { BatchHabits } from '../wire/claude-batches.ts';
import { startWire, type Wire } from '../wire/server.ts';
import { answerHonestly, type Question, questionOf } from './honest-juror.ts';
import { example, newcomer } from './program.ts';

const pair = ['compare', example('litellm'), example('openrouter'), '--batch'];

let wire: Wire | undefined;
afterEach(async () => {
  await wire?.close();
  wire = undefined;
});

/** A service that answers honestly, in batches and by itself, except where the script says otherwise. */
async function serve(
  batches: BatchHabits = {},
  script: (question: Question, request: WireRequest) => WireReply | null = () => null,
) {
  wire = await startWire((request) => script(questionOf(request), request) ?? answerHonestly(questionOf(request)), {
    batches,
  });
  const { requests, arrived } = wire;
  const of = (method: string, path: RegExp) => requests.filter((one) => one.method === method && path.test(one.path));
  return {
    claude: { ANTHROPIC_API_KEY: 'sk-ant-test', ANTHROPIC_BASE_URL: wire.url },
    requests,
    arrived,
    creates: () => of('POST', /\/batches$/),
    live: () => of('POST', /^\/v1\/messages$/),
  };
}

test('a batch fills every seat, and nothing is asked live', async () => {
  const { claude, creates, live } = await serve();
  const { start } = newcomer();
  const { code, stderr, stdout } = await start(pair, claude).finished;
  console.log(stderr, stdout, creates().length, live().length);
  expect(code, stderr).toBe(0);
});
