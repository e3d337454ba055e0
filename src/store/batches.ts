import type { Selectable } from 'kysely';
import type { BatchBook, BatchedCall, StoredBatch } from './contract/batches-contract.ts';
import { exact } from './tables/columns.ts';
import type { Database, Tables } from './tables/schema.ts';

/** Batches, from before they are sent until nothing more will come of them. */
export function openBatches(db: Database): BatchBook {
  return {
    note: (calls, at) => db.transaction().execute((transaction) => noteBatch(transaction, calls, at)),

    async renew(number, at) {
      await db.updateTable('batches').set({ renewed_at: at }).where('number', '=', number).execute();
    },

    async open(number, { serviceId, createdAt, expiresAt }) {
      const told = { service_id: serviceId, created_at: createdAt, expires_at: expiresAt };
      await db
        .updateTable('batches')
        .set(exact('batches', { ...told, state: 'open', problem: null }))
        .where('number', '=', number)
        .where('service_id', 'is', null)
        .execute();
    },

    async settle(number, customId, outcome) {
      const { numUpdatedRows } = await db
        .updateTable('batch_items')
        .set({ outcome })
        .where('batch', '=', number)
        .where('custom_id', '=', customId)
        .where((item) => item.or([item('outcome', 'is', null), item('outcome', '=', 'unanswered')]))
        .executeTakeFirstOrThrow();
      return numUpdatedRows > 0n;
    },

    close: (number, problem) =>
      db.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('batches')
          .set({ state: 'closed', problem })
          .where('number', '=', number)
          .execute();
        const items = transaction.updateTable('batch_items').where('batch', '=', number);
        await items.set({ outcome: 'unanswered' }).where('outcome', 'is', null).execute();
        await items.set({ claimed: null }).execute();
      }),

    async listOpen() {
      const rows = await db
        .selectFrom('batches')
        .select('number')
        .where('state', '<>', 'closed')
        .orderBy('number')
        .execute();
      return Promise.all(rows.map(({ number }) => loadBatch(db, number)));
    },

    async createdAt(serviceId) {
      const row = await db
        .selectFrom('batches')
        .select('created_at')
        .where('service_id', '=', serviceId)
        .executeTakeFirst();
      return row?.created_at ?? null;
    },
  };
}

async function noteBatch(db: Database, calls: readonly BatchedCall[], at: string): Promise<StoredBatch | null> {
  const free: BatchedCall[] = [];
  for (const call of calls) if (await isFree(db, call)) free.push(call);
  if (free.length === 0) return null;
  const { number } = await db
    .insertInto('batches')
    .values(exact('batches', { state: 'sending', noted_at: at, renewed_at: at }))
    .returning('number')
    .executeTakeFirstOrThrow();
  for (const [position, call] of free.entries())
    await db
      .insertInto('batch_items')
      .values(exact('batch_items', itemColumns(number, position, call)))
      .execute();
  return loadBatch(db, number);
}

/** Neither in a batch under way nor answered. */
async function isFree(db: Database, { key, purpose, attempt }: BatchedCall): Promise<boolean> {
  const claimed = await db
    .selectFrom('batch_items')
    .select('batch')
    .where('prompt_key', '=', key)
    .where('purpose', '=', purpose)
    .where('attempt', '=', attempt)
    .where('claimed', '=', 1)
    .executeTakeFirst();
  if (claimed !== undefined) return false;
  const answered = await db
    .selectFrom('calls')
    .select('id')
    .where('prompt_key', '=', key)
    .where('purpose', '=', purpose)
    .where('attempt', '=', attempt)
    .executeTakeFirst();
  return answered === undefined;
}

async function loadBatch(db: Database, number: number): Promise<StoredBatch> {
  const row = await db.selectFrom('batches').selectAll().where('number', '=', number).executeTakeFirstOrThrow();
  const items = await db
    .selectFrom('batch_items')
    .selectAll()
    .where('batch', '=', number)
    .orderBy('position')
    .execute();
  return {
    number,
    serviceId: row.service_id,
    state: row.state,
    notedAt: row.noted_at,
    renewedAt: row.renewed_at,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    problem: row.problem,
    items: items.map(itemOf),
  };
}

function itemColumns(batch: number, position: number, call: BatchedCall) {
  const { customId, key, purpose, attempt, seat, model, schema, life } = call;
  return {
    batch,
    position,
    custom_id: customId,
    prompt_key: key,
    purpose,
    attempt,
    tool: seat.tool,
    persona: seat.persona,
    asked: model,
    form: schema.name,
    life,
    claimed: 1,
  };
}

function itemOf(row: Selectable<Tables['batch_items']>): StoredBatch['items'][number] {
  const { tool, persona, purpose, attempt, life, outcome } = row;
  return {
    ...{ customId: row.custom_id, key: row.prompt_key, purpose, attempt, seat: { tool, persona } },
    ...{ model: row.asked, schema: { name: row.form }, life, outcome },
  };
}
