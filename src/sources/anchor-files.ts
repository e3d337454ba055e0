import { join } from 'node:path';
import { type Anchor, AnchorAnswers, AnchorList, type AnchorSet, assembleAnchors } from '../core/comparison/anchor.ts';
import { type Evidence, prepareEvidence, verifyQuote } from '../core/evidence/evidence.ts';
import { assembleDossier, type Dossier } from '../core/facts/dossier.ts';
import { nearestWord } from '../core/nearest-word.ts';
import type { CheckedAnswer } from '../core/opinion/review.ts';
import { checksOf, type Persona } from '../core/panel/persona.ts';
import { readFactsFile } from './facts-file.ts';
import { type FileProblem, InvalidFile } from './invalid-file.ts';
import { type PositionedFile, readPositionedFile } from './positioned-file.ts';
import { requireShape } from './schema-problems.ts';

/** The list of a folder of anchors. */
const listName = 'anchors.yaml';

/**
 * Reads `anchors.yaml`, and the facts and known answers of each anchor it lists. Every known yes or no must be quoted from
 * the anchor’s own sources, and each persona that has answers must have one to each of its checks. Personas that are not
 * on this panel are passed over.
 * @throws InvalidFile with every problem of every file.
 */
export async function readAnchors(folder: string, personas: readonly Persona[]): Promise<AnchorSet> {
  const list = requireShape(await readPositionedFile(join(folder, listName)), AnchorList);
  const problems: FileProblem[] = [];
  const anchors: Anchor[] = [];
  for (const { file, grade, expect } of list.tools) {
    try {
      const dossier = await readDossier(join(folder, file), list.asOf);
      const known = await readAnswers(join(folder, file.replace(/\.yaml$/, '.answers.yaml')), dossier, personas);
      anchors.push({ grade, expect, dossier, known });
    } catch (error) {
      if (!(error instanceof InvalidFile)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new InvalidFile(problems);
  return assembleAnchors(list.version, anchors);
}

async function readDossier(path: string, asOf: string): Promise<Dossier> {
  const { tool, sources } = await readFactsFile(path);
  return { ...assembleDossier(tool, sources), asOf };
}

async function readAnswers(path: string, dossier: Dossier, personas: readonly Persona[]): Promise<Anchor['known']> {
  const file = await readPositionedFile(path);
  const answers = requireShape(file, AnchorAnswers);
  const evidence = prepareEvidence(dossier.sources);
  const onPanel = personas.filter(({ id }) => answers[id] !== undefined);
  const problems = onPanel.flatMap((persona) => problemsOf(file, answers[persona.id] ?? {}, persona, evidence));
  if (problems.length > 0) throw new InvalidFile(problems);
  return new Map(
    onPanel.map((persona) => [
      persona.id,
      checksOf(persona).map(({ id }) => knownAnswer(id, answers[persona.id]?.[id] ?? 'unknown')),
    ]),
  );
}

type Entries = AnchorAnswers[string];

/** Checks that do not exist, are missing, or whose quote does not stand in the source it names. */
function problemsOf(file: PositionedFile, entries: Entries, persona: Persona, evidence: Evidence): FileProblem[] {
  const ids = checksOf(persona).map(({ id }) => id);
  const strange = Object.keys(entries).filter((id) => !ids.includes(id));
  const missing = ids.filter((id) => entries[id] === undefined);
  const unquoted = Object.entries(entries).filter(
    ([, entry]) =>
      typeof entry === 'object' && verifyQuote({ source: entry.source, text: entry.text }, evidence).kind !== 'exact',
  );
  return [
    ...strange.map((id) => {
      const nearest = nearestWord(id, ids);
      const expected = `a check of the ${persona.id}${nearest === null ? '' : `; did you mean "${nearest}"?`}`;
      return file.problemAt([persona.id, id], expected, `the unknown check "${id}"`, 'key');
    }),
    ...missing.map((id) => file.problemAt([persona.id], `an answer to each check, "${id}" too`, 'no answer', 'key')),
    ...unquoted.map(([id, entry]) => {
      const source = typeof entry === 'object' ? entry.source : '';
      return file.problemAt([persona.id, id, 'text'], `words that stand in ${source}, at least three in a row`);
    }),
  ];
}

function knownAnswer(id: string, entry: NonNullable<Entries[string]>): CheckedAnswer {
  if (typeof entry === 'string') return { id, answer: entry, said: entry, because: '', quotes: [] };
  const { answer, source, text } = entry;
  return { id, answer, said: answer, because: '', quotes: [{ source, text, verified: true }] };
}
