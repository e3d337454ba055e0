import { join } from 'node:path';
import { composeRequests } from './compose-requests.ts';
import { dollars, type Figure, seconds } from './figure.ts';
import { inventTools } from './invent-tools.ts';
import { spanOf } from './overhead.ts';
import { key, sdkWithQueue } from './peers.ts';
import { billedCost, planCost, uncachedCost } from './plan-cost.ts';
import type { SimulatorSettings } from './simulator/settings.ts';
import type { Billed, Report } from './simulator/stats.ts';
import { newFolder, runProgram, spawnSimulator } from './workbench.ts';

/** A second of reading, some seconds of writing: near what services do, and ten times as fast. */
const pace = { ttfb: 200, tokensPerSecond: 400 };

/**
 * One comparison of two tools by four reviewers, with ballots of a second Claude model and the duel that a tie brings:
 * the wall time of its review round, and what each round cost, against the plan that every shared token is written once.
 */
export async function measureComparison(): Promise<Figure[]> {
  const folder = newFolder();
  const files = inventTools(join(folder, 'tools'), 2);
  const ours = await reported(pace, (url) =>
    compare(folder, url, ['--ballot', 'claude:claude-opus-5-5', ...files], {}),
  );
  const families = await reported(pace, (url) =>
    compare(newFolder(), url, files, { HF_TOKEN: 'hf_made_up_for_the_simulator', HF_ROUTER_URL: url }),
  );
  const requests = await composeRequests(files);
  const naive = await reported(pace, (url) => sdkWithQueue(url, requests, requests.length));
  const round = (kind: Billed['kind']) => ours.billed.filter((answer) => answer.kind === kind);
  const reviews = round('opinion');
  const bound = pace.ttfb + generationMs(reviews);
  const ballots = families.billed.filter(({ kind }) => kind === 'ballot');
  const withBallots = bound + pace.ttfb + generationMs(ballots);
  return [
    {
      what: 'review round of one comparison',
      ours: seconds(roundSpan(ours, 1)),
      against: `first byte and one generation ${seconds(bound)}`,
      ratio: roundSpan(ours, 1) / bound,
      mark: 'at most 1.1',
    },
    {
      what: 'the same, all at once by the SDK',
      ours: seconds(spanOf(naive)),
      against: `first byte and one generation ${seconds(bound)}`,
      ratio: spanOf(naive) / bound,
      mark: '',
    },
    {
      what: 'reviews, then ballots of a second family',
      ours: seconds(roundSpan(families, 2)),
      against: `first byte and one generation ${seconds(bound)}`,
      ratio: roundSpan(families, 2) / bound,
      mark: '',
    },
    {
      what: 'the same',
      ours: seconds(roundSpan(families, 2)),
      against: `a review and a ballot after it ${seconds(withBallots)}`,
      ratio: roundSpan(families, 2) / withBallots,
      mark: '',
    },
    costLine('cost of the review round', reviews),
    costLine('cost of the ballots', round('ballot')),
    costLine('cost of the duel', round('duel')),
    { ...costLine('review round, all at once with caching', naive.billed), mark: '' },
    {
      what: 'review round without caching',
      ours: dollars(uncachedCost(reviews)),
      against: `the plan ${dollars(planCost(reviews))}`,
      ratio: uncachedCost(reviews) / planCost(reviews),
      mark: '',
    },
  ];
}

async function compare(
  folder: string,
  url: string,
  args: readonly string[],
  more: Record<string, string>,
): Promise<void> {
  const settings = { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: url, ...more };
  const run = await runProgram(folder, ['compare', '--quiet', ...args], settings);
  if (run.code !== 0) throw new Error(`compare ended with ${run.code}: ${run.stderr}`);
}

/** Each of the eight seats is asked by every family before any duel: the review first, then a ballot of each other. */
function roundSpan({ calls }: Report, families: number): number {
  return spanOf({ calls: calls.toSorted((a, b) => a.at - b.at).slice(0, 8 * families) });
}

function generationMs(billed: readonly Billed[]): number {
  return (Math.max(...billed.map(({ output }) => output)) / pace.tokensPerSecond) * 1_000;
}

function costLine(what: string, billed: readonly Billed[]): Figure {
  const [cost, plan] = [billedCost(billed), planCost(billed)];
  return { what, ours: dollars(cost), against: `the plan ${dollars(plan)}`, ratio: cost / plan, mark: 'at most 1.05' };
}

async function reported(settings: Partial<SimulatorSettings>, work: (url: string) => Promise<void>): Promise<Report> {
  const service = await spawnSimulator(settings);
  await work(service.url);
  const report = await service.report();
  await service.close();
  return report;
}
