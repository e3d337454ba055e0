import type { Generated, Kysely } from 'kysely';
import type { Purpose, Reply, Stop } from '../../core/call.ts';
import type { Duel } from '../../core/comparison/duel.ts';
import type { SettledAs } from '../../core/comparison/prediction.ts';
import type { SourceKind } from '../../core/facts/tool.ts';
import type { Decision } from '../contract/contract.ts';
import type { BatchTables } from './batches-tables.ts';
import type { FilesTables } from './files-tables.ts';
import type { LaunchTables } from './launches-tables.ts';
import type { LedgerColumns, LedgerTables } from './ledger-tables.ts';
import type { NamesTables } from './names-tables.ts';
import type { NightTables } from './nights-tables.ts';
import type { ReleaseTables } from './releases-tables.ts';
import type { SnapshotTables } from './snapshots-tables.ts';

/** Where an answer came from. `usage` and `supplied` are JSON. */
export interface ProvenanceColumns {
  provider: string;
  model: string;
  family: string;
  served_by: string | null;
  request_id: string | null;
  usage: string | null;
  cost_usd: number | null;
  supplied: string | null;
}

/** A byline, column by column. */
export interface BylineColumns extends ProvenanceColumns {
  prompt_key: string;
  dossier_key: string;
  written_at: string;
}

/** Every reply that was paid for, raw. Not bound to `tools`: keeping one must never fail for want of something else. */
interface CallTable extends ProvenanceColumns, LedgerColumns {
  id: Generated<number>;
  prompt_key: string;
  purpose: Purpose;
  attempt: number;
  tool: string;
  persona: string;
  /** The model as the editor wrote it. */
  asked: string;
  provider: Reply['provider'];
  text: string;
  stop: Stop;
  stop_reason: string;
  received_at: string;
  took_ms: number;
  /** The service’s id of the batch it came in. */
  batch: string | null;
  /** 1 once something was decided about it. */
  settled: Generated<number>;
  /** The review it went into, as opinion, repair or ballot; null while unsettled and when it was rejected. */
  review_id: number | null;
}

/** Append-only. */
interface ReviewTable extends BylineColumns {
  id: Generated<number>;
  /** Hash of the whole review: keeping twice is keeping once. */
  key: string;
  tool: string;
  persona: string;
  /** JSON. */
  opinion: string;
  persona_key: string;
  schema_version: number;
  note: string | null;
  /** The lead, as written, that gave no answer. */
  stands_in_for: string | null;
}

/** A checklist answered. */
interface AnswerColumns extends BylineColumns {
  /** JSON; null when there is a reason instead. */
  checks: string | null;
  reason: string | null;
}

/** Append-only. */
interface BallotTable extends AnswerColumns {
  id: Generated<number>;
  review_id: number;
  written: string;
}

/** An answer about two tools; `said` is null when there is none, and `because` says why. */
interface DuelTable extends BylineColumns {
  id: Generated<number>;
  key: string;
  attempt: number;
  wanted: number;
  persona: string;
  first: string;
  second: string;
  written: string;
  said: Duel['said'];
  because: string;
  /** JSON. */
  quotes: string;
}

/** What was written to stand on top of a comparison; `answer` is null when there is none, and `reason` says why. */
interface WrittenAnswerTable extends BylineColumns {
  id: Generated<number>;
  key: string;
  attempt: number;
  comparison: string;
  /** The first tool, whose calls it settles. */
  tool: string;
  written: string;
  /** JSON. */
  answer: string | null;
  reason: string | null;
  /** 1 where a person kept the one before. */
  declined: Generated<number>;
}

/** The tables, as the last migration leaves them. Times are ISO 8601 text, truth is 0 or 1, nested values are JSON text. */
export interface Tables
  extends ReleaseTables,
    NightTables,
    LaunchTables,
    NamesTables,
    SnapshotTables,
    FilesTables,
    LedgerTables,
    BatchTables {
  applied_migrations: { name: string };
  dossiers: { key: string; tool: string; facts: string; as_of: string };
  /** A tool and its present dossier. */
  tools: { slug: string; name: string; dossier_key: string };
  /** Texts, once each, however many dossiers hold them. */
  sources: { hash: string; text: string };
  dossier_sources: {
    dossier_key: string;
    /** 0 for the first. */
    position: number;
    id: string;
    kind: SourceKind;
    title: string;
    url: string | null;
    retrieved: string;
    hash: string;
  };
  calls: CallTable;
  reviews: ReviewTable;
  ballots: BallotTable;
  seats: {
    tool: string;
    persona: string;
    review_id: number | null;
    missing_prompt_key: string | null;
    missing_reason: string | null;
  };
  /** Questions that led to no review. The same question, asked again, replaces its row; leading to a review, it removes it. */
  refusals: { tool: string; persona: string; prompt_key: string; reason: string };
  /** Append-only. */
  decisions: {
    id: Generated<number>;
    review_id: number;
    decision: Decision['decision'];
    decided_by: string;
    why: string;
    decided_at: string;
  };
  comparisons: { slug: string; content_key: string; generated_at: string; out_dir: string };
  comparison_tools: { comparison: string; tool: string };
  /** Append-only, except that `wanted` can become 1. */
  duels: DuelTable;
  written_answers: WrittenAnswerTable;
  /** Append-only. */
  repeats: AnswerColumns & { review_id: number; number: number };
  /** Append-only. `model` is the one that answered, as its service names it. */
  calibrations: {
    id: Generated<number>;
    persona: string;
    written: string;
    model: string;
    anchors: string;
    ran_at: string;
  };
  /** Append-only. `known` is JSON. */
  calibration_answers: AnswerColumns & { calibration_id: number; tool: string; known: string };
  /** Append-only. */
  settlements: {
    id: Generated<number>;
    review_id: number;
    /** Which prediction of the review, from 1. */
    number: number;
    outcome: SettledAs;
    why: string;
    settled_by: string;
    settled_at: string;
  };
  /** Append-only. The text is in `sources`. */
  maker_answers: {
    id: Generated<number>;
    tool: string;
    title: string;
    url: string | null;
    retrieved: string;
    hash: string;
  };
  /** Append-only. */
  corrections: {
    id: Generated<number>;
    tool: string;
    made_on: string;
    what: string;
    score_before: number | null;
    /** The dossier it led to. */
    dossier_key: string;
  };
}

/** A connection or a transaction: queries cannot tell. */
export type Database = Kysely<Tables>;
