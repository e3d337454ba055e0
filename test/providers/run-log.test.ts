import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ProviderFailed } from '../../src/core/call.ts';
import { logFile } from '../../src/providers/log-file.ts';
import { logLine } from '../../src/providers/log-line.ts';
import { retry } from '../../src/providers/retry.ts';
import { type LogEntry, runLog } from '../../src/providers/run-log.ts';
import { type ScriptedAnswer, scripted } from '../../src/providers/scripted.ts';
import { outcomeOf, promptFor, quiet } from '../contracts/ask.ts';

const prompt = promptFor('hugging-face:openai/gpt-oss-120b', { key: `prompt:v1:${'a'.repeat(64)}`, attempt: 3 });
const usage = { input: 10, output: 20, thinking: null, cacheWrite5m: 5, cacheWrite1h: 0, cacheRead: 7 };

/** A clock that goes on by so much with each look, and by what is waited. */
function logged(answers: ScriptedAnswer[]) {
  const entries: LogEntry[] = [];
  let time = Date.parse('2026-11-23T10:00:00Z');
  const log = runLog(
    (entry) => entries.push(entry),
    () => new Date(time),
  );
  const client = scripted(answers);
  const slow = retry(
    log.attempt(async (...call) => {
      time += 100;
      return client.ask(...call);
    }),
    {
      random: () => 0,
      wait: async (ms) => {
        time += ms;
      },
    },
  );
  return { ask: log.wait(slow), entries };
}

describe('the run log', () => {
  test('has an entry for each attempt, with its wait, and who served it', async () => {
    const failure = new ProviderFailed('test', 'server', 'the body of this is private', {
      status: 503,
      requestId: 'r1',
      servedBy: 'novita',
    });
    const { ask, entries } = logged([
      failure,
      { text: 'private', stopReason: 'refusal: private', servedBy: 'groq', requestId: 'r2', usage, costUsd: 0.01 },
    ]);
    await ask(prompt, { signal: quiet() });
    const call = {
      purpose: 'opinion',
      tool: 'lantern',
      persona: 'skeptic',
      model: prompt.model,
      prompt: 'prompt:v1:aaaaaaaaaaaaaa',
      call: 3,
    };
    expect(entries).toEqual([
      {
        at: '2026-11-23T10:00:00.100Z',
        ...call,
        attempt: 1,
        outcome: 'server',
        status: 503,
        stop: null,
        requestId: 'r1',
        servedBy: 'novita',
        waitedMs: 0,
        tookMs: 100,
        usage: null,
        costUsd: null,
      },
      {
        at: '2026-11-23T10:00:00.700Z',
        ...call,
        attempt: 2,
        outcome: 'answered',
        status: null,
        stop: 'refusal',
        requestId: 'r2',
        servedBy: 'groq',
        waitedMs: 500,
        tookMs: 100,
        usage,
        costUsd: 0.01,
      },
    ]);
    expect(JSON.stringify(entries)).not.toMatch(/private|Quote exactly|You are the skeptic/);
  });

  test('says that an attempt was stopped', async () => {
    const { ask, entries } = logged([new Error('enough')]);
    await outcomeOf(ask(prompt, { signal: quiet() }));
    expect(entries.map(({ outcome }) => outcome)).toEqual(['stopped']);
  });

  test('is a file of JSON lines for each day, made with its first entry', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'log-')), 'output/logs');
    const write = logFile(folder, () => expect.fail());
    const { ask, entries } = logged(['x', 'y']);
    expect(existsSync(folder)).toBe(false);
    await ask(prompt, { signal: quiet() });
    await ask(prompt, { signal: quiet() });
    for (const entry of entries) write(entry);
    const [entry] = entries;
    if (entry !== undefined) write({ ...entry, at: '2026-11-24T00:00:00.000Z' });
    const lines = readFileSync(join(folder, '2026-11-23.jsonl'), 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(entries);
    expect(existsSync(join(folder, '2026-11-24.jsonl'))).toBe(true);
  });

  test('that cannot be written complains once and stops nothing', async () => {
    const taken = join(mkdtempSync(join(tmpdir(), 'log-')), 'a-file');
    writeFileSync(taken, '');
    const complaints: string[] = [];
    const write = logFile(taken, (message) => complaints.push(message));
    const { ask, entries } = logged(['x']);
    await ask(prompt, { signal: quiet() });
    for (let again = 0; again < 3; again += 1) for (const entry of entries) write(entry);
    expect(complaints).toEqual([expect.stringContaining(taken)]);
  });

  test('is a line for people', async () => {
    const failure = new ProviderFailed('test', 'rate', 'no', { status: 429 });
    const { ask, entries } = logged([
      failure,
      { stopReason: 'stop\u001b[31m', servedBy: 'groq', requestId: 'r2', usage, costUsd: 0.01 },
    ]);
    await ask(prompt, { signal: quiet() });
    expect(entries.map(logLine)).toEqual([
      'lantern skeptic opinion: hugging-face:openai/gpt-oss-120b, rate 429, 0.1 s after waiting 0.0 s',
      'lantern skeptic opinion: hugging-face:openai/gpt-oss-120b by groq, attempt 2 answered (stop [31m), 0.1 s after waiting 0.5 s, 10 in + 5 written + 7 cached + 20 out, $0.0100, r2',
    ]);
  });
});
