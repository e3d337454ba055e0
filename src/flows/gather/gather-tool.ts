import type { ProviderFailed } from '../../core/call.ts';
import { assembleDossier, type Dossier, type UnnumberedSource } from '../../core/facts/dossier.ts';
import { slugPattern } from '../../core/facts/slug.ts';
import { WebAddress } from '../../core/facts/tool.ts';
import { type FactConflict, findConflicts } from '../../core/gathering/agreement.ts';
import { type ChosenFacts, chooseFacts, type Said } from '../../core/gathering/choose-facts.ts';
import type { DroppedFact } from '../../core/gathering/facts-answer.ts';
import { findFacts } from '../../core/gathering/find-facts.ts';
import type { FoundFact } from '../../core/gathering/found-fact.ts';
import { jobsToLookFor } from '../../core/gathering/job-cues.ts';
import { plainAddress } from '../../core/gathering/plain-address.ts';
import { productDoubt } from '../../core/gathering/product-doubt.ts';
import { keyOf } from '../../core/key.ts';
import type { Desk } from '../../desk.ts';
import type { Gathering, Snapshot } from '../../store/contract/snapshots-contract.ts';
import type { ReadSource } from './fetch-document.ts';
import { findToolAt } from './find-tool-at.ts';
import { identifyTool } from './identify-tool.ts';
import { askForFacts, knownJobs, type NoReading, numbered } from './read-facts.ts';
import { forgetSite, readSite } from './read-site.ts';

/** Raised for an address, or a name for it, under which nothing can be gathered. */
export class InvalidAddress extends Error {
  override name = 'InvalidAddress';
}

/** Raised for an address whose documents are no evidence that there is a product to review. Nothing was stored. */
export class NothingToReview extends Error {
  override name = 'NothingToReview';
}

/** Raised when a model must read the facts and gave no answer. Nothing was stored. */
export class FactsUnread extends Error {
  override name = 'FactsUnread';
  readonly failure: ProviderFailed;

  constructor(failure: ProviderFailed) {
    super(`its facts could not be read: ${failure.message}`, { cause: failure });
    this.failure = failure;
  }
}

/** How a tool is gathered. */
export interface GatherWishes {
  /** The slug it is to have. */
  as?: string | null;
  /** What a person says over what is found. */
  said?: Said;
  /** Whether a model may read the facts; where no key is set none does. */
  model?: boolean;
  /** Raises FactsUnread rather than do without a model that gave no answer this time. */
  mustRead?: boolean;
  /** Whether it is stored; otherwise nothing is changed. */
  keep?: boolean;
  /** Hears each address before it is read. */
  tell?: ((url: string) => void) | undefined;
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
  /** Tools of the store this may be: a person decides. */
  unsure: { slug: string; because: string }[];
}

/**
 * Reads a product’s page and what it links to, finds its facts, each bound to its source, and keeps the dossier.
 * The same texts again are the same dossier, and no model is asked.
 * @throws InvalidAddress, NothingToReview, FetchRefused or FetchFailed for the page itself; nothing is stored then.
 */
export async function gatherTool(desk: Desk, url: string, wishes: GatherWishes = {}): Promise<Gathered> {
  const address = requireAddress(url, wishes.as ?? null);
  const named = wishes.as ?? (await findToolAt(desk, address));
  const expected = named === null ? null : await lookUp(desk, named, address);
  const { read, missed } = await readSite(desk, address, expected?.gathering.snapshots ?? [], wishes.tell);
  const jobs = jobsToLookFor(expected?.dossier.tool.jobs ?? []);
  const known = jobs.length > 0 ? jobs : jobsToLookFor(await knownJobs(desk, named ?? ''));
  const draft = draftFacts(address, numbered(read), { ...expected?.gathering.said, ...wishes.said }, known);
  const identified =
    named === null
      ? await identifyTool(desk, draft.choose(draft.byRules).tool)
      : { slug: named, known: false, unsure: [] };
  const before = identified.known ? await lookUp(desk, identified.slug, address) : expected;
  draft.said.slug = identified.slug;
  const reading = await readDraft(desk, draft, before?.gathering ?? null, wishes.model ?? true);
  if (wishes.mustRead && reading.failure !== null) throw new FactsUnread(reading.failure);
  const { tool, chosen, missing } = draft.choose(reading.found);
  const sources = [...draft.snapshots.map(sourceOf), ...(await otherSources(desk, tool.slug, before))];
  const undated = assembleDossier(tool, sources);
  const at = desk.now().toISOString();
  const day = (await desk.store.asOfDossier(undated.key)) ?? at.slice(0, 10);
  const { found: facts, textsKey, reader, dropped, unread, settles } = reading;
  const { said, snapshots } = draft;
  const gathering = {
    tool: tool.slug,
    dossierKey: undated.key,
    address,
    textsKey,
    reader,
    facts,
    said,
    missed,
    at,
    snapshots,
  };
  const dossier =
    wishes.keep === false
      ? { ...undated, asOf: day }
      : await desk.store.snapshots.keep(gathering, undated, day, settles);
  if (wishes.keep !== false) forgetSite(desk, address);
  const { unsure } = identified;
  return { dossier, gathering, before, chosen, conflicts: findConflicts(facts), missing, dropped, unread, unsure };
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

/** Documents with the facts that need no model, and how facts become a tool. */
interface Draft {
  address: string;
  snapshots: Snapshot[];
  said: Said;
  byRules: FoundFact[];
  /** @throws NothingToReview without a name. */
  choose: (found: readonly FoundFact[]) => ChosenFacts;
}

/** Without evidence of a product nobody is asked. @throws NothingToReview */
function draftFacts(address: string, snapshots: Snapshot[], said: Said, jobs: readonly string[]): Draft {
  const byRules = findFacts(snapshots, jobs);
  const held = (why: string) => new NothingToReview(`${address} is held: ${why}`);
  const doubt = productDoubt(snapshots, byRules);
  if (doubt !== null)
    throw held(
      `${doubt}. Nothing was stored. If it is a product, write its facts into a file: ship-or-skip new <slug>`,
    );
  const roleOf = (source: string) => snapshots.find((snapshot) => snapshot.source === source)?.role ?? 'other';
  const choose = (found: readonly FoundFact[]): ChosenFacts => {
    const chosen = chooseFacts(found, { url: snapshots[0]?.url ?? address, said, roleOf });
    if (chosen === null) throw held('it names no product. Nothing was stored. Name it with --name');
    return chosen;
  };
  return { address, snapshots, said, byRules, choose };
}

/** Everything that was found, and who read it. */
interface ReadFacts {
  found: FoundFact[];
  textsKey: string;
  reader: string | null;
  dropped: DroppedFact[];
  unread: string | null;
  /** The service that gave no answer; null when it gave one, or was not asked. */
  failure: ProviderFailed | null;
  settles: Parameters<Desk['store']['snapshots']['keep']>[3];
}

/** The facts by rules and, where a model may read and has not read these texts before, what it proves. */
async function readDraft(desk: Desk, draft: Draft, last: Gathering | null, mayAsk: boolean): Promise<ReadFacts> {
  const { address, snapshots, byRules, choose } = draft;
  const textsKey = keyOf(
    'texts',
    snapshots.map(({ role, url, hash }) => ({ role, url, hash })),
  );
  const plain = { found: byRules, textsKey, reader: null, dropped: [], unread: null, failure: null, settles: null };
  if (last !== null && last.textsKey === textsKey && last.reader !== null)
    return { ...plain, found: [...last.facts.filter(({ by }) => by === 'model'), ...byRules], reader: last.reader };
  if (!mayAsk || desk.onlyRecordings) return plain;
  const { slug, name } = choose(byRules).tool;
  const answer = await askForFacts(desk, { slug, name, url: address, documents: snapshots, textsKey });
  // an answer of no use was paid for: the same texts are not sent again
  if ('because' in answer) return { ...plain, reader: answer.settles && desk.lead.written, ...unreadOf(answer) };
  return { ...plain, ...answer, found: [...answer.facts, ...byRules] };
}

function unreadOf({ because, failure, settles }: NoReading): Pick<ReadFacts, 'unread' | 'failure' | 'settles'> {
  return { unread: because, failure, settles };
}

/** A document as a source of a dossier. */
function sourceOf({ contentType, reading, url, retrievedAt, text }: ReadSource): UnnumberedSource {
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
async function otherSources(desk: Desk, slug: string, before: Gathered['before']): Promise<UnnumberedSource[]> {
  const fetched = new Set(before?.gathering.snapshots.map(({ hash }) => hash));
  const kept = before?.dossier.sources.filter(({ hash }) => !fetched.has(hash)) ?? [];
  const answers = await desk.store.listAnswers(slug);
  return [...kept, ...answers.filter(({ text }) => !kept.some((source) => source.text === text))];
}
