import { assembleDossier, type Dossier, type Source } from '../../core/facts/dossier.ts';
import type { Tool } from '../../core/facts/tool.ts';
import { type FactConflict, findConflicts } from '../../core/gathering/agreement.ts';
import { keyOf } from '../../core/key.ts';
import type { Desk } from '../../desk.ts';
import { type LineChanges, lineChanges } from '../../pages/line-changes.ts';
import { FetchFailed, FetchRefused } from '../../sources/fetch-source.ts';
import type { Gathering, Snapshot } from '../../store/contract/snapshots-contract.ts';
import { type AddedAnswer, staleSeats } from '../add-answer.ts';
import { InvalidOrder } from '../ask/review-tools.ts';
import { fetchDocument } from './fetch-document.ts';
import { readKnown } from './gather-dossier.ts';
import { type Gathered, type GatherWishes, gatherTool } from './gather-tool.ts';

/** What became of one source. */
interface SourceChange {
  /** Its number now; for one that is gone, the number it had. */
  source: string;
  url: string | null;
  title: string;
  kind: 'new' | 'gone' | 'changed';
  lines: LineChanges;
}

export interface Refreshed {
  before: Dossier;
  dossier: Dossier;
  sources: SourceChange[];
  /** Facts that say something else now, as text; null for nothing. */
  facts: { field: keyof Tool; before: string | null; after: string | null }[];
  conflicts: FactConflict[];
  missed: Gathering['missed'];
  dropped: Gathered['dropped'];
  unread: string | null;
  /** Seats whose review answers an earlier dossier. */
  stale: AddedAnswer['stale'];
}

/**
 * Reads a tool’s pages again. What is unchanged stays the same dossier; what changed makes a new one, and reviews of the
 * old one are out of date, not lost.
 * @throws InvalidOrder for a tool that has no page to read again.
 */
export async function refreshTool(
  desk: Desk,
  target: string,
  wishes: Pick<GatherWishes, 'model' | 'tell'>,
): Promise<Refreshed> {
  const { tool } = await readKnown(desk, target);
  const before = await desk.store.findDossier(tool.slug);
  if (before === null)
    throw new InvalidOrder(`${target} is not in the store yet. Add it first: ship-or-skip add ${target}`);
  const [last] = await desk.store.snapshots.list(tool.slug, 1);
  const address = last?.address ?? null;
  const read =
    address === null
      ? await readAgain(desk, before, last?.snapshots ?? [])
      : await gatherTool(desk, address, { ...wishes, as: tool.slug });
  const { dossier, gathering, dropped, unread } = read;
  return {
    before,
    dossier,
    sources: sourceChanges(before, dossier),
    facts: factChanges(before.tool, dossier.tool),
    conflicts: findConflicts(gathering.facts),
    missed: gathering.missed,
    dropped,
    unread,
    stale: await staleSeats(desk, dossier),
  };
}

/** The addresses a refresh would read, as far as they are known. */
export async function planRefresh(desk: Desk, target: string): Promise<string[]> {
  const { tool } = await readKnown(desk, target);
  const [last] = await desk.store.snapshots.list(tool.slug, 1);
  const dossier = await desk.store.findDossier(tool.slug);
  const fetched = last?.snapshots.map(({ asked }) => asked) ?? [];
  const written = dossier === null ? [] : pagesOf(dossier).flatMap(({ url }) => url ?? []);
  return fetched.length > 0 ? fetched : written;
}

/** Sources that were read on the web. */
function pagesOf({ sources }: Dossier): Source[] {
  return sources.filter(({ kind, url }) => (kind === 'page' || kind === 'document') && url !== null);
}

/** The pages among the sources an editor chose; facts and notes stay as the editor wrote them. */
async function readAgain(
  desk: Desk,
  before: Dossier,
  copies: readonly Snapshot[],
): Promise<Pick<Gathered, 'dossier' | 'gathering' | 'dropped' | 'unread'>> {
  const pages = pagesOf(before);
  if (pages.length === 0)
    throw new InvalidOrder(
      `${before.tool.slug} has no page to read again: its sources are notes. Change them where they are written, or gather its page: ship-or-skip add <url>`,
    );
  const gathering: Gathering = {
    tool: before.tool.slug,
    dossierKey: '',
    address: null,
    textsKey: '',
    reader: null,
    facts: [],
    said: {},
    missed: [],
    at: desk.now().toISOString(),
    snapshots: [],
  };
  const sources: Source[] = [];
  for (const source of before.sources)
    sources.push(pages.includes(source) ? await readPage(desk, source, copies, gathering) : source);
  const undated = assembleDossier(before.tool, sources);
  const day = (await desk.store.asOfDossier(undated.key)) ?? gathering.at.slice(0, 10);
  const textsKey = keyOf(
    'texts',
    gathering.snapshots.map(({ role, url, hash }) => ({ role, url, hash })),
  );
  const whole = { ...gathering, dossierKey: undated.key, textsKey };
  const dossier = await desk.store.snapshots.keep(whole, undated, day, null);
  return { dossier, gathering: whole, dropped: [], unread: null };
}

/** One page as it is today; as it was when it cannot be had. */
async function readPage(
  desk: Desk,
  source: Source,
  copies: readonly Snapshot[],
  gathering: Gathering,
): Promise<Source> {
  const url = source.url ?? '';
  try {
    const { source: read } = await fetchDocument(desk, { url, role: 'other' }, copies, desk.signal);
    gathering.snapshots.push({ ...read, source: source.id });
    return { ...source, text: read.text, hash: read.hash, retrieved: read.retrievedAt.slice(0, 10) };
  } catch (error) {
    desk.signal.throwIfAborted();
    if (!(error instanceof FetchFailed || error instanceof FetchRefused)) throw error;
    gathering.missed.push({
      url,
      reason: `${error.message.replace(`${url} `, '')}; the copy of ${source.retrieved} is kept`,
    });
    return source;
  }
}

/** Sources are the same document when they share an address, or, without one, a title. */
function sourceChanges(before: Dossier, after: Dossier): SourceChange[] {
  const nameOf = ({ url, title }: Source): string => url ?? title;
  const changes = after.sources.flatMap((source): SourceChange[] => {
    const old = before.sources.find((other) => nameOf(other) === nameOf(source));
    if (old?.hash === source.hash) return [];
    const { id, url, title } = source;
    return [
      {
        source: id,
        url,
        title,
        kind: old === undefined ? 'new' : 'changed',
        lines: lineChanges(old?.text ?? '', source.text),
      },
    ];
  });
  const gone = before.sources.filter((old) => !after.sources.some((source) => nameOf(source) === nameOf(old)));
  return [
    ...changes,
    ...gone.map(({ id, url, title, text }) => ({
      source: id,
      url,
      title,
      kind: 'gone' as const,
      lines: lineChanges(text, ''),
    })),
  ];
}

function factChanges(before: Tool, after: Tool): Refreshed['facts'] {
  const fields = [
    'name',
    'maker',
    'jobs',
    'tagline',
    'category',
    'url',
    'pricing',
    'launched',
    'licence',
    'description',
  ] as const;
  return fields.flatMap((field) => {
    const [old, now] = [wordsOf(before, field), wordsOf(after, field)];
    return old === now ? [] : [{ field, before: old, after: now }];
  });
}

function wordsOf(tool: Tool, field: Refreshed['facts'][number]['field']): string | null {
  const value = field === 'pricing' ? tool.pricing.text : tool[field];
  return Array.isArray(value) ? value.join('; ') : typeof value === 'string' ? value : null;
}
