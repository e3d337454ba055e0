import { sentencesOf } from '../evidence/sentence.ts';
import type { UndatedDossier } from '../facts/dossier.ts';
import { type Check, checksOf, type Persona } from '../panel/persona.ts';

/** A sentence that may answer a check. A hint is no answer: only a juror reads what the sentence says. */
interface Hint {
  /** Id of the source: `S2`. */
  source: string;
  sentence: string;
  /** The cues of the check that stand in it. */
  cues: string[];
}

interface CheckPreflight extends Pick<Check, 'id' | 'ask' | 'kind' | 'weight' | 'silence'> {
  group: string;
  /** Null when nothing in the sources hints at an answer. */
  hint: Hint | null;
}

interface PersonaPreflight {
  persona: string;
  name: string;
  checks: CheckPreflight[];
  /** Share of the weight with a hint, 0 to 1: coverage can hardly be higher. */
  coverageCeiling: number;
  /** Ids of the checks without a hint. */
  missing: string[];
}

/** What the maker should be asked, because silence costs most there. */
interface MakerQuestion {
  ask: string;
  /** Ids of the personas who check it. */
  personas: string[];
  /** Largest share of a persona’s weight that depends on it, 0 to 1. */
  weightShare: number;
}

/** What the sources could answer, before anything is asked. Holds no score and no verdict. */
export interface Preflight {
  personas: PersonaPreflight[];
  /** Largest share of weight first. */
  questions: MakerQuestion[];
}

/** Looks for cues of every check in every source. Needs no model. */
export function preflight(dossier: Pick<UndatedDossier, 'sources'>, personas: readonly Persona[]): Preflight {
  const sentences = dossier.sources.flatMap(({ id, text }) =>
    sentencesOf(text).map((sentence) => ({ source: id, sentence })),
  );
  const looked = personas.map((persona) => lookFor(persona, sentences));
  return { personas: looked, questions: questionsOf(looked) };
}

function lookFor(persona: Persona, sentences: readonly Omit<Hint, 'cues'>[]): PersonaPreflight {
  const checks = persona.groups.flatMap((group) =>
    group.checks.map(({ id, ask, kind, weight, silence, cues }) => {
      return { id, ask, kind, weight, silence, group: group.name, hint: findHint(cues, sentences) };
    }),
  );
  return {
    persona: persona.id,
    name: persona.name,
    checks,
    coverageCeiling: weightOf(checks.filter(({ hint }) => hint !== null)) / weightOf(checksOf(persona)),
    missing: checks.filter(({ hint }) => hint === null).map(({ id }) => id),
  };
}

/** The first sentence with the most cues. */
function findHint(cues: readonly string[], sentences: readonly Omit<Hint, 'cues'>[]): Hint | null {
  const patterns = cues.map((cue) => ({ cue, pattern: cuePattern(cue) }));
  let best: Hint | null = null;
  for (const { source, sentence } of sentences) {
    const found = patterns.filter(({ pattern }) => pattern.test(sentence)).map(({ cue }) => cue);
    if (found.length > (best?.cues.length ?? 0)) best = { source, sentence, cues: found };
  }
  return best;
}

/**
 * A cue as whole words in any case, each word with its simple inflections: `file` finds files, filed and filing; `retry` finds retries;
 * `plans` finds plan. Words of a cue may be parted by white space or a hyphen.
 */
export function cuePattern(cue: string): RegExp {
  const words = cue
    .trim()
    .split(/[\s-]+/)
    .map(inflected);
  const start = /^[\p{L}\p{N}_]/u.test(cue.trim()) ? String.raw`(?<![\p{L}\p{N}_])` : '';
  const end = /[\p{L}\p{N}_]$/u.test(cue.trim()) ? String.raw`(?![\p{L}\p{N}_])` : '';
  return new RegExp(`${start}${words.join(String.raw`[\s-]+`)}${end}`, 'iu');
}

function inflected(word: string): string {
  const singular = /^[a-z]{2,}[^aisu]s$/i.test(word) ? word.slice(0, -1) : word;
  const literal = singular.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  if (!/^[a-z]{2,}$/i.test(singular)) return /[a-z]$/i.test(singular) ? `${literal}s?` : literal;
  const stem = singular.slice(0, -1);
  const last = singular.slice(-1);
  if (/e$/i.test(singular)) return `${stem}(?:e|es|ed|ing)`;
  if (/[^aeiou]y$/i.test(singular)) return `${stem}(?:y|ies|ied|ying)`;
  return `${singular}(?:s|es|ed|ing|${last}ed|${last}ing)?`;
}

function questionsOf(looked: readonly PersonaPreflight[]): MakerQuestion[] {
  const questions = new Map<string, MakerQuestion>();
  for (const { persona, checks } of looked) {
    const highest = Math.max(...checks.map(({ weight }) => weight));
    for (const check of checks.filter(
      ({ hint, silence, weight }) => hint === null && (silence === 'no' || weight === highest),
    )) {
      const known = questions.get(check.ask);
      questions.set(check.ask, {
        ask: check.ask,
        personas: [...(known?.personas ?? []), persona],
        weightShare: Math.max(known?.weightShare ?? 0, check.weight / weightOf(checks)),
      });
    }
  }
  return [...questions.values()].sort((a, b) => b.weightShare - a.weightShare);
}

function weightOf(checks: readonly Pick<Check, 'weight'>[]): number {
  return checks.reduce((sum, { weight }) => sum + weight, 0);
}
