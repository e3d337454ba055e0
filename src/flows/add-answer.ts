import {
  assembleDossier,
  type Dossier,
  type Source,
  type UndatedDossier,
  type UnnumberedSource,
} from '../core/facts/dossier.ts';
import { longestSource, SourceEntry } from '../core/facts/tool.ts';
import { isWebAddress } from '../core/gathering/plain-address.ts';
import type { Desk } from '../desk.ts';
import { readFileText } from '../sources/positioned-file.ts';
import { InvalidOrder } from './ask/review-tools.ts';
import { describeTool } from './gather/describe-tool.ts';
import { findToolAt } from './gather/find-tool-at.ts';
import { readDossier } from './gather/gather-dossier.ts';

/** A maker’s answer in a file, and what is said about it on the command line. */
export interface AnswerOrder {
  target: string;
  file: string;
  title: string | undefined;
  url: string | undefined;
  /** Day it was given, YYYY-MM-DD; today when it is not said. */
  on: string | undefined;
}

export interface AddedAnswer {
  dossier: Dossier;
  /** False when the text was among the sources already: nothing was changed. */
  isNew: boolean;
  /** The source that holds the answer. */
  source: string;
  /** Seats whose standing review answers an earlier dossier; one that a person approved waits for a person. */
  stale: { persona: string; approvedBy: string | null }[];
}

/** Most sources of one dossier. */
const mostSources = 60;

/**
 * Adds what the maker says as a source of kind `maker`. The text is as untrusted as any other source. The tool’s dossier
 * gets a new key, so its reviews are out of date, and the corrections log a line with the score so far.
 * @throws InvalidOrder or InvalidFile, before anything is changed.
 */
export async function addAnswer(desk: Desk, order: AnswerOrder): Promise<AddedAnswer> {
  const text = await readFileText(order.file, 4 * longestSource);
  if (isWebAddress(order.target) && (await findToolAt(desk, order.target)) === null)
    throw new InvalidOrder(
      `No tool of the store is at ${order.target}. Add it first: ship-or-skip add ${order.target}`,
    );
  const present = await readDossier(desk, order.target);
  const given = requireSource(order, present, text, desk.now().toISOString().slice(0, 10));
  const answered = assembleDossier(present.tool, [...present.sources, given]);
  const source = answered.sources.at(-1);
  if (source === undefined || source.text === '')
    throw new InvalidOrder(`${order.file}: expected text a reader can see.`);
  const known = present.sources.find(({ hash }) => hash === source.hash);
  if (known !== undefined)
    return { dossier: present, isNew: false, source: known.id, stale: await staleSeats(desk, present) };
  const { dossier, isNew } = await keep(desk, present, answered, source);
  return { dossier, isNew, source: source.id, stale: await staleSeats(desk, dossier) };
}

/** @param source the answer as the dossier holds it: cleaned, so that its hash is that of a stored text. */
async function keep(
  desk: Desk,
  present: Dossier,
  dossier: UndatedDossier,
  source: Source,
): Promise<{ dossier: Dossier; isNew: boolean }> {
  const today = desk.now().toISOString().slice(0, 10);
  const { panel } = await describeTool(desk, present);
  return desk.store.keepAnswer({
    source,
    dossier,
    day: desk.recordedOn(dossier.key) ?? today,
    correction: {
      on: today,
      what: `${makerOf(present)} answered: “${source.title}” is source ${source.id} from now on.`,
      scoreBefore: panel.score,
    },
  });
}

function requireSource(order: AnswerOrder, present: Dossier, text: string, today: string): UnnumberedSource {
  const entry = { kind: 'maker', title: order.title ?? `Answer of ${makerOf(present)}`, url: order.url ?? null };
  const checked = SourceEntry.safeParse({ ...entry, retrieved: order.on ?? today, text });
  if (!checked.success) throw new InvalidOrder(checked.error.issues.map((issue) => sayIssue(order, issue)).join('\n'));
  const { kind, title, url, retrieved } = checked.data;
  if (retrieved > today) throw new InvalidOrder(`--on: ${retrieved} has not come yet.`);
  if (present.sources.length >= mostSources)
    throw new InvalidOrder(
      `${present.tool.name} has ${present.sources.length} sources already; ${mostSources} is the most.`,
    );
  return { kind, title, url, retrieved, text: checked.data.text ?? text };
}

function sayIssue({ file }: AnswerOrder, { path, message }: { path: PropertyKey[]; message: string }): string {
  const options: Record<string, string> = { title: '--title', url: '--url', retrieved: '--on' };
  return `${options[String(path[0])] ?? file}: expected ${message}.`;
}

function makerOf({ tool }: Dossier): string {
  return tool.maker ?? tool.name;
}

/** Seats whose standing review answers an earlier dossier than this one. */
export async function staleSeats(desk: Desk, { key, tool }: Dossier): Promise<AddedAnswer['stale']> {
  const seats = await Promise.all(desk.panel.personas.map(({ id }) => desk.store.findSeat(tool.slug, id)));
  return seats
    .filter(({ review }) => review !== null && review.byline.dossierKey !== key)
    .map(({ persona, approved }) => ({ persona, approvedBy: approved?.by ?? null }));
}
