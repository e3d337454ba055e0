import { normaliseEvidence } from '../evidence/evidence.ts';
import { firstHandRules } from './first-hand-rules.ts';

/** Finds the words of a text that claim its writer used, tested or watched something. A reviewer that is a model has done none of it. */
export function findFirstHandClaims(text: string): string[] {
  const found = sentencesOf(text).flatMap((sentence) =>
    (mayClaim(sentence) ? firstHandRules : []).flatMap(({ claim, unless, notAfter }) =>
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

/** Nearly every sentence claims nothing, and two patterns say so; most rules need a writer who names themselves. */
function mayClaim(sentence: string): boolean {
  return anyImpersonal.test(sentence) || (firstPerson.test(sentence) && anyPersonal.test(sentence));
}

const firstPerson = /\b(?:i|we|my|our)\b/;
const isPersonal = (claim: string): boolean => /^\\b(?:(?:i|we)(?![a-z])|\(\?:i\|we\)|\(\?:my\|our\))/.test(claim);
const claims = firstHandRules.map(({ claim }) => claim.source);
const anyPersonal = new RegExp(claims.filter(isPersonal).join('|'));
const anyImpersonal = new RegExp(claims.filter((claim) => !isPersonal(claim)).join('|'));

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
