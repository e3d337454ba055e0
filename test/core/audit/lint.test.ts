import { describe, expect, test } from 'vitest';
import { type LintedTool, type LintReport, lintReviews } from '../../../src/core/audit/lint.ts';
import { checkOpinion } from '../../../src/core/checking/check-opinion.ts';
import { recordTool } from '../../../src/core/comparison/assemble.ts';
import type { Persona } from '../../../src/core/panel/persona.ts';
import { sampleByline, sampleDossier } from '../../contracts/store-samples.ts';
import { inventPersona, opinionOf, panel, quotable } from '../../fixtures/desk.ts';

const builder = inventPersona('builder');
const skeptic = inventPersona('skeptic', 20);
const reviewers = { panel, personas: [builder, skeptic] };
const everything = { tool: null, persona: null };

interface Seat {
  persona?: Persona;
  /** Of twelve checks of equal weight. */
  yes?: number;
  text?: string;
  headline?: string;
}

/** A tool whose source is a sentence, and what its seats hold: reviews that went through the real checks. */
function linted(slug: string, seats: readonly Seat[]): LintedTool {
  const dossier = { ...sampleDossier(slug, [`The ${slug} ${quotable}, and chimes at noon.`]), asOf: '2026-11-23' };
  const filled = seats.map(({ persona = builder, yes = 9, text, headline = 'It chimes' }) => {
    const opinion = opinionOf(persona, { yes, headline });
    const statements = opinion.statements.map((statement) => ({ ...statement, text: text ?? statement.text }));
    const { checked } = checkOpinion({ ...opinion, statements }, dossier, persona, panel);
    const review = {
      id: 1,
      tool: slug,
      persona: persona.id,
      opinion: { ...checked, flags: [] },
      byline: sampleByline(dossier.key),
      personaKey: 'persona:v1:a',
      schemaVersion: 1,
      note: null,
    };
    return { persona, review, ballots: [], repeats: [], missingBallots: [], missing: null, approved: null };
  });
  return { dossier, record: recordTool({ dossier, seats: filled }, panel) };
}

/** Eight tools with one review of the builder each. */
const eight = (seat: (index: number) => Seat): LintedTool[] =>
  Array.from({ length: 8 }, (_, index) => linted(`clock-${'abcdefgh'[index]}`, [seat(index)]));

const figure = (report: LintReport, id: string, persona: string | null = null) =>
  report.figures.find((entry) => entry.id === id && entry.persona === persona);

const openings = [
  'Noon is',
  'Chimes at',
  'Every document',
  'Deleted means',
  'Until it',
  'Keeping papers',
  'What chimes',
  'A document',
];

test('an empty store has neither figures nor problems', () => {
  expect(lintReviews([], reviewers, everything)).toEqual({
    reviews: 0,
    tools: 0,
    figures: [],
    findings: [],
    problems: 0,
  });
});

describe('openings', () => {
  const text = (index: number) =>
    `${openings[index]} ${'uvwxyzst'[index]} at noon, and each document stays until deleted by its owner.`;

  test('that all differ are fine', () => {
    const report = lintReviews(
      eight((index) => ({ text: text(index) })),
      reviewers,
      everything,
    );
    expect(figure(report, 'opening-share', 'builder')).toMatchObject({ value: 1 / 8, state: 'ok' });
  });

  test('that two of eight share are a problem', () => {
    const report = lintReviews(
      eight((index) => ({ text: text(index % 7) })),
      reviewers,
      everything,
    );
    expect(figure(report, 'opening-share', 'builder')).toMatchObject({ value: 2 / 8, state: 'problem' });
  });

  test('of fewer than eight reviews are too few to judge', () => {
    const report = lintReviews(eight(() => ({})).slice(0, 7), reviewers, everything);
    expect(figure(report, 'opening-share', 'builder')).toMatchObject({ value: 1, state: 'too few to judge' });
    expect(report.findings).toEqual([]);
  });
});

describe('verdicts and scores', () => {
  test('a panel that ships everything and always agrees is a problem', () => {
    const tools = eight(() => ({})).map((tool) => linted(tool.record.slug, [{}, { persona: skeptic }]));
    const report = lintReviews(tools, reviewers, everything);
    expect(figure(report, 'ship-share')).toMatchObject({
      value: 1,
      state: 'problem',
      basis: '16 of 16 scored reviews',
    });
    expect(figure(report, 'ship-share', 'skeptic')).toMatchObject({ value: 1, state: 'problem' });
    expect(figure(report, 'disagreement')).toMatchObject({ value: 0, state: 'problem' });
    expect(figure(report, 'tied-pairs')).toMatchObject({
      value: 1,
      state: 'problem',
      basis: '28 of 28 pairs, noise 6',
    });
    expect(figure(report, 'score-deviation')).toMatchObject({ value: 0, state: 'problem' });
    expect(figure(report, 'score-range')).toMatchObject({ value: 0, state: 'problem' });
  });

  test('one that tells tools apart is not', () => {
    const tools = eight(() => ({})).map((tool, index) =>
      linted(tool.record.slug, [{ yes: index + 2 }, { persona: skeptic, yes: 12 - index }]),
    );
    const report = lintReviews(tools, reviewers, everything);
    for (const id of ['ship-share', 'disagreement', 'score-deviation', 'score-range'])
      expect(figure(report, id)?.state, id).toBe('ok');
  });
});

test('quotes that do not stand in their source lower the share of cited facts', () => {
  const tool = linted('clock', [{}]);
  const [review] = tool.record.reviews;
  if (review === undefined) throw new Error('one review expected');
  const quotes = [{ source: 'S1', text: quotable, verified: true }];
  const statements = review.statements.map((statement, index) => ({
    ...statement,
    kind: 'fact' as const,
    quotes: index === 0 ? [] : quotes,
  }));
  const report = lintReviews(
    [{ ...tool, record: { ...tool.record, reviews: [{ ...review, statements }] } }],
    reviewers,
    everything,
  );
  expect(figure(report, 'cited-facts')).toMatchObject({ value: 3 / 4, state: 'problem' });
  expect(figure(report, 'cited-weight')).toMatchObject({ value: 1, state: 'ok' });
});

test('findings name review, place and check, and count as problems', () => {
  const tools = [linted('clock', [{ text: 'It is a good choice for most of us.', headline: 'I tried it' }])];
  const report = lintReviews(tools, reviewers, everything);
  expect(report.findings).toContainEqual({
    tool: 'clock',
    persona: 'builder',
    path: 'headline',
    check: 'first-hand',
    problem: expect.stringContaining('“i tried”'),
  });
  expect(figure(report, 'first-hand')).toMatchObject({ state: 'problem', unit: 'per 1000 words' });
  expect(report.problems).toBeGreaterThanOrEqual(report.findings.length + 1);
});

test('two personas with the same words are alike, and the scope narrows the report', () => {
  const text = 'It chimes at noon and keeps each document until somebody deletes that document for good.';
  const tools = [linted('clock', [{ text }, { persona: skeptic, text }]), linted('sundial', [{}])];
  const report = lintReviews(tools, reviewers, { tool: 'clock', persona: 'skeptic' });
  expect(report).toMatchObject({ reviews: 1, tools: 1 });
  expect(report.findings.every(({ persona }) => persona === 'skeptic')).toBe(true);
  expect(figure(lintReviews(tools, reviewers, everything), 'similarity')).toMatchObject({ value: 1, state: 'problem' });
});

test('flags are told by what they are about', () => {
  const tool = linted('clock', [{}]);
  const flag = (path: string) => ({ path, problem: 'not so' });
  const reviews = tool.record.reviews.map((review) => ({
    ...review,
    flags: [flag('checks.a.quotes[0]'), flag('checks.a'), flag('statements[1].text'), flag('headline'), flag('reply')],
  }));
  const report = lintReviews([{ ...tool, record: { ...tool.record, reviews } }], reviewers, everything);
  expect(figure(report, 'flags')).toMatchObject({ value: 5, state: 'problem', unit: 'per review' });
  const kinds = ['quotes', 'checks', 'statements', 'lines', 'others'];
  expect(kinds.map((kind) => figure(report, `flags-${kind}`)?.value)).toEqual([1, 1, 1, 1, 1]);
});
