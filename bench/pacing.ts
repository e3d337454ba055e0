import { join } from 'node:path';
import { claude } from '../src/providers/claude/claude.ts';
import { governor } from '../src/providers/governor.ts';
import { retry } from '../src/providers/retry.ts';
import { composePrompts, composeRequests } from './compose-requests.ts';
import { type Figure, seconds } from './figure.ts';
import { inventTools } from './invent-tools.ts';
import { key, sdkWithQueue } from './peers.ts';
import { newFolder, spawnSimulator } from './workbench.ts';

const perMinute = 600;
const burst = 10;
const count = 200;
const ttfb = 50;

/** A strict 600 requests a minute that may come 10 at once, told in the heads of answers and known to nobody before. */
const limit = { requests: perMinute, burstSeconds: (burst * 60) / perMinute, ttfb };

const bound = ((count - burst) * 60_000) / perMinute + ttfb;

/** How close to a limit a client that learns it from headers comes, and how often it is refused on the way. */
export async function measurePacing(): Promise<Figure[]> {
  const files = inventTools(join(newFolder(), 'tools'), count / 4);
  const prompts = await composePrompts(files);
  const requests = await composeRequests(files);
  const ours = await timed(async (url) => {
    const ask = retry(governor({ concurrency: 32 })(claude({ apiKey: key, baseURL: url, priceOf: () => null })));
    await Promise.all(prompts.map((prompt) => ask(prompt, { signal: new AbortController().signal })));
  });
  const peer = await timed((url) => sdkWithQueue(url, requests, 32));
  const line = (what: string, { ms, refused, failed }: Awaited<ReturnType<typeof timed>>): Figure => ({
    what,
    ours: `${seconds(ms)}, ${refused} refused${failed ? ', gave up' : ''}`,
    against: `the limit itself ${seconds(bound)}`,
    ratio: failed ? null : ms / bound,
    mark: '',
  });
  return [
    { ...line('200 calls at a strict 600 a minute', ours), mark: '1.014 and none refused' },
    line('the same by the SDK with p-queue', peer),
  ];
}

async function timed(work: (url: string) => Promise<void>) {
  const service = await spawnSimulator(limit);
  const began = performance.now();
  const failed = await work(service.url).then(
    () => false,
    () => true,
  );
  const ms = performance.now() - began;
  const { refused } = await service.report();
  await service.close();
  return { ms, refused, failed };
}
