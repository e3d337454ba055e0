import { findSteering } from '../core/steering/steering.ts';
import type { Gathered } from '../flows/gather/gather-tool.ts';
import type { Refreshed } from '../flows/gather/refresh-tool.ts';
import { listLines, sayConflict, sayFact, sayLines, sayMissing } from '../pages/gathering.ts';
import type { TerminalRoom } from '../pages/terminal-text.ts';
import { oneLine } from '../pages/terminal-text.ts';

/** A gathered tool for scripts: what was found, where, and what was not. */
export function plainGathered(gathered: Gathered) {
  const { dossier, gathering, chosen, conflicts, missing, dropped, unread, unsure } = gathered;
  return {
    tool: dossier.tool.slug,
    state: stateOf(gathered),
    dossierKey: dossier.key,
    asOf: dossier.asOf,
    facts: dossier.tool,
    chosen,
    found: gathering.facts,
    conflicts,
    missing,
    reader: gathering.reader,
    dropped,
    unread,
    unsure,
    sources: sourcesOf(gathered),
    missed: gathering.missed,
  };
}

function stateOf({ dossier, before }: Pick<Gathered, 'dossier' | 'before'>): 'new' | 'changed' | 'unchanged' {
  if (before === null) return 'new';
  return before.dossier.key === dossier.key ? 'unchanged' : 'changed';
}

function sourcesOf({ dossier, gathering }: Gathered) {
  return dossier.sources.map(({ id, kind, title, url, retrieved, hash, text }) => {
    const snapshot = gathering.snapshots.find(({ source }) => source === id);
    return {
      id,
      kind,
      role: snapshot?.role ?? null,
      title,
      url,
      retrieved,
      retrievedAt: snapshot?.retrievedAt ?? null,
      hash,
      rawHash: snapshot?.rawHash ?? null,
      characters: text.length,
      thin: snapshot?.reading.thin ?? false,
      steering: findSteering(text),
    };
  });
}

/** The same for a person: facts with their sources first, then what is doubtful, then what was read and what was not. */
export function describeGathered(gathered: Gathered, room: TerminalRoom, isKept = true): string {
  const { dossier, gathering, chosen, conflicts, missing, dropped, unread, unsure } = gathered;
  const { slug, name } = dossier.tool;
  const state = stateOf(gathered);
  const sources = sourcesOf(gathered);
  const urlOf = (id: string) => dossier.sources.find((source) => source.id === id)?.url ?? null;
  const heading = !isKept
    ? `${oneLine(name)} would be ${slug}`
    : state === 'unchanged'
      ? `${oneLine(name)} (${slug}) is unchanged`
      : `${oneLine(name)} is ${state === 'new' ? 'kept as' : 'changed:'} ${slug}`;
  const steering = sources.flatMap((source) =>
    source.steering.map(({ passage, why }) => `${source.id}: “${passage}” ${why}`),
  );
  return `${[
    `${heading}, ${dossier.sources.length === 1 ? '1 source' : `${dossier.sources.length} sources`}, facts as of ${dossier.asOf}${gathering.reader === null ? '' : `, read by ${oneLine(gathering.reader)}`}.`,
    ...listLines('Facts', chosen.map(sayFact), room),
    ...listLines(
      'Sources disagree',
      conflicts.map((conflict) => sayConflict(conflict, urlOf)),
      room,
    ),
    ...listLines('Not found', sayMissing(missing), room),
    ...listLines(
      'Said by the model and not proved, so dropped',
      dropped.map(({ field, value, source, why }) => `${field}: ${value} (${source}): ${why}`),
      room,
    ),
    ...listLines('Read without a model', unread === null ? [] : [unread], room),
    ...listLines(
      'May be the same product as; if so, merge them (ship-or-skip merge)',
      unsure.map(({ slug: other, because }) => `${other}: ${because}`),
      room,
    ),
    ...listLines(
      `Sources, ${sources.reduce((sum, { characters }) => sum + characters, 0).toLocaleString('en')} characters in all`,
      sources.map(describeSource),
      room,
    ),
    ...listLines(
      'Not read',
      gathering.missed.map(({ url, reason }) => `${url}: ${reason}`),
      room,
    ),
    ...listLines('Passages that try to steer their readers; they prove nothing', steering, room),
    ...(isKept ? ['', `Next: ship-or-skip compare ${slug} <tool>`] : []),
  ].join('\n')}\n`;
}

/** One line of a list of sources. */
export function describeSource(
  source: Pick<
    ReturnType<typeof sourcesOf>[number],
    'id' | 'kind' | 'role' | 'title' | 'url' | 'retrieved' | 'hash' | 'characters' | 'thin'
  >,
): string {
  const { id, kind, role, title, url, retrieved, hash, characters, thin } = source;
  const what = [role ?? kind, title, ...(url === null || url === title ? [] : [url])].join(' · ');
  return `${id} ${what} · ${characters.toLocaleString('en')} characters${thin ? ', thin' : ''}, read ${retrieved}, ${hash.slice(0, 12)}`;
}

/** What a refresh found, for a person. */
export function describeRefreshed(refreshed: Refreshed, room: TerminalRoom): string {
  const { before, dossier, sources, facts, conflicts, missed, dropped, unread, stale } = refreshed;
  const { slug } = dossier.tool;
  const urlOf = (id: string) => dossier.sources.find((source) => source.id === id)?.url ?? null;
  const isSame = before.key === dossier.key;
  return `${[
    isSame
      ? `${slug} is unchanged: its ${dossier.sources.length} sources say what they said.`
      : `${slug} changed: new dossier ${dossier.key}`,
    ...sources.flatMap(({ source, url, title, kind, lines }) =>
      listLines(`${source} is ${kind}: ${oneLine(url ?? title)}`, sayLines(lines), room),
    ),
    ...listLines(
      'Facts that changed',
      facts.map(({ field, before: old, after }) => `${field}: ${old ?? 'unknown'} → ${after ?? 'unknown'}`),
      room,
    ),
    ...listLines(
      'Sources disagree',
      conflicts.map((conflict) => sayConflict(conflict, urlOf)),
      room,
    ),
    ...listLines(
      'Said by the model and not proved, so dropped',
      dropped.map(({ field, value, why }) => `${field}: ${value}: ${why}`),
      room,
    ),
    ...listLines('Read without a model', unread === null ? [] : [unread], room),
    ...listLines(
      'Not read',
      missed.map(({ url, reason }) => `${url}: ${reason}`),
      room,
    ),
    ...listLines(
      'Reviews that are out of date',
      stale.map(
        ({ persona, approvedBy }) =>
          `${persona}${approvedBy === null ? '' : `, approved by ${approvedBy}: a new one will wait for a person`}`,
      ),
      room,
    ),
    ...(stale.length > 0 ? ['', `Next: ship-or-skip review ${slug}`] : []),
  ].join('\n')}\n`;
}
