import { canonicalAddress } from '../../core/facts/address.ts';
import { compareIdentified, type Identified, identify } from '../../core/facts/identity.ts';
import { hashText } from '../../core/key.ts';
import type { Launch } from '../../core/launches/launch.ts';
import type { Desk } from '../../desk.ts';
import { gatherNames } from '../gather/gather-names.ts';
import { identifyTool } from '../gather/identify-tool.ts';

/** Which product a launch is: one that is known, one that a person must tell apart, or a new one with a slug of its own. */
export type LaunchIdentity =
  | { is: 'known'; tool: string | null; because: string }
  | { is: 'unsure'; because: string }
  | { is: 'new'; tool: string };

/**
 * Holds a launch, found at an address, against the tools of the store and against launches that are taken and no tools
 * yet, by the same rule. Stores nothing.
 */
export async function identifyLaunch(desk: Desk, launch: Launch, url: string): Promise<LaunchIdentity> {
  const { name, tagline } = launch;
  const { slug, known, because, unsure } = await identifyTool(desk, { name, url, description: tagline });
  if (known) return { is: 'known', tool: slug, because: `it is ${slug}: ${because}` };
  const resident = await findAt(desk, url);
  if (resident !== null) return { is: 'known', tool: resident, because: `it is ${resident}: its link leads there` };
  const pending = await listPending(desk, launch.id);
  const own = identified(launch, url);
  const compared = pending.map((other) => ({ other, ...compareIdentified(own, identified(other, other.url)) }));
  const twin = compared.find(({ same }) => same === 'yes');
  if (twin !== undefined)
    return { is: 'known', tool: twin.other.tool, because: `${sameAs(twin.other)}: ${twin.because}` };
  const [doubt] = unsure;
  if (doubt !== undefined) return { is: 'unsure', because: `it may be ${doubt.slug}: ${doubt.because}` };
  const likely = compared.find(({ same }) => same === 'unsure');
  if (likely !== undefined)
    return { is: 'unsure', because: `it may be launch ${likely.other.id}, ${likely.other.name}: ${likely.because}` };
  const isTaken = pending.some(({ tool }) => tool === slug);
  return {
    is: 'new',
    tool: isTaken ? `${slug.slice(0, 70)}-${hashText(canonicalAddress(url) ?? url).slice(0, 8)}` : slug,
  };
}

/** The tool at an address. A title is often no name, but a link to a tool’s very page is about that tool. */
async function findAt(desk: Desk, url: string): Promise<string | null> {
  const address = canonicalAddress(url);
  if (address === null) return null;
  const { tools } = await gatherNames(desk);
  return tools.find(({ identified }) => identified.places.some((own) => own.address === address))?.slug ?? null;
}

/** Says which launch of the same product counts. */
export function sameAs({ id, name, feed, decision: { state } }: Launch): string {
  return `it is launch ${id}, ${name}, ${state === 'taken' ? 'taken' : 'left by a person'} from ${feed}`;
}

/** Taken launches of products the store has no facts of yet. */
async function listPending(desk: Desk, id: number): Promise<Launch[]> {
  const tools = new Set((await desk.store.listTools()).map(({ slug }) => slug));
  const taken = await desk.store.launches.list({ state: 'taken' });
  return taken.filter((launch) => launch.id !== id && (launch.tool === null || !tools.has(launch.tool)));
}

function identified({ name, tagline }: Launch, url: string | null): Identified {
  return identify({ name, urls: url === null ? [] : [url], text: tagline ?? '' });
}
