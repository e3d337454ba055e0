import type { Selectable } from 'kysely';
import { type NameChange, standingMerges } from '../core/facts/name-changes.ts';
import { compiledOnce } from './compiled.ts';
import { Unkeepable } from './contract/contract.ts';
import type { Names } from './contract/names-contract.ts';
import { exact } from './tables/columns.ts';
import type { Database, Tables } from './tables/schema.ts';

/** Identities as people settled them. */
export function openNames(db: Database): Names {
  return {
    keep: (change) =>
      db.transaction().execute(async (transaction) => {
        await refuseContradiction(transaction, change);
        const { slug, other, why, by, at } = change;
        const columns = { change: change.change, slug, other, why, changed_by: by, changed_at: at };
        const row = await transaction
          .insertInto('name_changes')
          .values(exact('name_changes', columns))
          .returningAll()
          .executeTakeFirstOrThrow();
        return changeOf(row);
      }),

    list: () => listChanges(db),
  };
}

async function listChanges(db: Database): Promise<NameChange[]> {
  return (await selectChanges(db, {})).map(changeOf);
}

const selectChanges = compiledOnce((db) => db.selectFrom('name_changes').selectAll().orderBy('id'));

async function refuseContradiction(transaction: Database, { change, slug, other }: Omit<NameChange, 'id'>) {
  if (slug === other) throw new Unkeepable(`${slug} cannot be merged into itself or split from itself`);
  if (change === 'split') return;
  const merges = standingMerges(await listChanges(transaction));
  for (const tool of [slug, other]) {
    const merge = merges.get(tool);
    if (merge !== undefined) throw new Unkeepable(`${tool} is merged into ${merge.other} already`);
    const row = await transaction.selectFrom('tools').select('slug').where('slug', '=', tool).executeTakeFirst();
    if (row === undefined) throw new Unkeepable(`there is no tool ${tool} to merge`);
  }
}

function changeOf({
  id,
  change,
  slug,
  other,
  why,
  changed_by,
  changed_at,
}: Selectable<Tables['name_changes']>): NameChange {
  return { id, change, slug, other, why, by: changed_by, at: changed_at };
}
