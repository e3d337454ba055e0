import { normaliseEvidence } from '../evidence/evidence.ts';
import { firstHandRules, type Rule } from './first-hand-rules.ts';

/** Finds the words of a text that claim its writer used, tested or watched something. A reviewer that is a model has done none of it. */
export function findFirstHandClaims(text: string): string[] {
  const found = sentencesOf(text).flatMap((sentence) =>
    rulesFor(sentence).flatMap(({ claim, unless, notAfter }) =>
      [...sentence.matchAll(claim)]
        .filter(({ 0: words, index }) => {
          const before = sentence.slice(0, index);
          if (isHypothetical(before, sentence) || notAfter?.test(before) === true) return false;
          return unless?.test(sentence.slice(index + words.length)) !== true;
        })
        .map(([words]) => words.trim()),
    ),
  );
  return [...new Set(found)];
}

/** Rules whose claim stands in the sentence: most need a writer who names themselves. One pattern of all claims would take as long to compile as dozens of answers to check. */
function rulesFor(sentence: string): Rule[] {
  const rules = firstPerson.test(sentence) ? firstHandRules : impersonalRules;
  return rules.filter(({ claim }) => sentence.search(claim) >= 0);
}

const firstPerson = /\b(?:i|we|my|our)\b/;
const impersonalRules = firstHandRules.filter(
  ({ claim }) => !/^\\b(?:(?:i|we)(?![a-z])|\(\?:i\|we\)|\(\?:my\|our\))/.test(claim.source),
);

/** Lower-case sentences without what stands in quotation marks: a source may say "we tested it". */
function sentencesOf(text: string): string[] {
  return normaliseEvidence(text.replaceAll(/[\r\n]+/g, ' . '))
    .toLowerCase()
    .replaceAll(/"[^"]{1,400}"/g, '"..."')
    .replaceAll(/'(?<=(?:^|[\s(])')[^']{3,400}'(?=[\s.,;:!?)]|$)/g, '"..."')
    .split(/[.!?;](?=\s|$)| - |: /)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

/** "if I used it", "before I deployed it I would want": nothing was done. */
function isHypothetical(before: string, sentence: string): boolean {
  if (/\b(?:if|unless|whether|suppose|supposing|imagine|had|as though|than) (?:that )?$/.test(before)) return true;
  return (
    /\b(?:before|until|once|when|after|by the time) $/.test(before) && /\b(?:i'd|we'd|would|could)\b/.test(sentence)
  );
}
