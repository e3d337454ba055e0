import type { Dossier, UndatedDossier } from '../core/facts/dossier.ts';

import type { Tool } from '../core/facts/tool.ts';

import { oncePer } from '../core/once-per.ts';
import type { Store } from './contract/contract.ts';
import { factsColumn, readJson, writeJson } from './json.ts';
import { exact } from './tables/columns.ts';
import type { Database } from './tables/schema.ts';

/** Tools and the dossiers about them. A dossier never changes, so its facts are read once; a tool’s present dossier does. */
export function openDossiers(
  db: Database,
): Pick<Store, 'keepDossier' | 'asOfDossier' | 'findDossier' | 'listTools' | 'listFacts'> {
  const facts = new Map<string, Tool>();
  return {
    keepDossier: (dossier, day) => db.transaction().execute((transaction) => putDossier(transaction, dossier, day)),

    async asOfDossier(key) {
      const row = await db.selectFrom('dossiers').select('as_of').where('key', '=', key).executeTakeFirst();
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

/** Stores a dossier as its tool’s present one, inside a transaction. */
export async function putDossier(transaction: Database, dossier: UndatedDossier, day: string): Promise<Dossier> {
  const inserted = await insertDossier(transaction, dossier, day);
  if (inserted) await insertSources(transaction, dossier);
  const { slug, name } = dossier.tool;
  const present = { name, dossier_key: dossier.key };
  await transaction
    .insertInto('tools')
    .values(exact('tools', { slug, ...present }))
    .onConflict((conflict) => conflict.column('slug').doUpdateSet(present))
    .execute();
  const kept = await readDossier(transaction, slug);
  if (kept === null) throw new Error(`the dossier of ${slug} was stored and cannot be found`);
  return kept;
}

/** Whether the key was new. */
async function insertDossier(transaction: Database, { key, tool }: UndatedDossier, day: string): Promise<boolean> {
  const inserted = await transaction
    .insertInto('dossiers')
    .values(exact('dossiers', { key, tool: tool.slug, facts: writeJson(factsColumn, tool), as_of: day }))
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('key')
    .executeTakeFirst();
  return inserted !== undefined;
}

async function insertSources(transaction: Database, { key, sources }: UndatedDossier): Promise<void> {
  for (const [position, { text, hash, ...source }] of sources.entries()) {
    await transaction
      .insertInto('sources')
      .values(exact('sources', { hash, text }))
      .onConflict((conflict) => conflict.column('hash').doNothing())
      .execute();
    const { id, kind, title, url, retrieved } = source;
    await transaction
      .insertInto('dossier_sources')
      .values(exact('dossier_sources', { dossier_key: key, position, id, kind, title, url, retrieved, hash }))
      .execute();
  }
}

/** Most dossiers that are held. */
const mostHeld = 500;

/** A dossier never changes, so one that was read is held as long as the store is open. */
const heldIn = oncePer((_store: Database) => new Map<string, Dossier>());

async function readDossier(db: Database, slug: string): Promise<Dossier | null> {
  const tool = await db.selectFrom('tools').select('dossier_key').where('slug', '=', slug).executeTakeFirst();
  if (tool === undefined) return null;
  const held = heldIn(db);
  const dossier = held.get(tool.dossier_key) ?? (await readByKey(db, tool.dossier_key));
  if (held.size >= mostHeld) held.clear();
  held.set(dossier.key, dossier);
  return dossier;
}

/** A dossier never changes, so its sources may be read after it. */
async function readByKey(db: Database, key: string): Promise<Dossier> {
  const row = await db
    .selectFrom('dossiers')
    .select(['key', 'facts', 'as_of'])
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  const sources = await db
    .selectFrom('dossier_sources')
    .innerJoin('sources', 'sources.hash', 'dossier_sources.hash')
    .select(['id', 'kind', 'title', 'url', 'retrieved', 'text', 'sources.hash'])
    .where('dossier_key', '=', row.key)
    .orderBy('position')
    .execute();
  return { key: row.key, tool: readJson(factsColumn, row.facts, `dossiers row ${row.key}`), sources, asOf: row.as_of };
}
