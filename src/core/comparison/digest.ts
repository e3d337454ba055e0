import type { Comparison } from './comparison.ts';

/** One tool of a published comparison, as a digest shows it. */
interface DigestTool {
  name: string;
  tagline: string;
  /** For example: Ship · 4 ship / 0 skip. */
  label: string;
  /** Unrounded, 0 to 100; null without a panel score. */
  score: number | null;
  /** Whom it is best for, in the words of the persona with the highest score; null without one. */
  bestFor: string | null;
  avoidIf: string | null;
}

/** A published comparison in a digest or a feed. */
export interface DigestEntry {
  slug: string;
  title: string;
  /** The answer in a few words: `LiteLLM leads`, `Too close to call`. */
  answer: string;
  /** The outcome in a sentence. */
  reason: string;
  /** ISO time readers could see it first. */
  publishedAt: string;
  /** ISO time its content last changed. */
  changedAt: string;
  tools: DigestTool[];
  /** Below this a score is a skip: scores are rounded so that they stay on their side. */
  shipThreshold: number;
  /** Models that wrote the reviews. */
  models: string[];
  /** Whether a person answers for every review. */
  approved: boolean;
  disclosure: string;
}

/** What was published in a span of days. */
export interface Digest {
  /** First day, YYYY-MM-DD. */
  from: string;
  /** Last day, inclusive. */
  to: string;
  /** Newest first. */
  entries: DigestEntry[];
}

/** What a digest says of a comparison readers see since `publishedAt`. */
export function digestEntryOf(comparison: Comparison, publishedAt: string): DigestEntry {
  const { slug, title, outcome, tools, panel, generatedAt, disclosure } = comparison;
  const reviews = tools.flatMap((tool) => tool.reviews.filter(({ status }) => status !== 'missing'));
  return {
    slug,
    title,
    answer: answerOf(comparison),
    reason: outcome.reason,
    publishedAt,
    changedAt: generatedAt,
    tools: tools.map(({ name, tagline, bestFor, avoidIf, panel: { label, score } }) => ({
      name,
      tagline,
      label,
      score,
      bestFor,
      avoidIf,
    })),
    shipThreshold: panel.shipThreshold,
    models: [...new Set(reviews.flatMap(({ byline }) => byline?.model ?? []))].sort(),
    approved: reviews.length > 0 && reviews.every(({ approved }) => approved !== null),
    disclosure,
  };
}

function answerOf({ outcome, tools }: Comparison): string {
  const winner = tools.find(({ slug }) => slug === outcome.winner);
  if (winner !== undefined) return `${winner.name} leads`;
  const words = { tie: 'Too close to call', 'different-jobs': 'Not a choice: they do different jobs' } as const;
  return outcome.kind === 'tie' || outcome.kind === 'different-jobs' ? words[outcome.kind] : 'Undecided';
}

const dayMs = 86_400_000;

/** A day so many days later, YYYY-MM-DD. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** Monday and Sunday of the last whole week before a day, both YYYY-MM-DD (weeks of ISO 8601). */
export function lastWholeWeek(today: string): { from: string; to: string } {
  const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
  const monday = addDays(today, -weekday);
  return { from: addDays(monday, -7), to: addDays(monday, -1) };
}

/** The name of a week in ISO 8601, `2026-W48`, by its Monday: the week belongs to the year of its Thursday. */
export function weekName(monday: string): string {
  const thursday = addDays(monday, 3);
  const year = thursday.slice(0, 4);
  const days = (Date.parse(`${thursday}T00:00:00Z`) - Date.parse(`${year}-01-01T00:00:00Z`)) / dayMs;
  return `${year}-W${String(Math.floor(days / 7) + 1).padStart(2, '0')}`;
}
