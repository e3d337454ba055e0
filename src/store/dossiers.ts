import type { Insertable } from 'kysely';
import type { Dossier, UndatedDossier } from '../core/facts/dossier.ts';
import type { Tool } from '../core/facts/tool.ts';
import { hold, oncePer } from '../core/once-per.ts';
import { compiledOnce } from './compiled.ts';
import type { Store } from './contract/contract.ts';
import { commitTogether } from './group-commit.ts';
import { factsColumn, readJson, writeJson } from './json.ts';
import { exact } from './tables/columns.ts';
import type { Database, Tables } from './tables/schema.ts';

/** Tools and the dossiers about them. A dossier never changes, so its facts are read once; a tool’s present dossier does. */
export function openDossiers(
  db: Database,
): Pick<Store, 'keepDossier' | 'asOfDossier' | 'findDossier' | 'listTools' | 'listFacts'> {
  const facts = new Map<string, Tool>();
  return {
    async keepDossier(dossier, day) {
      return holdDossier(db, await commitTogether(db, (transaction) => putDossier(transaction, dossier, day)));
    },

    async asOfDossier(key) {
      const [row] = await selectDay(db, { key });
      return row?.as_of ?? null;
    },

    findDossier: (slug) => readDossier(db, slug),

    async listFacts() {
      const rows = await db
        .selectFrom('tools')
        .innerJoin('dossiers', 'dossiers.key', 'tools.dossier_key')
        .select(['dossiers.key', 'dossiers.facts'])
        .orderBy('tools.slug')
        .execute();
      for (const row of rows)
        if (!facts.has(row.key)) facts.set(row.key, readJson(factsColumn, row.facts, `dossiers row ${row.key}`));
      return rows.flatMap(({ key }) => facts.get(key) ?? []);
    },

    async listTools() {
      const rows = await db
        .selectFrom('tools')
        .innerJoin('dossiers', 'dossiers.key', 'tools.dossier_key')
        .leftJoin('seats', 'seats.tool', 'tools.slug')
        .select(['tools.slug', 'tools.name', 'dossiers.key', 'dossiers.as_of'])
        .select((expression) => expression.fn.count<number | string>('seats.review_id').as('reviews'))
        .groupBy(['tools.slug', 'tools.name', 'dossiers.key', 'dossiers.as_of'])
        .orderBy('tools.slug')
        .execute();
      return rows.map(({ slug, name, key, as_of, reviews }) => ({
        slug,
        name,
        dossierKey: key,
        asOf: as_of,
        reviews: Number(reviews),
      }));
    },
  };
}

const selectDay = compiledOnce((db, { key }: { key: string }) =>
  db.selectFrom('dossiers').select('as_of').where('key', '=', key),
);

/** Stores a dossier as its tool’s present one, inside a transaction. */
export async function putDossier(transaction: Database, dossier: UndatedDossier, day: string): Promise<Dossier> {
  const inserted = await insertDossier(transaction, dossier, day);
  if (inserted) await insertSources(transaction, dossier);
  const { slug, name } = dossier.tool;
  const present = { name, dossier_key: dossier.key };
  await upsertTool(transaction, exact('tools', { slug, ...present }));
  const kept = await readDossier(transaction, slug);
  if (kept === null) throw new Error(`the dossier of ${slug} was stored and cannot be found`);
  return kept;
}

const upsertTool = compiledOnce((db, { slug, ...present }: Insertable<Tables['tools']>) =>
  db
    .insertInto('tools')
    .values({ slug, ...present })
    .onConflict((conflict) => conflict.column('slug').doUpdateSet(present)),
);

/** Whether the key was new. */
async function insertDossier(transaction: Database, { key, tool }: UndatedDossier, day: string): Promise<boolean> {
  const columns = { key, tool: tool.slug, facts: writeJson(factsColumn, tool), as_of: day };
  return (await insertRow(transaction, exact('dossiers', columns))).length > 0;
}

const insertRow = compiledOnce((db, columns: Insertable<Tables['dossiers']>) =>
  db
    .insertInto('dossiers')
    .values(columns)
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('key'),
);

async function insertSources(transaction: Database, { key, sources }: UndatedDossier): Promise<void> {
  for (const [position, { text, hash, ...source }] of sources.entries()) {
    await insertText(transaction, exact('sources', { hash, text }));
    const { id, kind, title, url, retrieved } = source;
    const columns = { dossier_key: key, position, id, kind, title, url, retrieved, hash };
    await insertSource(transaction, exact('dossier_sources', columns));
  }
}

const insertText = compiledOnce((db, columns: Insertable<Tables['sources']>) =>
  db
    .insertInto('sources')
    .values(columns)
    .onConflict((conflict) => conflict.column('hash').doNothing()),
);

const insertSource = compiledOnce((db, columns: Insertable<Tables['dossier_sources']>) =>
  db.insertInto('dossier_sources').values(columns),
);

/** Most dossiers that are held. */
const mostHeld = 500;

/** A dossier never changes, so one that was read is held as long as the store is open. */
const heldIn = oncePer((_store: Database) => new Map<string, Dossier>());

async function readDossier(db: Database, slug: string): Promise<Dossier | null> {
  const [tool] = await selectPresent(db, { slug });
  if (tool === undefined) return null;
  const held = heldIn(db).get(tool.dossier_key);
  return held ?? holdDossier(db, await readByKey(db, tool.dossier_key));
}

function holdDossier(db: Database, dossier: Dossier): Dossier {
  hold(heldIn(db), dossier.key, dossier, mostHeld);
  return dossier;
}

const selectPresent = compiledOnce((db, { slug }: { slug: string }) =>
  db.selectFrom('tools').select('dossier_key').where('slug', '=', slug),
);

/** A dossier never changes, so its sources may be read after it. */
async function readByKey(db: Database, key: string): Promise<Dossier> {
  const [row] = await selectDossier(db, { key });
  if (row === undefined) throw new Error(`the store has no dossier ${key}`);
  const sources = await selectSources(db, { key });
  return { key, tool: readJson(factsColumn, row.facts, `dossiers row ${key}`), sources, asOf: row.as_of };
}

const selectDossier = compiledOnce((db, { key }: { key: string }) =>
  db.selectFrom('dossiers').select(['facts', 'as_of']).where('key', '=', key),
);

const selectSources = compiledOnce((db, { key }: { key: string }) =>
  db
    .selectFrom('dossier_sources')
    .innerJoin('sources', 'sources.hash', 'dossier_sources.hash')
    .select(['id', 'kind', 'title', 'url', 'retrieved', 'text', 'sources.hash'])
    .where('dossier_key', '=', key)
    .orderBy('position'),
);
