import type { Persona } from '../../core/panel/persona.ts';
import type { Desk } from '../../desk.ts';
import { rule } from '../../store/contract/contract.ts';
import { InvalidOrder, pickPersonas } from '../ask/review-tools.ts';
import { readKnown } from '../gather/gather-dossier.ts';
import type { Published } from './publish-comparison.ts';
import { republishTool } from './republish.ts';

/** What came of approving one seat. `outdated`: the review answers an earlier dossier, so no page shows it. */
export interface Approval {
  persona: Persona;
  result: 'approved' | 'already' | 'empty' | 'outdated';
}

/** A person approves what stands in a tool’s seats, or in one. No rule replaces an approved review; every comparison it is in is rendered again. */
export async function approveReviews(
  desk: Desk,
  { target, persona, by }: { target: string; persona: string | undefined; by: string },
): Promise<{ tool: string; approvals: Approval[]; published: Published[] }> {
  const name = requireName(by);
  const personas = pickPersonas(desk, persona === undefined ? [] : [persona]);
  const dossier = await readKnown(desk, target);
  const { slug } = dossier.tool;
  const approvals: Approval[] = [];
  for (const reviewer of personas) {
    const result = await approveSeat(desk, { tool: slug, persona: reviewer.id, by: name }, dossier.key);
    approvals.push({ persona: reviewer, result });
  }
  const changed = approvals.some(({ result }) => result === 'approved');
  return { tool: slug, approvals, published: changed ? await republishTool(desk, slug) : [] };
}

async function approveSeat(
  desk: Desk,
  { tool, persona, by }: { tool: string; persona: string; by: string },
  dossierKey: string,
): Promise<Approval['result']> {
  const { review, approved } = await desk.store.findSeat(tool, persona);
  if (review === null) return 'empty';
  if (review.byline.dossierKey !== dossierKey) return 'outdated';
  if (approved?.by === by) return 'already';
  await desk.store.decide(review.id, { decision: 'kept', by, why: 'read and approved', at: desk.now().toISOString() });
  return 'approved';
}

/** Longest name of a person, in characters. */
const longestName = 80;

/** A name a reader can hold responsible: one visible line, and not the name rules decide under. @throws InvalidOrder */
export function requireName(given: string): string {
  const name = given.normalize('NFC').trim();
  const isLine = name.length <= longestName && /^[^\p{C}\u2028\u2029]*\p{L}[^\p{C}\u2028\u2029]*$/u.test(name);
  if (!isLine) throw new InvalidOrder(`Write the name of a person, one line of at most ${longestName} characters.`);
  if (name.toLowerCase() !== rule) return name;
  throw new InvalidOrder(`"${name}" is the name of the program’s own rules. Write the name of a person.`);
}
