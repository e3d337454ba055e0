import { join } from 'node:path';
import { Anthropic } from '@anthropic-ai/sdk';
import PQueue from 'p-queue';
import { readOpinion } from '../src/core/opinion/opinion.ts';
import { composeRequests } from './compose-requests.ts';
import type { Figure } from './figure.ts';
import { inventTools } from './invent-tools.ts';
import { key } from './peers.ts';
import { newFolder, runProgram, spawnSimulator } from './workbench.ts';

const tools = 200;
const seats = 800;
const settings = { ttfb: 50, faultShare: 0.1 };

/** Of 800 seats with 10 % injected faults, how many end with a usable review: ours, and the SDK with its own retries. */
export async function measureFaults(): Promise<Figure[]> {
  const folder = newFolder();
  const files = inventTools(join(folder, 'tools'), tools);
  const service = await spawnSimulator(settings);
  const run = await runProgram(folder, ['review', '--json', ...files], {
    ANTHROPIC_API_KEY: key,
    ANTHROPIC_BASE_URL: service.url,
  });
  const { billed } = await service.report();
  await service.close();
  const records = JSON.parse(run.stdout) as { reviews: { status: string }[] }[];
  const usable = records.flatMap(({ reviews }) => reviews).filter(({ status }) => status !== 'missing').length;
  const refused = billed.filter(({ fault }) => fault === 'refusal').length;
  const peer = await peerUsable(await composeRequests(files));
  return [
    {
      what: '800 seats, 10 % faults: usable',
      ours: `${usable} (${refused} refused)`,
      against: `SDK with its retries ${peer}`,
      ratio: null,
      mark: `every seat that is not refused: ${seats - refused}`,
    },
  ];
}

async function peerUsable(requests: Awaited<ReturnType<typeof composeRequests>>): Promise<number> {
  const service = await spawnSimulator(settings);
  const client = new Anthropic({ apiKey: key, baseURL: service.url });
  const queue = new PQueue({ concurrency: 32 });
  const ask = async (request: (typeof requests)[number]): Promise<boolean> => {
    const { content, stop_reason } = await client.messages.create(request);
    return stop_reason === 'end_turn' && content[0]?.type === 'text' && readOpinion(content[0].text).ok;
  };
  const answers = await Promise.allSettled(requests.map((request) => queue.add(() => ask(request))));
  await service.close();
  return answers.filter((answer) => answer.status === 'fulfilled' && answer.value).length;
}
