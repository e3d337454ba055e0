import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { composeRequests } from './compose-requests.ts';
import { type Figure, seconds } from './figure.ts';
import { inventTools } from './invent-tools.ts';
import { bareFetch, key, type Peer, sdkWithQueue } from './peers.ts';
import type { Report } from './simulator/stats.ts';
import { cpuMsOf, newFolder, runProgram, spawnSimulator } from './workbench.ts';

const tools = 200;
const calls = 800;
const ttfb = 50;
const atOnce = 32;

/** Waves of calls, one after the other, each as long as an answer takes: no client can be faster. */
const bound = Math.ceil(calls / atOnce) * ttfb;

/**
 * 800 structured calls at 50 ms and 32 at once: `review` over 200 tools with everything it does (prompts, checks, store),
 * and the same requests sent by others, who only parse the answers.
 */
export async function measureOverhead(): Promise<Figure[]> {
  const folder = newFolder();
  const files = inventTools(join(folder, 'tools'), tools);
  const requests = await composeRequests(files);
  const { ms: fetchMs } = await timePeer(bareFetch, requests);
  const { ms: sdkMs, cpuMs: sdkCpuMs } = await timePeer(sdkWithQueue, requests);
  const service = await spawnSimulator({ ttfb });
  const run = await runProgram(folder, ['review', '--quiet', ...files], {
    ANTHROPIC_API_KEY: key,
    ANTHROPIC_BASE_URL: service.url,
  });
  const report = await service.report();
  await service.close();
  if (run.code !== 0) throw new Error(`review ended with ${run.code}: ${run.stderr}`);
  const ours = lastKept(folder) - firstRequest(report);
  const mark = 'at most 2 times the bound';
  const line = (what: string, ms: number, against: string, floor: number): Figure => ({
    what,
    ours: seconds(ms),
    against: `${against} ${seconds(floor)}`,
    ratio: ms / floor,
    mark,
  });
  return [
    line('800 calls, first request to last review kept', ours, '25 waves of 50 ms', bound),
    { ...line('the same', ours, 'bare fetch', fetchMs), mark: '' },
    { ...line('the same', ours, 'SDK with p-queue, nothing checked or kept', sdkMs), mark: '' },
    { ...line('the whole run of the program', run.ms, '25 waves of 50 ms', bound), mark: '' },
    { ...line('SDK with p-queue', sdkMs, '25 waves of 50 ms', bound), mark: '' },
    { ...line('processor time of the whole run', run.cpuMs, 'SDK with p-queue', sdkCpuMs), mark: '' },
  ];
}

async function timePeer(peer: Peer, requests: Parameters<Peer>[1]): Promise<{ ms: number; cpuMs: number }> {
  const service = await spawnSimulator({ ttfb });
  const began = performance.now();
  const before = process.cpuUsage();
  await peer(service.url, requests, atOnce);
  const took = { ms: performance.now() - began, cpuMs: cpuMsOf(process.cpuUsage(before)) };
  await service.close();
  return took;
}

/** Milliseconds from the first request to the end of the last answer. */
export function spanOf(report: Pick<Report, 'calls'>): number {
  return Math.max(...report.calls.map(({ endedAt }) => endedAt)) - firstRequest(report);
}

function firstRequest({ calls: seen }: Pick<Report, 'calls'>): number {
  return Math.min(...seen.map(({ at }) => at));
}

/** When the last review was kept, checked and stored: milliseconds since 1970. */
function lastKept(folder: string): number {
  const database = new BetterSqlite3(join(folder, 'ship-or-skip.sqlite'), { readonly: true });
  const at = database.prepare('select max(decided_at) from decisions').pluck().get();
  database.close();
  return Date.parse(String(at));
}
