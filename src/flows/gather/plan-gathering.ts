import type { PlannedCall } from '../../core/estimate.ts';
import type { Role } from '../../core/gathering/document.ts';
import { findFacts } from '../../core/gathering/find-facts.ts';
import { findMetaFacts } from '../../core/gathering/meta-facts.ts';
import { keyOf } from '../../core/key.ts';
import type { Desk } from '../../desk.ts';
import { chooseLinks } from '../../sources/choose-links.ts';
import { planCall } from '../ask/plan-run.ts';
import { fetchDocument } from './fetch-document.ts';
import { composeFor, numbered } from './read-facts.ts';

/** What gathering a tool would read, and the call it would make: the page alone is known, so it is the least it can be. */
export async function planGathering(
  desk: Desk,
  address: string,
  { model }: { model: boolean },
): Promise<{ documents: { url: string; role: Role }[]; calls: PlannedCall[] }> {
  const { source } = await fetchDocument(desk, { url: address, role: 'home' }, [], desk.signal);
  const links = chooseLinks({ url: source.url, links: source.reading.links });
  const documents = [{ url: address, role: 'home' as const }, ...links];
  if (!model || desk.onlyRecordings) return { documents, calls: [] };
  const [home] = numbered([source]);
  if (home === undefined) return { documents, calls: [] };
  const name = [...findMetaFacts(home), ...findFacts([home])].find(({ field }) => field === 'name')?.value ?? address;
  const prompt = await composeFor(desk, {
    slug: '',
    name,
    url: address,
    documents: [home],
    textsKey: keyOf('texts', home.hash),
  });
  const seat = { ...prompt.seat, tool: address };
  return { documents, calls: await planCall(desk, 'facts', { ...prompt, seat }) };
}
