import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { Recording } from '../../src/core/asking/recording.ts';
import { findFirstHandClaims } from '../../src/core/checking/first-hand.ts';
import { compileVoice, type VoiceCheck } from '../../src/core/checking/voice.ts';
import { readOpinion } from '../../src/core/opinion/opinion.ts';
import { proseOf } from '../../src/core/opinion/review.ts';
import { Panel, Persona } from '../../src/core/panel/persona.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Invented sentences, labelled: `wrong` must be found, `right` must pass. */
function labelled<T>(check: VoiceCheck): { wrong: T[]; right: T[] } {
  return JSON.parse(read(`test/fixtures/voice/${check}.json`));
}

const panel = Panel.parse(parse(read('personas/panel.yaml')));
const personas = new Map(
  ['builder', 'skeptic', 'founder', 'futurist'].map((id) => [id, Persona.parse(parse(read(`personas/${id}.yaml`)))]),
);

/** The honest opinions that ship with the examples: none of their sentences may be called wrong. */
const recorded = readdirSync(join(root, 'examples/recorded'))
  .filter((file) => !file.endsWith('.answer.json'))
  .map((file) => {
    const { seat, text } = Recording.parse(JSON.parse(read(`examples/recorded/${file}`)));
    const opinion = readOpinion(text);
    const persona = personas.get(seat.persona);
    if (!opinion.ok || persona === undefined) throw new Error(`${file} is not readable`);
    return { persona, opinion: opinion.value };
  });
const recordedTexts = recorded.flatMap(({ opinion }) => [
  ...opinion.checks.map(({ because }) => because),
  ...opinion.statements.map(({ text }) => text),
  opinion.headline,
  opinion.bestFor,
  opinion.avoidIf,
]);

const figures: string[] = [];
afterAll(() => console.log(figures.join('\n')));

/** Counts, prints, and demands at least 95% of both: what is found is wrong, and what is wrong is found. */
function judge<T>(check: string, isWrong: (entry: T) => boolean, wrong: readonly T[], right: readonly T[]): void {
  const missed = wrong.filter((entry) => !isWrong(entry));
  const accused = right.filter(isWrong);
  const hits = wrong.length - missed.length;
  const precision = hits / (hits + accused.length);
  const recall = hits / wrong.length;
  const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
  figures.push(
    `${check.padEnd(12)} ${wrong.length} wrong, ${right.length} right: precision ${percent(precision)}, recall ${percent(recall)}`,
  );
  const told = JSON.stringify({ missed, accused }, null, 1);
  expect(precision, told).toBeGreaterThanOrEqual(0.95);
  expect(recall, told).toBeGreaterThanOrEqual(0.95);
}

describe('precision and recall on the labelled fixture', () => {
  test('claims of first-hand use', () => {
    const { wrong, right } = labelled<string>('first-hand');
    judge('first-hand', (text) => findFirstHandClaims(text).length > 0, wrong, [...right, ...recordedTexts]);
  });

  test('banned phrases', () => {
    const { wrong, right } = labelled<[string, string]>('banned');
    const honest = recorded.map(({ persona, opinion }): [string, string] => [persona.id, proseOf(opinion)]);
    const isWrong = ([id, text]: [string, string]) => {
      const persona = personas.get(id);
      if (persona === undefined) throw new Error(`no persona ${id}`);
      const written = { checks: [], statements: [], headline: text, bestFor: '', avoidIf: '' };
      return compileVoice(persona, panel)(written).some(({ check }) => check === 'banned');
    };
    judge('banned', isWrong, wrong, [...right, ...honest]);
  });
});
