import type { Source } from '../../core/facts/dossier.ts';
import { type FactConflict, findConflicts } from '../../core/gathering/agreement.ts';
import type { Role } from '../../core/gathering/document.ts';
import type { FoundFact } from '../../core/gathering/found-fact.ts';
import type { Desk } from '../../desk.ts';
import type { Gathering } from '../../store/contract/snapshots-contract.ts';
import { InvalidOrder } from '../ask/review-tools.ts';
import { readKnown } from './gather-dossier.ts';
import { factsIn } from './look-at-tool.ts';

/** One source as it was read. `role`, `retrievedAt` and `rawHash` are null for what was not fetched. */
interface RecalledSource extends Omit<Source, 'text'> {
  role: Role | null;
  /** ISO time. */
  retrievedAt: string | null;
  rawHash: string | null;
  text: string;
}

export interface RecalledSources {
  tool: string;
  dossierKey: string;
  sources: RecalledSource[];
  facts: FoundFact[];
  conflicts: FactConflict[];
  missed: Gathering['missed'];
  /** Every time its pages were read, the newest first. */
  gatherings: Pick<Gathering, 'at' | 'dossierKey' | 'reader' | 'address'>[];
}

/** Times a tool was read that are listed. */
const mostGatherings = 100;

/**
 * The sources of a tool as they are, or as they were read by the end of a day: what a claim of that day can be held against.
 * @throws InvalidOrder when nothing was read by then.
 */
export async function recallSources(desk: Desk, target: string, day: string | null): Promise<RecalledSources> {
  const dossier = await readKnown(desk, target);
  const { slug } = dossier.tool;
  const all = await desk.store.snapshots.list(slug, mostGatherings);
  const gatherings = all.map(({ at, dossierKey, reader, address }) => ({ at, dossierKey, reader, address }));
  const then = day === null ? all[0] : all.find(({ at }) => at.slice(0, 10) <= day);
  if (day !== null && then === undefined) throw new InvalidOrder(`No page of ${slug} had been read by ${day}.`);
  const isPast = then !== undefined && day !== null && then.dossierKey !== dossier.key;
  const facts = then === undefined ? [] : isPast ? then.facts : factsIn(dossier, then);
  const base = { tool: slug, facts, conflicts: findConflicts(facts), missed: then?.missed ?? [], gatherings };
  if (isPast) return { ...base, dossierKey: then.dossierKey, sources: then.snapshots.map(asSource) };
  const sources = dossier.sources.map((source) => {
    const snapshot = then?.snapshots.find(({ source: id, hash }) => id === source.id && hash === source.hash);
    return {
      ...source,
      role: snapshot?.role ?? null,
      retrievedAt: snapshot?.retrievedAt ?? null,
      rawHash: snapshot?.rawHash ?? null,
    };
  });
  return { ...base, dossierKey: dossier.key, sources };
}

function asSource({
  source,
  contentType,
  reading,
  url,
  retrievedAt,
  hash,
  rawHash,
  role,
  text,
}: Gathering['snapshots'][number]): RecalledSource {
  const kind = contentType === 'application/pdf' ? 'document' : 'page';
  return {
    id: source,
    kind,
    title: reading.title,
    url,
    retrieved: retrievedAt.slice(0, 10),
    hash,
    rawHash,
    role,
    retrievedAt,
    text,
  };
}
