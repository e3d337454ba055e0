import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { checkOpinion } from '../../src/core/checking/check-opinion.ts';
import { scoreSeat } from '../../src/core/comparison/scoring.ts';
import { assembleDossier } from '../../src/core/facts/dossier.ts';
import { readOpinion } from '../../src/core/opinion/opinion.ts';
import { readFactsFile } from '../../src/sources/facts-file.ts';
import { readPanel } from '../../src/sources/panel-files.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, 'test/fixtures/replies');

/** A real language model’s reply to a printed prompt, word for word, with what was learned from it. */
interface LearnedReply {
  facts: string;
  persona: string;
  asOf: string;
  /** What a careful reader found wrong, and what was changed because of it. */
  wrong: string;
  changed: string;
  /** Paths of the issues that the checks find now. */
  issues: string[];
  text: string;
}

async function judge({ facts, persona: id, asOf, text }: LearnedReply) {
  const { panel, personas } = await readPanel(join(root, 'personas'));
  const persona = personas.find((one) => one.id === id);
  const { tool, sources } = await readFactsFile(join(root, facts));
  const reading = readOpinion(text);
  if (persona === undefined || !reading.ok) throw new Error(`${id} on ${facts} cannot be read`);
  const dossier = { ...assembleDossier(tool, sources), asOf };
  const { checked, issues } = checkOpinion(reading.value, dossier, persona, panel);
  return { issues, seat: scoreSeat(persona, panel, [{ name: 'lead', answers: checked.checks }]) };
}

const replies = readdirSync(folder).map(
  (file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8')) as LearnedReply] as const,
);

test.each(replies)('%s is read, and the checks find what a careful reader found', async (_file, reply) => {
  const { issues } = await judge(reply);
  expect(issues.filter(({ weight }) => weight !== 'flag').map(({ path }) => path)).toEqual(reply.issues);
});

test('scores of real replies spread, and agree with obvious orderings', async () => {
  const scores = new Map<string, number>();
  for (const [file, reply] of replies) scores.set(file, (await judge(reply)).seat.score ?? Number.NaN);
  const of = (file: string) => scores.get(`${file}.json`) ?? Number.NaN;
  expect(of('kite.builder')).toBeLessThan(20);
  expect(of('kite.founder')).toBeLessThan(20);
  expect(of('aider.builder')).toBeGreaterThan(60);
  expect(of('litellm.founder') - of('kite.founder')).toBeGreaterThan(40);
  expect(of('openrouter.skeptic') - of('glimmergate.skeptic')).toBeGreaterThan(20);
});
