import { normaliseEvidence } from '../evidence/evidence.ts';
import type { Dossier } from '../facts/dossier.ts';
import { oncePer } from '../once-per.ts';
import type { Issue, Opinion, Statement } from '../opinion/opinion.ts';
import { findDates, isAfter, type NamedDate, standsDate } from './claim-dates.ts';
import { belongsToUnknownName, findUnknownNames, indexNames } from './claim-names.ts';
import { findQuantities, type Quantity, standsQuantity } from './claim-numbers.ts';

/** A name, number or date of a statement that stands in no source, title or fact. */
interface UnknownClaim {
  kind: 'name' | 'number' | 'date';
  text: string;
}

/** Finds such claims in a text of an opinion. */
export type ClaimFinder = (text: string, kind: Statement['kind']) => UnknownClaim[];

/**
 * Compares with every word readers of the dossier are given. `own` are the persona’s words, its name and what it is asked:
 * they never count as claims, nor do the names of the tool and its maker.
 */
export function compileClaims(
  dossier: Pick<Dossier, 'tool' | 'sources' | 'asOf'>,
  own: readonly string[],
): ClaimFinder {
  const { dates, quantities: inDossier, names } = readGround(dossier);
  const { quantities: said, words: known } = readOwn(own);
  const quantities = [...inDossier, ...said];
  const { asOf } = dossier;
  const ids = new Set(dossier.sources.map(({ id }) => id));
  return (given, kind) => {
    const text = normaliseEvidence(given);
    const named = findDates(text);
    const unknownDates = named.filter((date) => {
      if (kind === 'prediction' && isAfter(date, asOf)) return false;
      return !standsDate(date, dates) && !quantities.some(({ value }) => String(value) === date.text);
    });
    const rest = named.reduce(
      (left, { start, end }) => left.slice(0, start) + '_'.repeat(end - start) + left.slice(end),
      text,
    );
    const unknownNumbers = findQuantities(rest).filter(
      (quantity) =>
        isClaim(quantity, kind) &&
        !(quantity.spelt && text.startsWith(' of ', quantity.end)) &&
        !belongsToUnknownName(text, quantity.start, names) &&
        !standsQuantity(quantity, quantities),
    );
    const unknownNames = findUnknownNames(text, names, known).filter((name) => !ids.has(name));
    return [
      ...unknownNames.map((name) => ({ kind: 'name' as const, text: name })),
      ...unknownNumbers.map((quantity) => ({ kind: 'number' as const, text: quantity.text })),
      ...unknownDates.map((date) => ({ kind: 'date' as const, text: date.text })),
    ];
  };
}

/** What a dossier holds, for many statements. */
const readGround = oncePer(({ tool, sources, asOf }: Pick<Dossier, 'tool' | 'sources' | 'asOf'>) => {
  const facts = [
    tool.name,
    tool.maker,
    ...tool.jobs,
    tool.tagline,
    tool.category,
    tool.pricing.text,
    tool.launched,
    tool.discontinued,
    tool.licence,
    tool.description,
    ...tool.aliases,
    asOf,
  ].filter((fact) => fact !== null);
  const texts = [...facts, ...sources.flatMap(({ title, text }) => [title, text])].map(normaliseEvidence);
  const addresses = [tool.url ?? '', ...sources.map(({ url }) => url ?? '')];
  const dates = texts.flatMap(findDates);
  const quantities = [...texts.flatMap(findQuantities), ...yearsAsNumbers(dates)];
  return { dates, quantities, names: indexNames(texts, addresses) };
});

/** The persona’s own words, for many statements. */
const readOwn = oncePer((own: readonly string[]) => {
  const words = own.flatMap((text) =>
    normaliseEvidence(text)
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u),
  );
  return { quantities: own.flatMap(findQuantities), words: new Set(words) };
});

/** `2000` may be a year or a count; where a source has it, it stands as either. */
function yearsAsNumbers(dates: readonly NamedDate[]): Quantity[] {
  return dates.flatMap(({ year, month, text, start, end }) =>
    year === null || month !== null
      ? []
      : [{ text, start, end, value: year, unit: null, amount: year, noun: null, spelt: false }],
  );
}

/** Things one counts off while talking; no source need hold their number. */
const figureOfSpeech =
  /^(?:things?|reasons?|ways?|points?|questions?|sides?|words?|kinds?|sorts?|facts?|matters?|halves|steps?|conditions?|more|other|others|different|separate)$/;

/** In a judgement small numbers written as words are mostly a manner of speaking. */
const smallTalk = 4;

function isClaim({ value, unit, noun, spelt }: Quantity, kind: Statement['kind']): boolean {
  if (!spelt) return true;
  if (value <= 1) return false;
  if (noun !== null && figureOfSpeech.test(noun)) return false;
  return kind === 'fact' || unit !== null || value > smallTalk;
}

/**
 * Issues of the names, numbers and dates that stand nowhere: in a fact worth mending, in a judgement or prediction for the editor’s eye,
 * since those may name what is commonly known.
 */
export function checkClaims({ statements, headline, bestFor, avoidIf }: Opinion, find: ClaimFinder): Issue[] {
  const lines = Object.entries({ headline, bestFor, avoidIf }).map(([path, text]) => ({
    path,
    text,
    kind: 'opinion' as const,
  }));
  const passages = statements.map(({ text, kind }, index) => ({ path: `statements[${index}].text`, text, kind }));
  return [...passages, ...lines].flatMap(({ path, text, kind }) => {
    const claims = [...new Set(find(text, kind).map((claim) => `“${claim.text}”`))];
    if (claims.length === 0) return [];
    const held = `${claims.join(', ')} ${claims.length === 1 ? 'stands' : 'stand'} in no source, title or fact.`;
    const todo =
      kind === 'fact' ? 'Write what a source says, as it says it, or leave it out.' : 'Readers cannot check it here.';
    return [{ path, problem: `${held} ${todo}`, weight: kind === 'fact' ? ('mend' as const) : ('flag' as const) }];
  });
}
