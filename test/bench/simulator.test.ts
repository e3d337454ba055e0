import { afterEach, describe, expect, test } from 'vitest';
import { billedCost, planCost } from '../../bench/plan-cost.ts';
import { type Simulator, startSimulator } from '../../bench/simulator/server.ts';
import type { SimulatorSettings } from '../../bench/simulator/settings.ts';

let simulator: Simulator | undefined;
afterEach(() => simulator?.close());

async function start(settings: Partial<SimulatorSettings> = {}): Promise<string> {
  simulator = await startSimulator({ ttfb: 0, ...settings });
  return simulator.url;
}

const headers = { authorization: 'Bearer key', 'anthropic-version': '2026-10-21', 'content-type': 'application/json' };
const cached = { type: 'text', text: 'word '.repeat(600), cache_control: { type: 'ephemeral' } };

function message(own: string, more: Record<string, unknown> = {}) {
  const system = [cached, { type: 'text', text: own }];
  return { model: 'claude-sonnet-5-5', max_tokens: 100, system, messages: [{ role: 'user', content: 'Go.' }], ...more };
}

interface Answer {
  usage: Record<string, number>;
  stop_reason: string;
  content: { text: string }[];
}

async function post(url: string, path: string, body: unknown): Promise<Response> {
  return fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function usageOf(url: string, own: string): Promise<Record<string, number>> {
  const { usage } = (await (await post(url, '/v1/messages', message(own))).json()) as Answer;
  return usage;
}

describe('the simulator', () => {
  test('lets an entry be read once the answer that writes it has begun, and not before', async () => {
    const url = await start({ tokensPerSecond: 20 });
    const first = await post(url, '/v1/messages', message('one', { stream: true }));
    const reader = first.body?.getReader();
    await reader?.read();
    const second = await post(url, '/v1/messages', message('two', { stream: true }));
    await second.body?.cancel();
    await reader?.cancel();
    const [wrote, read] = simulator?.report().billed ?? [];
    expect([wrote?.write5m, wrote?.read, read?.write5m, read?.read]).toEqual([751, 0, 0, 751]);
  });

  test('makes all pay for an entry who come before its answer begins', async () => {
    const url = await start({ ttfb: 50 });
    const used = await Promise.all([usageOf(url, 'one'), usageOf(url, 'two')]);
    expect(used.map(({ cache_creation_input_tokens: wrote }) => wrote)).toEqual([751, 751]);
  });

  test('forgets an entry nobody uses for its lifetime', async () => {
    const url = await start({ cacheSeconds: 0 });
    await usageOf(url, 'one');
    expect(await usageOf(url, 'two')).toMatchObject({ cache_creation_input_tokens: 751, cache_read_input_tokens: 0 });
  });

  test('refuses what a bucket does not hold, and tells its limits in every head', async () => {
    const url = await start({ requests: 60, burstSeconds: 2 });
    const answers = [];
    for (const own of ['one', 'two', 'three']) answers.push(await post(url, '/v1/messages', message(own)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers.map((answer) => answer.headers.get('anthropic-ratelimit-requests-limit'))).toEqual([
      '60',
      '60',
      '60',
    ]);
    expect(Number(answers[2]?.headers.get('retry-after'))).toBe(1);
    expect(simulator?.report().refused).toBe(1);
  });

  test('draws the same faults for the same seed, and new ones when a call is made again', async () => {
    const draw = async () => {
      const url = await start({ faultShare: 0.5, faults: ['500'], seed: 7 });
      const statuses = [];
      for (let time = 0; time < 12; time += 1) statuses.push((await post(url, '/v1/messages', message('same'))).status);
      await simulator?.close();
      return statuses;
    };
    const statuses = await draw();
    expect(new Set(statuses)).toEqual(new Set([200, 500]));
    expect(await draw()).toEqual(statuses);
  });

  test('answers a batch at half the price, and a prefix once written costs the plan', async () => {
    const url = await start({ batchMs: 0 });
    const requests = ['one', 'two'].map((own) => ({ custom_id: own, params: message(own) }));
    const { id } = (await (await post(url, '/v1/messages/batches', { requests })).json()) as { id: string };
    const results = () => fetch(`${url}/v1/messages/batches/${id}/results`, { headers });
    await expect.poll(async () => (await results()).status).toBe(200);
    const lines = (await (await results()).text()).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).custom_id).sort()).toEqual(['one', 'two']);
    const billed = simulator?.report().billed ?? [];
    expect(billedCost(billed)).toBeCloseTo(planCost(billed) / 2, 12);
  });

  test('keeps files that were uploaded, and reads them where a request names them', async () => {
    const url = await start();
    const form = new FormData();
    form.set('file', new Blob(['word '.repeat(600)], { type: 'text/plain' }), 'dossier.txt');
    const { authorization } = headers;
    const kept = await fetch(`${url}/v1/files`, { method: 'POST', headers: { authorization }, body: form });
    const { id } = (await kept.json()) as { id: string };
    const content = [{ type: 'document', source: { type: 'file', file_id: id } }];
    const asked = (more: unknown) =>
      post(url, '/v1/messages', message('x', { messages: [{ role: 'user', content: more }] }));
    const { usage } = (await (await asked(content)).json()) as Answer;
    expect(usage.input_tokens).toBeGreaterThan(750);
    const gone = [{ type: 'document', source: { type: 'file', file_id: 'file_0' } }];
    expect((await asked(gone)).status).toBe(404);
  });
});
