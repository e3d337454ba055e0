import type { Selectable } from 'kysely';
import { z } from 'zod';
import { Said } from '../core/gathering/choose-facts.ts';
import type { Reading } from '../core/gathering/document.ts';
import { FoundFact } from '../core/gathering/found-fact.ts';
import { settleCalls } from './calls.ts';
import type { Gathering, Snapshot, Snapshots } from './contract/snapshots-contract.ts';
import { putDossier } from './dossiers.ts';
import { factsColumn, type JsonColumn, readJson, writeJson } from './json.ts';
import { exact } from './tables/columns.ts';
import type { Database, Tables } from './tables/schema.ts';

const foundColumn: JsonColumn<FoundFact[]> = { name: 'facts', schema: z.array(FoundFact) };
const saidColumn: JsonColumn<Said> = { name: 'said', schema: Said };
const missedColumn: JsonColumn<Gathering['missed']> = {
  name: 'missed',
  schema: z.array(z.strictObject({ url: z.string(), reason: z.string() })),
};

/** A reading as JSON: its meta is a list of pairs. */
const StoredReading = z.strictObject({
  title: z.string(),
  links: z.array(z.strictObject({ url: z.string(), text: z.string(), rel: z.string().nullable() })),
  meta: z.array(z.tuple([z.string(), z.string()])),
  jsonLd: z.array(z.json()),
  canonical: z.string().nullable(),
  thin: z.boolean(),
});
const readingColumn: JsonColumn<z.infer<typeof StoredReading>> = { name: 'reading', schema: StoredReading };

/** What was read about tools, and what was made of it. */
export function openSnapshots(db: Database): Snapshots {
  return {
    keep: (gathering, dossier, day, settles) =>
      db.transaction().execute(async (transaction) => {
        const kept = await putDossier(transaction, dossier, day);
        if (settles !== null) await settleCalls(transaction, settles.seat, settles.ids, null);
        const { id } = await transaction
          .insertInto('gatherings')
          .values(exact('gatherings', columnsOf(gathering)))
          .returning('id')
          .executeTakeFirstOrThrow();
        for (const [position, snapshot] of gathering.snapshots.entries())
          await keepSnapshot(transaction, id, position, snapshot);
        return kept;
      }),

    async list(tool, limit) {
      const rows = await db
        .selectFrom('gatherings')
        .selectAll()
        .where('tool', '=', tool)
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return Promise.all(rows.map(async (row) => gatheringOf(row, await listSnapshots(db, row.id))));
    },

    async addresses() {
      const asked = await db.selectFrom('gatherings').select(['tool', 'address']).distinct().execute();
      const found = await db
        .selectFrom('snapshots')
        .innerJoin('gatherings', 'gatherings.id', 'snapshots.gathering_id')
        .select(['gatherings.tool', 'snapshots.url as address'])
        .where('snapshots.role', '=', 'home')
        .distinct()
        .execute();
      const facts = await db
        .selectFrom('tools')
        .innerJoin('dossiers', 'dossiers.key', 'tools.dossier_key')
        .select(['tools.slug', 'dossiers.facts', 'dossiers.key'])
        .execute();
      const told = facts.map(({ slug, facts: stored, key }) => ({
        tool: slug,
        address: readJson(factsColumn, stored, `dossiers row ${key}`).url,
      }));
      return [...told, ...asked, ...found].flatMap(({ tool, address }) =>
        address === null ? [] : [{ tool, address }],
      );
    },
  };
}

function columnsOf(gathering: Gathering) {
  return {
    tool: gathering.tool,
    dossier_key: gathering.dossierKey,
    address: gathering.address,
    texts_key: gathering.textsKey,
    reader: gathering.reader,
    facts: writeJson(foundColumn, gathering.facts),
    said: writeJson(saidColumn, gathering.said),
    missed: writeJson(missedColumn, gathering.missed),
    gathered_at: gathering.at,
  };
}

async function keepSnapshot(
  transaction: Database,
  gathering: number,
  position: number,
  { reading, text, ...snapshot }: Snapshot,
): Promise<void> {
  await transaction
    .insertInto('sources')
    .values(exact('sources', { hash: snapshot.hash, text }))
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .execute();
  const row = {
    gathering_id: gathering,
    position,
    source: snapshot.source,
    role: snapshot.role,
    asked: snapshot.asked,
    url: snapshot.url,
    content_type: snapshot.contentType,
    etag: snapshot.etag,
    last_modified: snapshot.lastModified,
    retrieved_at: snapshot.retrievedAt,
    hash: snapshot.hash,
    raw_hash: snapshot.rawHash,
    reading: writeJson(readingColumn, storedReading(reading)),
  };
  await transaction.insertInto('snapshots').values(exact('snapshots', row)).execute();
}

/** Without undefined, which JSON does not know. */
function storedReading({ title, links, meta, jsonLd, canonical, thin }: Reading): z.infer<typeof StoredReading> {
  return {
    title,
    links: links.map(({ url, text, rel }) => ({ url, text, rel })),
    meta: [...meta],
    jsonLd: z.array(z.json()).parse(JSON.parse(JSON.stringify(jsonLd))),
    canonical,
    thin,
  };
}

async function listSnapshots(db: Database, gathering: number): Promise<Snapshot[]> {
  const rows = await db
    .selectFrom('snapshots')
    .innerJoin('sources', 'sources.hash', 'snapshots.hash')
    .selectAll('snapshots')
    .select('sources.text')
    .where('gathering_id', '=', gathering)
    .orderBy('position')
    .execute();
  return rows.map((row) => {
    const reading = readJson(readingColumn, row.reading, `snapshots row ${gathering}/${row.position}`);
    return {
      source: row.source,
      role: row.role,
      asked: row.asked,
      url: row.url,
      contentType: row.content_type,
      etag: row.etag,
      lastModified: row.last_modified,
      retrievedAt: row.retrieved_at,
      hash: row.hash,
      rawHash: row.raw_hash,
      text: row.text,
      reading: { ...reading, meta: new Map(reading.meta) },
    };
  });
}

function gatheringOf(row: Selectable<Tables['gatherings']>, snapshots: Snapshot[]): Gathering {
  const where = `gatherings row ${row.id}`;
  return {
    tool: row.tool,
    dossierKey: row.dossier_key,
    address: row.address,
    textsKey: row.texts_key,
    reader: row.reader,
    facts: readJson(foundColumn, row.facts, where),
    said: readJson(saidColumn, row.said, where),
    missed: readJson(missedColumn, row.missed, where),
    at: row.gathered_at,
    snapshots,
  };
}
