import { assembleDossier, type Dossier, type UnnumberedSource } from '../core/facts/dossier.ts';
import { slugPattern } from '../core/facts/slug.ts';
import { WebAddress } from '../core/facts/tool.ts';
import { type FactConflict, findConflicts } from '../core/gathering/agreement.ts';
import { type ChosenFacts, chooseFacts, type Said } from '../core/gathering/choose-facts.ts';
import type { DroppedFact } from '../core/gathering/facts-answer.ts';
import { findFacts } from '../core/gathering/find-facts.ts';
import type { FoundFact } from '../core/gathering/found-fact.ts';
import { plainAddress } from '../core/gathering/plain-address.ts';
import { productDoubt } from '../core/gathering/product-doubt.ts';
import { keyOf } from '../core/key.ts';
import type { Desk } from '../desk.ts';
import type { Gathering, Snapshot } from '../store/snapshots-contract.ts';
import type { ReadSource } from './fetch-document.ts';
import { fetchDocuments } from './fetch-documents.ts';
import { findToolAt, nameNewTool } from './find-tool-at.ts';
import { askForFacts, numbered } from './read-facts.ts';

/** Raised for an address, or a name for it, under which nothing can be gathered. */
export class InvalidAddress extends Error {
  override name = 'InvalidAddress';
}

/** Raised for an address whose documents are no evidence that there is a product to review. Nothing was stored. */
export class NothingToReview extends Error {
  override name = 'NothingToReview';
}

/** How a tool is gathered. */
export interface GatherWishes {
  /** The slug it is to have. */
  as?: string | null;
  /** What a person says over what is found. */
  said?: Said;
  /** Whether a model may read the facts; where no key is set none does. */
  model?: boolean;
  /** Whether it is stored; otherwise nothing is changed. */
  keep?: boolean;
}

/** A dossier made from the web, and how it came about. */
export interface Gathered {
  dossier: Dossier;
  gathering: Gathering;
  /** What was gathered before; null for a new tool. */
  before: { dossier: Dossier; gathering: Gathering } | null;
  chosen: FoundFact[];
  conflicts: FactConflict[];
  missing: ChosenFacts['missing'];
  /** What a model said and no source proves. */
  dropped: DroppedFact[];
  /** Why no model read the facts, where one should have; null otherwise. */
  unread: string | null;
}

/**
 * Reads a product’s page and what it links to, finds its facts, each bound to its source, and keeps the dossier.
 * The same texts again are the same dossier, and no model is asked.
 * @throws InvalidAddress, NothingToReview, FetchRefused or FetchFailed for the page itself; nothing is stored then.
 */
export async function gatherTool(desk: Desk, url: string, wishes: GatherWishes = {}): Promise<Gathered> {
  const address = requireAddress(url, wishes.as ?? null);
  const known = wishes.as ?? (await findToolAt(desk, address));
  const before = known === null ? null : await lookUp(desk, known, address);
  const { read, missed } = await fetchDocuments(desk, address, before?.gathering.snapshots ?? []);
  const snapshots = numbered(read);
  const said = { ...before?.gathering.said, ...wishes.said, ...(known === null ? {} : { slug: known }) };
  const reading = await readSnapshots(desk, address, snapshots, said, before?.gathering ?? null, wishes.model ?? true);
  const { tool, chosen, missing } = reading.facts;
  const sources = [
    ...snapshots.map(sourceOf),
    ...(await otherSources(desk, tool.slug, before?.dossier ?? null, before?.gathering ?? null)),
  ];
  const undated = assembleDossier(tool, sources);
  const today = desk.now().toISOString();
  const day = (await desk.store.asOfDossier(undated.key)) ?? today.slice(0, 10);
  const gathering: Gathering = {
    tool: tool.slug,
    dossierKey: undated.key,
    address,
    textsKey: reading.textsKey,
    reader: reading.reader,
    facts: reading.found,
    said,
    missed,
    at: today,
    snapshots,
  };
  const dossier =
    wishes.keep === false
      ? { ...undated, asOf: day }
      : await desk.store.snapshots.keep(gathering, undated, day, reading.settles);
  const { dropped, unread } = reading;
  return { dossier, gathering, before, chosen, conflicts: findConflicts(reading.found), missing, dropped, unread };
}

function requireAddress(url: string, as: string | null): string {
  const checked = WebAddress.safeParse(url.trim());
  if (!checked.success)
    throw new InvalidAddress(`"${url}": expected ${checked.error.issues[0]?.message ?? 'a web address'}.`);
  if (as !== null && !slugPattern.test(as))
    throw new InvalidAddress('--as: expected lower-case words joined by hyphens.');
  const address = new URL(checked.data);
  address.hash = '';
  return address.href;
}

/**
 * What is known of a tool. What was read of its page before counts; what an editor wrote is not replaced by what a page
 * says, while a tool from a list is only too glad of one.
 */
async function lookUp(desk: Desk, slug: string, address: string): Promise<Gathered['before']> {
  const dossier = await desk.store.findDossier(slug);
  if (dossier === null) return null;
  const [last] = await desk.store.snapshots.list(slug, 1);
  if (last === undefined || (last.address === null && last.snapshots.length > 0))
    throw new InvalidAddress(
      `${slug} is known already, from facts an editor wrote (${dossier.tool.name}). Use it by that name, or gather the page under another one with --as.`,
    );
  if (
    last.address !== null &&
    plainAddress(last.address) !== plainAddress(address) &&
    (await findToolAt(desk, address)) !== slug
  )
    throw new InvalidAddress(
      `${slug} is gathered from ${last.address}. Gather ${address} under another name with --as.`,
    );
  return { dossier, gathering: last };
}

interface ReadFacts {
  facts: ChosenFacts;
  found: FoundFact[];
  textsKey: string;
  reader: string | null;
  dropped: DroppedFact[];
  unread: string | null;
  settles: Parameters<Desk['store']['snapshots']['keep']>[3];
}

/** Facts by rules first: without evidence of a product nobody is asked. Then a model’s, where one may read and these texts were not read before. */
async function readSnapshots(
  desk: Desk,
  address: string,
  snapshots: readonly Snapshot[],
  said: Said,
  last: Gathering | null,
  mayAsk: boolean,
): Promise<ReadFacts> {
  const byRules = findFacts(snapshots);
  const doubt = productDoubt(snapshots, byRules);
  if (doubt !== null)
    throw new NothingToReview(
      `${address} is held: ${doubt}. Nothing was stored. If it is a product, write its facts into a file: ship-or-skip new <slug>`,
    );
  const roleOf = (source: string) => snapshots.find((snapshot) => snapshot.source === source)?.role ?? 'other';
  const choose = async (found: readonly FoundFact[]): Promise<ChosenFacts> => {
    const chosen = chooseFacts(found, { url: snapshots[0]?.url ?? address, said, roleOf });
    if (chosen === null)
      throw new NothingToReview(`${address} is held: it names no product. Nothing was stored. Name it with --name`);
    return said.slug === undefined
      ? { ...chosen, tool: { ...chosen.tool, slug: await nameNewTool(desk, chosen.tool.name, address) } }
      : chosen;
  };
  const facts = await choose(byRules);
  const textsKey = keyOf(
    'texts',
    snapshots.map(({ role, url, hash }) => ({ role, url, hash })),
  );
  const plain = { facts, found: byRules, textsKey, reader: null, dropped: [], unread: null, settles: null };
  if (last !== null && last.textsKey === textsKey && last.reader !== null) {
    const found = [...last.facts.filter(({ by }) => by === 'model'), ...byRules];
    return { ...plain, found, facts: await choose(found), reader: last.reader };
  }
  if (!mayAsk || desk.onlyRecordings) return plain;
  const { slug, name } = facts.tool;
  const answer = await askForFacts(desk, { slug, name, url: address, documents: snapshots, textsKey });
  if ('because' in answer) {
    // an answer of no use was paid for: the same texts are not sent again
    const reader = answer.settles === null ? null : desk.lead.written;
    return { ...plain, reader, unread: answer.because, settles: answer.settles };
  }
  const found = [...answer.facts, ...byRules];
  return {
    ...plain,
    found,
    facts: await choose(found),
    reader: answer.reader,
    dropped: answer.dropped,
    settles: answer.settles,
  };
}

/** A document as a source of a dossier. */
export function sourceOf({ contentType, reading, url, retrievedAt, text }: ReadSource): UnnumberedSource {
  const title = reading.title.replaceAll(/\s+/g, ' ').trim().slice(0, 200) || url;
  return {
    kind: contentType === 'application/pdf' ? 'document' : 'page',
    title,
    url,
    retrieved: retrievedAt.slice(0, 10),
    text,
  };
}

/** Sources that were not fetched stay: the maker’s answers, and what an editor added. */
async function otherSources(
  desk: Desk,
  slug: string,
  dossier: Dossier | null,
  last: Gathering | null,
): Promise<UnnumberedSource[]> {
  const fetched = new Set(last?.snapshots.map(({ hash }) => hash));
  const kept = dossier?.sources.filter(({ hash }) => !fetched.has(hash)) ?? [];
  const answers = await desk.store.listAnswers(slug);
  return [...kept, ...answers.filter(({ text }) => !kept.some((source) => source.text === text))];
}
