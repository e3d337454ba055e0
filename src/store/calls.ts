import type { Selectable } from 'kysely';
import type { AskedCall, Reply } from '../core/call.ts';
import { priceColumns, pricesOf } from './call-prices.ts';
import { compiledOnce } from './compiled.ts';
import { type Store, Unkeepable } from './contract/contract.ts';
import { commitTogether } from './group-commit.ts';
import { exact, provenanceColumns, provenanceOf } from './tables/columns.ts';
import type { Database, Tables } from './tables/schema.ts';

/** The journal: every reply that was paid for, under the call that was made. */
export function openCalls(db: Database): Store['calls'] {
  return {
    async findUnsettled({ key, purpose, attempt }) {
      const [row] = await selectUnsettled(db, { key, purpose, attempt });
      return row === undefined ? null : replyOf(row);
    },

    async find(call) {
      const row = await selectCall(db, call).executeTakeFirst();
      return row === undefined ? null : replyOf(row);
    },

    async attempt(key, purpose) {
      const [last] = await selectLast(db, { key, purpose });
      return last === undefined ? 1 : last.attempt + last.settled;
    },

    async keep(call, reply) {
      const columns = exact('calls', columnsOf(call, reply));
      return commitTogether(db, async (transaction) => {
        const [kept] = await insertCall(transaction, columns);
        if (kept !== undefined) return replyOf({ ...columns, ...kept });
        await keepBeside(transaction, columns);
        return replyOf(await selectCall(transaction, call).executeTakeFirstOrThrow());
      });
    },
  };
}

/** The unsettled call of a question, else the last one. */
const selectLast = compiledOnce((db, { key, purpose }: Pick<AskedCall, 'key' | 'purpose'>) =>
  db
    .selectFrom('calls')
    .select(['attempt', 'settled'])
    .where('prompt_key', '=', key)
    .where('purpose', '=', purpose)
    .orderBy('settled')
    .orderBy('attempt', 'desc')
    .limit(1),
);

const selectUnsettled = compiledOnce((db, call: Pick<AskedCall, 'key' | 'purpose' | 'attempt'>) =>
  selectCall(db, call).where('settled', '=', 0),
);

const insertCall = compiledOnce((db, columns: ReturnType<typeof columnsOf>) =>
  db
    .insertInto('calls')
    .values(columns)
    .onConflict((conflict) => conflict.columns(['prompt_key', 'purpose', 'attempt']).doNothing())
    .returning('id'),
);

/**
 * Keeps what another run paid for the same call at the same time, under the next free attempt: text, usage and cost stay
 * on record. It is settled at once, so that it never answers anything. The very same reply is not kept again.
 */
async function keepBeside(transaction: Database, columns: ReturnType<typeof columnsOf>): Promise<void> {
  const rows = await transaction
    .selectFrom('calls')
    .select(['attempt', 'text', 'request_id', 'received_at'])
    .where('prompt_key', '=', columns.prompt_key)
    .where('purpose', '=', columns.purpose)
    .execute();
  const isKept = rows.some(
    ({ text, request_id, received_at }) =>
      text === columns.text && request_id === columns.request_id && received_at === columns.received_at,
  );
  if (isKept) return;
  const attempt = Math.max(...rows.map((row) => row.attempt)) + 1;
  await transaction
    .insertInto('calls')
    .values({ ...columns, attempt, settled: 1 })
    .execute();
}

/**
 * Settles calls of a seat; must run in the transaction that keeps what they led to.
 * @returns false when one of them was settled before: whoever asks is late.
 * @throws Unkeepable for a call that is not in the journal of this seat.
 */
export async function settleCalls(
  transaction: Database,
  seat: { tool: string; persona: string },
  ids: readonly number[],
  reviewId: number | null,
): Promise<boolean> {
  const { tool, persona } = seat;
  const wanted = new Set(ids);
  let settled = 0;
  for (const id of wanted) settled += (await settleCall(transaction, { id, tool, persona, reviewId })).length;
  if (settled === wanted.size) return true;
  const found = await transaction
    .selectFrom('calls')
    .select('id')
    .where('id', 'in', ids)
    .where('tool', '=', tool)
    .where('persona', '=', persona)
    .execute();
  const stray = ids.find((id) => !found.some((call) => call.id === id));
  if (stray !== undefined) throw new Unkeepable(`call ${stray} is not one of seat ${seat.tool}/${seat.persona}`);
  return false;
}

const settleCall = compiledOnce(
  (db, { id, tool, persona, reviewId }: { id: number; tool: string; persona: string; reviewId: number | null }) =>
    db
      .updateTable('calls')
      .set({ settled: 1, review_id: reviewId })
      .where('id', '=', id)
      .where('tool', '=', tool)
      .where('persona', '=', persona)
      .where('settled', '=', 0)
      .returning('id'),
);

/** Whether one of the calls was settled before: whoever comes to settle them is late. */
export async function areLate(db: Database, ids: readonly number[]): Promise<boolean> {
  const settled = db.selectFrom('calls').select('id').where('id', 'in', ids).where('settled', '=', 1);
  return ids.length > 0 && (await settled.limit(1).executeTakeFirst()) !== undefined;
}

function selectCall(db: Database, { key, purpose, attempt }: Pick<AskedCall, 'key' | 'purpose' | 'attempt'>) {
  return db
    .selectFrom('calls')
    .selectAll()
    .where('prompt_key', '=', key)
    .where('purpose', '=', purpose)
    .where('attempt', '=', attempt);
}

function columnsOf({ key, purpose, attempt, seat, model, schema }: AskedCall, reply: Reply) {
  return {
    prompt_key: key,
    purpose,
    attempt,
    tool: seat.tool,
    persona: seat.persona,
    asked: model,
    // as the database would make it: what is returned is what was stored
    text: reply.text.toWellFormed(),
    stop: reply.stop,
    stop_reason: reply.stopReason,
    received_at: reply.receivedAt,
    took_ms: reply.tookMs,
    batch: reply.batch,
    ...provenanceColumns(reply),
    ...priceColumns(reply.prices),
    form: schema.name,
  };
}

function replyOf(row: Omit<Selectable<Tables['calls']>, 'settled' | 'review_id'>): Reply {
  return {
    ...provenanceOf(row, `calls row ${row.id}`),
    provider: row.provider,
    prices: pricesOf(row, `calls row ${row.id}`),
    text: row.text,
    stop: row.stop,
    stopReason: row.stop_reason,
    receivedAt: row.received_at,
    tookMs: row.took_ms,
    batch: row.batch,
    callId: row.id,
  };
}
