import type { Selectable } from 'kysely';
import type { BrokenAttempt, LedgerCall } from '../core/ledger.ts';
import { pricesOf } from './call-prices.ts';
import type { Ledger } from './contract/ledger-contract.ts';
import { readJson, usageColumn } from './json.ts';
import { exact } from './tables/columns.ts';
import type { Database, Tables } from './tables/schema.ts';

/** Rows of one insert: a database takes only so many values in one statement. */
const rowsAtOnce = 5_000;

/** What was paid, may have been paid, and did not have to be. */
export function openLedger(db: Database): Ledger {
  return {
    async read() {
      const [calls, reuses, broken, seats] = await Promise.all([
        selectCalls(db).execute(),
        db.selectFrom('reuses').select(['review_id', 'used_at']).orderBy('id').execute(),
        db.selectFrom('broken_attempts').selectAll().orderBy('id').execute(),
        db.selectFrom('seats').select('review_id').where('review_id', 'is not', null).execute(),
      ]);
      return {
        calls: calls.map(callOf),
        reuses: reuses.map((row) => ({ reviewId: row.review_id, at: row.used_at })),
        broken: broken.map(brokenOf),
        standing: new Set(seats.flatMap((row) => row.review_id ?? [])),
      };
    },

    async keepReuses(reviewIds, at) {
      const rows = reviewIds.map((id) => exact('reuses', { review_id: id, used_at: at }));
      if (rows.length <= rowsAtOnce) return insertReuses(db, rows);
      await db.transaction().execute(async (transaction) => {
        for (let from = 0; from < rows.length; from += rowsAtOnce)
          await insertReuses(transaction, rows.slice(from, from + rowsAtOnce));
      });
    },

    async keepBroken(attempt) {
      await db
        .insertInto('broken_attempts')
        .values(exact('broken_attempts', columnsOf(attempt)))
        .execute();
    },

    async countRepairs() {
      const rows = await db
        .selectFrom('calls')
        .select(({ fn }) => ['form', 'purpose', fn.countAll<number>().as('count')])
        .where('form', 'is not', null)
        .where('provider', 'not in', ['recorded', 'file'])
        .groupBy(['form', 'purpose'])
        .execute();
      const forms = [...new Set(rows.flatMap(({ form }) => form ?? []))];
      const count = (form: string, ofRepairs: boolean) =>
        rows
          .filter((row) => row.form === form && (row.purpose === 'repair') === ofRepairs)
          .reduce((sum, row) => sum + Number(row.count), 0);
      return Object.fromEntries(
        forms.map((form) => [form, { answers: count(form, false), repairs: count(form, true) }]),
      );
    },
  };
}

async function insertReuses(db: Database, rows: readonly { review_id: number; used_at: string }[]): Promise<void> {
  if (rows.length > 0)
    await db
      .insertInto('reuses')
      .values([...rows])
      .execute();
}

function selectCalls(db: Database) {
  return db
    .selectFrom('calls')
    .select(['id', 'tool', 'persona', 'asked', 'purpose', 'received_at', 'usage', 'cost_usd', 'supplied'])
    .select(['price_version', 'price_tiers', 'batch', 'review_id'])
    .orderBy('id');
}

type CallRow = Awaited<ReturnType<ReturnType<typeof selectCalls>['execute']>>[number];

function callOf(row: CallRow): LedgerCall {
  const where = `calls row ${row.id}`;
  return {
    tool: row.tool,
    persona: row.persona,
    model: row.asked,
    kind: row.purpose,
    at: row.received_at,
    usage: readJson(usageColumn, row.usage, where),
    costUsd: row.cost_usd,
    prices: pricesOf(row, where),
    batch: row.batch,
    supplied: row.supplied !== null,
    reviewId: row.review_id,
  };
}

function columnsOf(broken: BrokenAttempt) {
  return {
    prompt_key: broken.promptKey,
    purpose: broken.kind,
    attempt: broken.attempt,
    tool: broken.tool,
    persona: broken.persona,
    asked: broken.model,
    reason: broken.reason,
    worst_usd: broken.worstUsd,
    price_version: broken.priceVersion,
    broke_at: broken.at,
  };
}

function brokenOf(row: Selectable<Tables['broken_attempts']>): BrokenAttempt {
  return {
    promptKey: row.prompt_key,
    kind: row.purpose,
    attempt: row.attempt,
    tool: row.tool,
    persona: row.persona,
    model: row.asked,
    reason: row.reason,
    worstUsd: row.worst_usd,
    priceVersion: row.price_version,
    at: row.broke_at,
  };
}
