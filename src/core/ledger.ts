import type { Purpose, Usage } from './call.ts';
import { batchShare, cacheSavingOf, type Prices, sumKnown, sumUsage } from './cost.ts';

/** Whose call it was: the seat, the model as the editor wrote it, and what for. */
interface Caller {
  tool: string;
  persona: string;
  model: string;
  kind: Purpose;
  /** ISO time: the answer came, or the attempt broke off. */
  at: string;
}

/** A reply on record, as far as money goes. */
export interface LedgerCall extends Caller {
  usage: Usage | null;
  /** US dollars; null when usage or price is unknown. */
  costUsd: number | null;
  prices: Prices | null;
  /** The batch it came in; null for a call of its own. */
  batch: string | null;
  /** It came from a recording or a file: nobody was paid for it here. */
  supplied: boolean;
  /** The review it went into; null for none. */
  reviewId: number | null;
}

/** A run used a standing review as it was. */
interface Reuse {
  reviewId: number;
  /** ISO time. */
  at: string;
}

/** An attempt without an answer that the service may bill all the same. */
export interface BrokenAttempt extends Caller {
  promptKey: string;
  attempt: number;
  /** The kind of the failure, or `stopped` when the run was ended. */
  reason: string;
  /** The most it can have cost in US dollars; null when the price is unknown. */
  worstUsd: number | null;
  /** Version of the prices that says so. */
  priceVersion: string | null;
}

/** Everything a report is computed from. */
export interface LedgerRows {
  calls: LedgerCall[];
  reuses: Reuse[];
  broken: BrokenAttempt[];
  /** Ids of the reviews that stand today. */
  standing: ReadonlySet<number>;
}

/** What a report can be grouped by. `kind` is what a call was for; days are those of UTC. */
export const groupings = ['tool', 'persona', 'model', 'kind', 'day'] as const;
export type Grouping = (typeof groupings)[number];

/** US dollars of everything that is known, null when nothing is; and how many could not be counted in. */
export interface Sum {
  usd: number | null;
  unknown: number;
}

/** What calls cost and saved. Every figure can be computed again from the rows. */
export interface Totals {
  /** Answers of services. */
  calls: number;
  /** Answers from recordings and files. They are in no other figure. */
  supplied: number;
  /** Of all calls that tell their tokens; thinking, a part of output, of those that tell it, and null when none does. */
  tokens: Usage;
  /** Calls that do not tell their tokens. */
  withoutUsage: number;
  cost: Sum;
  savedByCache: Sum;
  savedByBatch: Sum;
  savedByReuse: Sum;
  /** Uses of standing reviews whose calls are among these. */
  reuses: number;
  /** Attempts that broke off and may be billed, and the most they can have cost; not in `cost`. */
  broken: number;
  brokenAtMost: Sum;
  /** Reviews standing today that these calls went into. */
  standingReviews: number;
  /** Mean over those whose calls are all of known cost; the others are counted as unknown. */
  costPerStandingReview: Sum;
  /** All known cost of these calls, whatever came of them, over those reviews; null without any. */
  spentPerStandingReview: number | null;
}

export interface CostReport {
  /** First day counted; null for all. */
  since: string | null;
  by: Grouping | null;
  total: Totals;
  /** Days in their order, everything else by cost. */
  groups: (Totals & { name: string })[];
  /** Calls by the prices they were paid at; a null version is that of calls without any. */
  prices: { version: string | null; calls: number }[];
}

/** What to count. */
export interface CostQuery {
  since: string | null;
  by: Grouping | null;
}

/** What calls cost and saved, in all and by group. See `Totals` for each figure. */
export function reportCosts(rows: LedgerRows, { since, by }: CostQuery): CostReport {
  const isIn = ({ at }: { at: string }) => since === null || at >= since;
  const calls = rows.calls.filter(isIn);
  const broken = rows.broken.filter(isIn);
  const reused = reusedCalls(rows).filter(isIn);
  const total = totalsOf({ calls, broken, reused, standing: rows.standing });
  const names = by === null ? [] : [...new Set([...calls, ...broken, ...reused].map((one) => groupOf(one, by)))];
  const inGroup = groupsOf(by);
  const [callsOf, brokenOf, reusedOf] = [inGroup(calls), inGroup(broken), inGroup(reused)];
  const groups = names.map((name) => ({
    name,
    ...totalsOf({ calls: callsOf(name), broken: brokenOf(name), reused: reusedOf(name), standing: rows.standing }),
  }));
  const paid = calls.filter(({ supplied }) => !supplied);
  const versions = Map.groupBy(paid, ({ prices }) => prices?.version ?? null);
  return {
    since,
    by,
    total,
    groups: groups.sort(by === 'day' ? byName : byCost),
    prices: [...versions].map(([version, own]) => ({ version, calls: own.length })),
  };
}

/** What was paid since a moment, ISO time, and the most that attempts without an answer can have cost since. */
export function spentSince({ calls, broken }: Pick<LedgerRows, 'calls' | 'broken'>, since: string): Sum {
  const isSince = ({ at }: { at: string }) => at >= since;
  return sum([
    ...calls.filter((call) => !call.supplied && isSince(call)).map(({ costUsd }) => costUsd),
    ...broken.filter(isSince).map(({ worstUsd }) => worstUsd),
  ]);
}

/** A call that a run did not have to make again; `at` is when it was saved, `use` which use of the review it was. */
interface ReusedCall extends Caller {
  use: number;
  /** Null when its cost is unknown, or nobody was paid for it here. */
  costUsd: number | null;
}

/** Each use of a standing review saves the calls that had gone into it by then: opinion, correction round, ballots and repeats. */
function reusedCalls({ calls, reuses }: LedgerRows): ReusedCall[] {
  const byReview = Map.groupBy(calls, ({ reviewId }) => reviewId);
  return reuses.flatMap(({ reviewId, at }, use) => {
    const own = (byReview.get(reviewId) ?? []).filter((call) => call.at <= at);
    return own.map(({ tool, persona, model, kind, costUsd }) => ({ tool, persona, model, kind, costUsd, at, use }));
  });
}

function totalsOf(rows: {
  calls: readonly LedgerCall[];
  broken: readonly BrokenAttempt[];
  reused: readonly ReusedCall[];
  standing: ReadonlySet<number>;
}): Totals {
  const calls = rows.calls.filter(({ supplied }) => !supplied);
  const usages = calls.flatMap(({ usage }) => usage ?? []);
  const uses = [...Map.groupBy(rows.reused, ({ use }) => use).values()];
  const standing = rows.calls.filter(({ reviewId }) => reviewId !== null && rows.standing.has(reviewId));
  const reviews = [...Map.groupBy(standing, ({ reviewId }) => reviewId).values()].map(costOfAll);
  const known = reviews.filter((cost) => cost !== null);
  const cost = sum(calls.map(({ costUsd }) => costUsd));
  return {
    calls: calls.length,
    supplied: rows.calls.length - calls.length,
    // the thinking that was told, also where some call did not tell
    tokens: { ...sumUsage(usages), thinking: sum(usages.map(({ thinking }) => thinking)).usd },
    withoutUsage: calls.length - usages.length,
    cost,
    savedByCache: sum(calls.map(cacheSaving)),
    savedByBatch: sum(calls.map(batchSaving)),
    savedByReuse: sum(uses.map(costOfAll)),
    reuses: uses.length,
    broken: rows.broken.length,
    brokenAtMost: sum(rows.broken.map(({ worstUsd }) => worstUsd)),
    standingReviews: reviews.length,
    costPerStandingReview: {
      usd: known.length === 0 ? null : known.reduce((a, b) => a + b, 0) / known.length,
      unknown: reviews.length - known.length,
    },
    spentPerStandingReview: reviews.length === 0 ? null : cost.usd && cost.usd / reviews.length,
  };
}

/** Null when the tokens are unknown, or some went through a cache and the prices of the day are. */
function cacheSaving({ usage, prices, batch }: LedgerCall): number | null {
  if (usage === null) return null;
  if (usage.cacheWrite5m + usage.cacheWrite1h + usage.cacheRead === 0) return 0;
  return prices && cacheSavingOf(usage, prices.tiers) * batchShare(batch);
}

/** The same tokens at the full price, minus what they cost. */
function batchSaving({ costUsd, batch }: LedgerCall): number | null {
  if (batch === null) return 0;
  return costUsd === null ? null : costUsd / batchShare(batch) - costUsd;
}

/** What belongs together cost; null as soon as one part is unknown. */
function costOfAll(calls: readonly { costUsd: number | null }[]): number | null {
  return sumKnown(calls.map(({ costUsd }) => costUsd));
}

function sum(parts: readonly (number | null)[]): Sum {
  const known = parts.filter((part) => part !== null);
  const unknown = parts.length - known.length;
  return { usd: known.length === 0 && unknown > 0 ? null : known.reduce((a, b) => a + b, 0), unknown };
}

function groupOf(one: Caller, by: Grouping): string {
  return by === 'day' ? one.at.slice(0, 10) : one[by];
}

/** Rows of a kind by the name of their group. */
function groupsOf(by: Grouping | null) {
  return <R extends Caller>(rows: readonly R[]): ((name: string) => R[]) => {
    if (by === null) return () => [];
    const groups = Map.groupBy(rows, (row) => groupOf(row, by));
    return (name) => groups.get(name) ?? [];
  };
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}

/** The dearest first; of what is equal, or unknown, by name. */
function byCost(a: Totals & { name: string }, b: Totals & { name: string }): number {
  return (b.cost.usd ?? 0) - (a.cost.usd ?? 0) || byName(a, b);
}
