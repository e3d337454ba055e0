import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Recording } from '../../../src/core/asking/recording.ts';
import { checkClaims, compileClaims } from '../../../src/core/checking/claims.ts';
import { assembleDossier } from '../../../src/core/facts/dossier.ts';
import { Opinion } from '../../../src/core/opinion/opinion.ts';
import { readFactsFile } from '../../../src/sources/facts-file.ts';
import { labelledStatements, ternDossier } from '../../fixtures/claims.ts';

const find = compileClaims(ternDossier, ['Skeptic', 'Would it last if lines became ten times cheaper?']);

/** A phrase of two names counts as both. */
const words = (texts: readonly string[]): string[] =>
  texts.flatMap((text) => (/^\p{Lu}\p{L}+ \p{Lu}/u.test(text) ? [text] : text.split(' and ')));

test.each(labelledStatements)('$kind: $text → $invented', ({ kind, text, invented }) => {
  expect(words(find(text, kind).map((claim) => claim.text)).sort()).toEqual([...invented].sort());
});

test('over the labelled statements, precision and recall are at least 0.95', () => {
  const counted = labelledStatements.map(({ kind, text, invented }) => {
    const told = words(find(text, kind).map((claim) => claim.text));
    return {
      told: told.length,
      right: told.filter((claim) => invented.includes(claim)).length,
      invented: invented.length,
    };
  });
  const sum = (field: 'told' | 'right' | 'invented') => counted.reduce((total, entry) => total + entry[field], 0);
  const precision = sum('right') / sum('told');
  const recall = sum('right') / sum('invented');
  expect({ precision, recall }).toEqual({
    precision: expect.toSatisfy((share) => share >= 0.95),
    recall: expect.toSatisfy((share) => share >= 0.95),
  });
});

test('numbers in what the persona is asked may be repeated', () => {
  expect(find('Lines ten times cheaper would cost it no margin.', 'opinion')).toEqual([]);
});

describe('issues', () => {
  const opinion = (kind: 'fact' | 'opinion', text: string) =>
    checkClaims(
      {
        checks: [],
        statements: [{ beat: 'a', kind, text, quotes: [], judgeBy: null }],
        headline: 'Tern forgets',
        bestFor: 'you debug',
        avoidIf: 'you use Datadog',
        gutScore: null,
      },
      find,
    );

  test('of a fact are worth mending and name the words', () => {
    const [issue] = opinion('fact', 'It reads from Datadog in 30 days.');
    expect(issue).toMatchObject({ path: 'statements[0].text', weight: 'mend' });
    expect(issue?.problem).toMatch(/“Datadog”, “30 days” stand in no source.*leave it out/);
  });

  test('of judgements and short lines are for the editor', () => {
    expect(opinion('opinion', 'Datadog is dearer.').map(({ path, weight }) => [path, weight])).toEqual([
      ['avoidIf', 'flag'],
    ]);
    expect(opinion('opinion', 'I would rather use Datadog.').map(({ path }) => path)).toEqual([
      'statements[0].text',
      'avoidIf',
    ]);
  });
});

const examples = join(import.meta.dirname, '../../../examples');

test.each(readdirSync(join(examples, 'recorded')).filter((file) => !file.endsWith('.answer.json')))(
  '%s is honest work: nothing in its facts is unknown',
  async (file) => {
    const { text, seat, dossierKey } = Recording.parse(
      JSON.parse(readFileSync(join(examples, 'recorded', file), 'utf8')),
    );
    const { tool, sources } = await readFactsFile(join(examples, `${seat.tool}.yaml`));
    const dossier = { ...assembleDossier(tool, sources), asOf: '2026-11-23' };
    expect(dossier.key).toBe(dossierKey);
    const issues = checkClaims(Opinion.parse(JSON.parse(text)), compileClaims(dossier, []));
    expect(issues.filter(({ weight }) => weight === 'mend')).toEqual([]);
    expect(issues.length).toBeLessThanOrEqual(1);
  },
);
