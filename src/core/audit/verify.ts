import type { Comparison } from '../comparison/comparison.ts';
import type { Contradiction } from '../comparison/contradiction.ts';
import type { Duel } from '../comparison/duel.ts';
import { letteredEvidence } from '../comparison/lettered.ts';
import type { WrittenAnswer } from '../comparison/written-answer.ts';
import { type Evidence, prepareEvidence, verifyQuote } from '../evidence/evidence.ts';
import { dossierKey } from '../facts/dossier.ts';
import { hashText } from '../key.ts';
import type { CheckedAnswer, CheckedQuote } from '../opinion/review.ts';
import { checksOf, type Persona } from '../panel/persona.ts';
import { countNumbers, type Difference, differences } from './difference.ts';
import { comparisonOf, type EvidenceFile, evidenceKey } from './evidence-file.ts';

/** Something in one of the two files that does not follow from the rest. */
export interface Fault extends Difference {
  file: 'comparison' | 'evidence';
}

/** What was looked at, and what does not follow. */
export interface Verification {
  checked: {
    /** Numbers of the comparison that were computed again. */
    numbers: number;
    /** Quotes marked as verified that were looked up in their sources. */
    quotes: number;
    /** Content hashes and keys that were made again. */
    keys: number;
  };
  faults: Fault[];
}

/**
 * Whether a comparison follows from its evidence: hashes and keys are made again, quotes looked up, answers bound to
 * quotes, and the whole comparison assembled again and held against the file value by value.
 * @param found the comparison as JSON, untrusted.
 * @param written the evidence as JSON, as it was read; `evidence` is the same, checked against its schema.
 */
export function verifyComparison(found: unknown, written: object, evidence: EvidenceFile): Verification {
  const tools = evidence.tools.map((tool, index) => verifyTool(tool, `tools[${index}]`, evidence.personas));
  const { duels, contradictions = [], answer } = evidence.supplements;
  const own = [
    ...tools,
    ...duels.map((duel, index) => verifyDuel(duel, index, evidence.tools)),
    ...contradictions.map((contradiction, index) => verifyContradiction(contradiction, index, evidence.tools)),
    ...(answer === undefined ? [] : [verifyAnswer(answer, evidence.tools)]),
  ];
  const expected: Comparison = comparisonOf(evidence);
  const key = compare('key', [], evidence.key, evidenceKey(written));
  return {
    checked: {
      numbers: countNumbers(expected),
      quotes: own.reduce((sum, { quotes }) => sum + quotes, 0),
      keys: own.reduce((sum, { keys }) => sum + keys, 1),
    },
    faults: [
      ...[...key, ...own.flatMap(({ faults }) => faults)].map((fault) => ({ file: 'evidence' as const, ...fault })),
      ...differences(found, expected).map((difference) => ({ file: 'comparison' as const, ...difference })),
    ],
  };
}

/** What the look at a part of the evidence came to. */
interface Look {
  quotes: number;
  keys: number;
  faults: Difference[];
}

type Seat = EvidenceFile['tools'][number]['seats'][number];

function verifyTool(
  { dossier, seats }: EvidenceFile['tools'][number],
  path: string,
  personas: readonly Persona[],
): Look {
  const names = [dossier.tool.slug];
  const ids = personas.map(({ id }) => id).join(', ');
  const evidence = prepareEvidence(dossier.sources);
  const looks = seats.map((seat, index) => {
    const persona = personas.find(({ id }) => id === seat.persona);
    const place = { path: `${path}.seats[${index}]`, names: [...names, seat.persona] };
    return verifySeat(seat, persona, { ...place, tool: dossier.tool.slug, dossierKey: dossier.key, evidence });
  });
  return sum([
    ...dossier.sources.map((source, index) => {
      const at = `${path}.dossier.sources[${index}].hash`;
      return { quotes: 0, keys: 1, faults: compare(at, [...names, source.id], source.hash, hashText(source.text)) };
    }),
    {
      quotes: 0,
      keys: 1,
      faults: [
        ...compare(`${path}.dossier.key`, names, dossier.key, dossierKey(dossier.tool, dossier.sources)),
        ...compare(`${path}.seats`, names, seats.map(({ persona }) => persona).join(', '), ids),
      ],
    },
    ...looks,
  ]);
}

/** A duel is between tools of this comparison, and its quotes stand in their sources. */
function verifyDuel(duel: Duel, index: number, tools: EvidenceFile['tools']): Look {
  const path = `supplements.duels[${index}]`;
  const names = [duel.persona, duel.first, duel.second];
  const [first, second] = [duel.first, duel.second].map((slug) =>
    tools.find(({ dossier }) => dossier.tool.slug === slug),
  );
  if (first === undefined || second === undefined || first === second) {
    const expected = 'two tools of this comparison';
    return { quotes: 0, keys: 0, faults: [{ path, names, found: `${duel.first}, ${duel.second}`, expected }] };
  }
  return verifyQuotes(duel.quotes, path, names, letteredEvidence([first.dossier, second.dossier]));
}

/** The quotes of the answer on top stand in the sources of the tools they name, and a fact has one. */
function verifyAnswer(written: WrittenAnswer, tools: EvidenceFile['tools']): Look {
  const parts = ['answer', 'exception', 'suits', 'checkFirst'] as const;
  return sum(
    parts.flatMap((part) =>
      written[part].map((point, index): Look => {
        const path = `supplements.answer.${part}[${index}]`;
        const looks = point.quotes.map((quote) => {
          const sources = tools.find(({ dossier }) => dossier.tool.slug === quote.tool)?.dossier.sources ?? [];
          return verifyQuotes([quote], path, [quote.tool], prepareEvidence(sources));
        });
        const bare = 'kind' in point && point.kind === 'fact' && !point.quotes.some(({ verified }) => verified);
        const faults = bare ? [{ path, names: [], found: point.text, expected: 'a fact with a verified quote' }] : [];
        return sum([...looks, { quotes: 0, keys: 0, faults }]);
      }),
    ),
  );
}

/** Each side names a source of its tool, and its words stand there; what stands beside a text (structured data) is in no file. */
function verifyContradiction({ tool, field, sides }: Contradiction, index: number, tools: EvidenceFile['tools']): Look {
  const path = `supplements.contradictions[${index}]`;
  const names = [tool, field];
  const sources = tools.find(({ dossier }) => dossier.tool.slug === tool)?.dossier.sources ?? [];
  const known = sources.map(({ id }) => id);
  const strangers = sides.flatMap(({ source }, side) =>
    known.includes(source)
      ? []
      : [{ path: `${path}.sides[${side}].source`, names, found: source, expected: `a source of ${tool}` }],
  );
  const quotes = sides.map(({ source, quote }) => ({ source, text: quote ?? '', verified: quote !== null }));
  return sum([{ quotes: 0, keys: 0, faults: strangers }, verifyQuotes(quotes, path, names, prepareEvidence(sources))]);
}

/** Where a seat stands, and what its answers must rest on. */
interface Ground {
  path: string;
  names: string[];
  tool: string;
  dossierKey: string;
  evidence: Evidence;
}

/** The review answers this dossier and this seat; each ballot and repeat this review; each answer this persona’s checklist. */
function verifySeat({ review, ballots, repeats }: Seat, persona: Persona | undefined, ground: Ground): Look {
  const { path, names } = ground;
  if (review === null || persona === undefined)
    return { quotes: 0, keys: 0, faults: compare(`${path}.ballots`, names, ballots.length + repeats.length, 0) };
  const { opinion, byline } = review;
  const own: Look = {
    quotes: 0,
    keys: 1,
    faults: [
      ...compare(`${path}.review.tool`, names, review.tool, ground.tool),
      ...compare(`${path}.review.persona`, names, review.persona, persona.id),
      ...compare(`${path}.review.byline.dossierKey`, names, byline.dossierKey, ground.dossierKey),
    ],
  };
  const statements = opinion.statements.map((statement, index) =>
    verifyQuotes(statement.quotes, `${path}.review.opinion.statements[${index}]`, names, ground.evidence),
  );
  const others = [
    ...ballots.map((vote, index) => ({ vote, at: `${path}.ballots[${index}]` })),
    ...repeats.map((vote, index) => ({ vote, at: `${path}.repeats[${index}]` })),
  ];
  const votes = others.map(({ vote, at }): Look => {
    const bound = [
      ...compare(`${at}.reviewId`, names, vote.reviewId, review.id),
      ...compare(`${at}.byline.dossierKey`, names, vote.byline.dossierKey, ground.dossierKey),
    ];
    return sum([
      { quotes: 0, keys: 1, faults: bound },
      verifyAnswers(vote.checks ?? [], `${at}.checks`, persona, ground),
    ]);
  });
  return sum([
    own,
    verifyAnswers(opinion.checks, `${path}.review.opinion.checks`, persona, ground),
    ...statements,
    ...votes,
  ]);
}

/** A juror has one answer to a check, and a yes or no only with a quote that stands in its source. */
function verifyAnswers(answers: readonly CheckedAnswer[], path: string, persona: Persona, ground: Ground): Look {
  const asked = new Set(checksOf(persona).map(({ id }) => id));
  const looks = answers.map(({ id, answer, said, quotes }, index) => {
    const at = `${path}[${index}]`;
    const names = [...ground.names, id];
    const holds = said === 'not-applicable' || quotes.some(({ verified }) => verified);
    const looked = verifyQuotes(quotes, at, names, ground.evidence);
    const faults = compare(`${at}.answer`, names, answer, holds ? said : 'unknown');
    if (!asked.delete(id))
      faults.push({ path: `${at}.id`, names, found: id, expected: 'a check of this persona, once' });
    return sum([looked, { quotes: 0, keys: 0, faults }]);
  });
  return sum(looks);
}

function verifyQuotes(quotes: readonly CheckedQuote[], path: string, names: string[], evidence: Evidence): Look {
  const marked = quotes.flatMap((quote, index) => (quote.verified ? [{ quote, index }] : []));
  const faults = marked
    .filter(({ quote }) => verifyQuote(quote, evidence).kind !== 'exact')
    .map(({ quote, index }) => ({
      path: `${path}.quotes[${index}]`,
      names,
      found: quote.text,
      expected: `words that stand in ${quote.source}`,
    }));
  return { quotes: marked.length, keys: 0, faults };
}

function compare(path: string, names: string[], found: unknown, expected: unknown): Difference[] {
  return found === expected ? [] : [{ path, names, found, expected }];
}

function sum(looks: readonly Look[]): Look {
  return {
    quotes: looks.reduce((total, { quotes }) => total + quotes, 0),
    keys: looks.reduce((total, { keys }) => total + keys, 0),
    faults: looks.flatMap(({ faults }) => faults),
  };
}
