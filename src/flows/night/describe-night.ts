import { relative, sep } from 'node:path';
import type { ToolRecord } from '../../core/comparison/comparison.ts';
import { commonJobs } from '../../core/comparison/decision.ts';
import type { Tool } from '../../core/facts/tool.ts';
import type { DraftLine, NightReport, SeatLine, ToolLine } from '../../core/night/night-report.ts';
import { findDisagreements, findSurprises } from '../../core/night/remarks.ts';
import type { Desk } from '../../desk.ts';
import type { Night } from '../../store/contract/nights-contract.ts';
import { endsAsking } from '../ask/ends-asking.ts';
import type { ToolResult } from '../ask/review-tools.ts';
import { assembleStored } from '../compare/assemble-stored.ts';
import { describeTool } from '../gather/describe-tool.ts';
import { findWaiting } from '../publish/find-waiting.ts';
import type { PublishedDrafts } from '../publish/publish-drafts.ts';
import type { UndecidedPair } from './draft-closest.ts';
import type { GatheredLaunches } from './gather-launches.ts';

/** What a night did, as its steps tell it. */
export interface NightSteps
  extends Pick<NightReport, 'feeds' | 'launches' | 'leftOver' | 'spentUsd' | 'maxCostUsd' | 'resumed'> {
  filled: readonly ToolResult[];
  /** What kept a model from reading facts. */
  unread: GatheredLaunches['failures'];
  /** Pairs that are too close to call, and what kept them from being judged head to head. */
  undecided: readonly UndecidedPair[];
  /** Drafts that did not publish themselves, and why. */
  left: PublishedDrafts['left'];
}

/** Neighbours a tool’s score is held against: more would change the average little. */
const mostPeers = 30;

/** Puts together what a person reads in the morning: what this night’s steps did, and what the store has to say about it. */
export async function describeNight(desk: Desk, night: Night, steps: NightSteps, folder: string): Promise<NightReport> {
  const { filled, unread, undecided, left, ...known } = steps;
  const kept = await desk.store.nights.keptSince(night.startedAt);
  const reviewers = Map.groupBy(kept, ({ tool }) => tool);
  const describe = describeOnce(desk);
  const records: ToolRecord[] = [];
  for (const slug of reviewers.keys()) records.push(...(await describe(slug)));
  const facts = records.length === 0 ? [] : await desk.store.listFacts();
  const surprises = [];
  for (const record of records) surprises.push(...findSurprises(record, await findPeers(record, facts, describe)));
  const waiting = await findWaiting(desk);
  return {
    schemaVersion: 1,
    startedAt: night.startedAt,
    endedAt: desk.now().toISOString(),
    ...known,
    tools: records.map((record) =>
      toolLine(
        desk,
        record,
        (reviewers.get(record.slug) ?? []).map(({ persona }) => persona),
      ),
    ),
    missing: [...filled.flatMap(missingOf), ...undecided.flatMap(missingDuelsOf)],
    stopped: whyStopped(steps, kept.length),
    drafts: await describeDrafts(desk, night, left, folder),
    surprises,
    disagreements: records.flatMap(findDisagreements),
    waiting: {
      comparisons: waiting.releases.map(({ comparison }) => comparison.slug),
      reviews: waiting.reviews.length,
      launches: waiting.launches.length,
    },
  };
}

/** Describes a tool by its slug, each once however many ask; none that is not there. */
function describeOnce(desk: Desk): (slug: string) => Promise<ToolRecord[]> {
  const described = new Map<string, ToolRecord[]>();
  return async (slug) => {
    const dossier = described.has(slug) ? null : await desk.store.findDossier(slug);
    const records = described.get(slug) ?? (dossier === null ? [] : [await describeTool(desk, dossier)]);
    described.set(slug, records);
    return records;
  };
}

/** Reviewed tools that are hired for the same job. */
async function findPeers(
  record: ToolRecord,
  facts: readonly Tool[],
  describe: (slug: string) => Promise<ToolRecord[]>,
): Promise<ToolRecord[]> {
  const near = facts.filter(({ slug, jobs }) => slug !== record.slug && commonJobs([record, { jobs }]).length > 0);
  const peers: ToolRecord[] = [];
  for (const { slug } of near.slice(0, mostPeers)) peers.push(...(await describe(slug)));
  return peers;
}

function toolLine({ panel }: Desk, record: ToolRecord, reviewers: readonly string[]): ToolLine {
  const { slug, name, tagline, url } = record;
  const names = panel.personas.filter(({ id }) => reviewers.includes(id)).map((persona) => persona.name);
  const { label, score } = record.panel;
  return { slug, name, tagline, url, label, score, shipThreshold: panel.panel.shipThreshold, reviewers: names };
}

function missingOf({ dossier, seats }: ToolResult): SeatLine[] {
  const tool = dossier.tool.slug;
  return seats.flatMap((seat) => {
    const persona = seat.work.persona.id;
    const own = 'reason' in seat ? [{ tool, persona, reason: seat.reason }] : [];
    const ballots = seat.missingBallots.map(({ model, reason }) => ({
      tool,
      persona: `${persona} (ballot of ${model})`,
      reason,
    }));
    return [...own, ...ballots];
  });
}

function missingDuelsOf({ slugs, missing }: UndecidedPair): SeatLine[] {
  return missing.map(({ persona, reason }) => ({
    tool: slugs.join(' vs '),
    persona: `${persona} (head to head)`,
    reason,
  }));
}

/** Comparisons that were drafted since the night began, and what has become of them. */
async function describeDrafts(
  desk: Desk,
  { startedAt }: Night,
  left: NightSteps['left'],
  folder: string,
): Promise<DraftLine[]> {
  const drafted = (await desk.store.releases.since(startedAt)).filter(({ word }) => word === 'drafted');
  const lines: DraftLine[] = [];
  for (const { comparison: slug, why } of drafted) {
    const release = await desk.store.releases.find(slug);
    if (release === null) continue;
    const { tools, generatedAt, outDir } = release.comparison;
    const { comparison } = await assembleStored(desk, tools, generatedAt);
    lines.push({
      slug,
      title: comparison.title,
      because: why,
      outcome: comparison.outcome.reason,
      page: `${outDir}/${slug}/index.html`,
      href: addressFrom(folder, `${outDir}/${slug}/index.html`),
      published: release.state === 'published',
      objections: left.find((one) => one.slug === slug)?.objections ?? [],
    });
  }
  return lines;
}

/** A file as a page in another folder links to it, also when both are opened from a disk. */
function addressFrom(folder: string, file: string): string {
  return relative(folder, file).split(sep).map(encodeURIComponent).join('/');
}

/**
 * What only a person can mend ended the asking: the budget, a key, credit; or what kept every model from answering. Null
 * when nothing did.
 */
function whyStopped({ unread, filled, undecided }: NightSteps, kept: number): string | null {
  const seats = filled.flatMap((tool) => tool.seats);
  const jury = [
    ...seats.flatMap(({ missingBallots }) => missingBallots),
    ...undecided.flatMap(({ missing }) => missing),
  ];
  const failures = [...unread, ...seats.map(({ failure }) => failure), ...jury.map(({ failure }) => failure)];
  const ending = failures.find(endsAsking);
  if (ending !== undefined) return ending.message;
  const failure = failures.find((one) => one !== null);
  return kept > 0 || !failure ? null : `No model answered: ${failure.message}`;
}
