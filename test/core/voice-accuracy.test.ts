import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { Recording } from '../../src/core/asking/recording.ts';
import { findFirstHandClaims } from '../../src/core/checking/first-hand.ts';
import { compileGeneric } from '../../src/core/checking/generic.ts';
import { foreignLanguageOf } from '../../src/core/checking/language.ts';
import { openingOf } from '../../src/core/checking/openings.ts';
import { findShared, readSentences } from '../../src/core/checking/shared-sentences.ts';
import { compileVoice, type VoiceCheck } from '../../src/core/checking/voice.ts';
import { parsePricing } from '../../src/core/facts/pricing.ts';
import { ToolFile, toolOf } from '../../src/core/facts/tool.ts';
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
const recorded = readdirSync(join(root, 'examples/recorded')).map((file) => {
  const { seat, text } = Recording.parse(JSON.parse(read(`examples/recorded/${file}`)));
  const opinion = readOpinion(text);
  const persona = personas.get(seat.persona);
  if (!opinion.ok || persona === undefined) throw new Error(`${file} is not readable`);
  const { sources, ...facts } = ToolFile.parse(parse(read(`examples/${seat.tool}.yaml`)));
  return { persona, opinion: opinion.value, tool: toolOf(facts, parsePricing), sources };
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

  test('wrong language', () => {
    const { wrong, right } = labelled<string>('language');
    judge('language', (text) => foreignLanguageOf(text) !== null, wrong, [...right, ...recordedTexts]);
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

  test('generic statements', () => {
    const fixture = labelled<[string, string]>('generic');
    const dossiers: Record<string, { sources: { title: string; text: string }[]; pricing: string }> = JSON.parse(
      read('test/fixtures/voice/generic.json'),
    ).dossiers;
    const invented = Object.entries(dossiers).map(([id, { sources, ...facts }]) => {
      const file = {
        url: `https://${id}.example/`,
        sources: [{ kind: 'note', title: id, retrieved: '2026-11-20', text: id }],
        ...facts,
      };
      return [id, compileGeneric({ tool: toolOf(ToolFile.parse(file), parsePricing), sources })] as const;
    });
    const honest = recorded.map(
      ({ tool, sources }) =>
        [
          tool.slug,
          compileGeneric({
            tool,
            sources: sources.map(({ title, text }) => ({ title, text: text ?? '' })),
          }),
        ] as const,
    );
    const tests = new Map([...invented, ...honest]);
    const statements = recorded.flatMap(({ tool, opinion }) =>
      opinion.statements.map(({ text }): [string, string] => [tool.slug, text]),
    );
    const isWrong = ([id, text]: [string, string]) => tests.get(id)?.(text) ?? false;
    judge('generic', isWrong, fixture.wrong, [...fixture.right, ...statements]);
  });

  test('sentences two personas share', () => {
    const { wrong, right } = labelled<[string, string]>('shared');
    const honest = recorded.flatMap((one, index) =>
      recorded
        .slice(index + 1)
        .flatMap((other): [string, string][] =>
          one.tool.slug === other.tool.slug ? [[proseOf(one.opinion), proseOf(other.opinion)]] : [],
        ),
    );
    judge('shared', ([a, b]) => findShared(readSentences(a), readSentences(b)).length > 0, wrong, [
      ...right,
      ...honest,
    ]);
  });

  test('openings a persona has worn out', () => {
    const { wrong, right } = labelled<{ others: string[]; prose: string }>('openings');
    const builder = personas.get('builder');
    if (builder === undefined) throw new Error('no builder');
    const lint = compileVoice(builder, panel);
    const isWrong = ({ others, prose }: { others: string[]; prose: string }) => {
      const statements = [{ beat: 'essence', kind: 'opinion' as const, text: prose }];
      const written = { checks: [], statements, headline: '', bestFor: '', avoidIf: '' };
      const around = { otherOpenings: others.map(openingOf), otherProse: [] };
      return lint(written, around).some(({ check }) => check === 'openings');
    };
    judge('openings', isWrong, wrong, right);
  });
});
