import { normaliseEvidence } from './evidence.ts';

/** Finds the words of a text that claim its writer used, tested or watched something. A reviewer that is a model has done none of it. */
export function findFirstHandClaims(text: string): string[] {
  const found = sentencesOf(text).flatMap((sentence) =>
    claims.flatMap(({ claim, unless }) =>
      [...sentence.matchAll(claim)]
        .filter(({ 0: words, index }) => {
          if (isHypothetical(sentence.slice(0, index), sentence)) return false;
          return unless?.test(sentence.slice(index + words.length)) !== true;
        })
        .map(([words]) => words.trim()),
    ),
  );
  return [...new Set(found)];
}

/** Lower-case sentences without what stands in quotation marks: a source may say "we tested it". */
function sentencesOf(text: string): string[] {
  return normaliseEvidence(text.replaceAll(/[\r\n]+/g, ' . '))
    .toLowerCase()
    .replaceAll(/"[^"]{1,400}"/g, '"..."')
    .replaceAll(/(?<=^|[\s(])'[^']{3,400}'(?=[\s.,;:!?)]|$)/g, '"..."')
    .split(/[.!?;](?=\s|$)| - |: /)
    .map((sentence) => sentence.trim());
}

/** "if I used it", "before I deployed it I would want": nothing was done. */
function isHypothetical(before: string, sentence: string): boolean {
  if (/\b(?:if|unless|whether|suppose|supposing|imagine|had|as though|than) (?:that )?$/.test(before)) return true;
  return (
    /\b(?:before|until|once|when|after|by the time) $/.test(before) && /\b(?:i'd|we'd|would|could)\b/.test(sentence)
  );
}

const adverbs = String.raw`(?: (?:just|also|even|once|then|first|both|all|recently|already|still|now|\w{2,20}ly))*`;
const have = "(?:'ve| have)?";
const it = '(?:it|this(?! (?:way|as|to mean))|them|these|both)';
const handled =
  'tried(?: out)?|tested|benchmarked|installed|debugged|prototyped|downloaded|cloned|configured|dogfooded|stress-tested|load-tested|timed|signed up|played with';
const worked =
  'used|ran|run|built|shipped|adopted|deployed|integrated|migrated|uploaded|plugged|wired|hooked|swapped|dropped|threw|fed|pointed|paid for|rolled out|set up|measured|hit|spent';
const stretch =
  '(?:days?|weeks?|weekends?|months?|hours?|minutes|years?|sprints?|afternoons?|evenings?|mornings?|nights?)';
const some = String.raw`(?:a|an|one|two|three|four|five|six|several|some|many|a few|a couple of|\d+|my|our)`;
const people =
  'engineers?|teams?|developers?|founders?|startups?|compan(?:y|ies)|customers?|clients?|users?|people|folks|shops|projects?|enterprises?|buyers?|ctos?|products?|deployments?|codebases?';

/** Right after a verb: what a reviewer may well have read, weighed or counted. */
const onPaper = new RegExp(
  "^(?:,? (?:to|out|only|just|through|over|from|against|with|on|the|a|an|its|their|every|each|all|both|these|those|this|that|what|no|one|two|three|four|five|six|maker's|vendor's|own|public|cited|given|numbered|pricing|same)){0,5} " +
    String.raw`(?:(?:s\d+|sources?|dossiers?|docs?|documents?|documentation|evidence|facts?|pages?|checklist|checks?|quotes?|claims?|statements?|numbers|arithmetic|maths?|sums|words?|terms?|phrase|score|answers?|verdict|case|argument|find|read|answer|judge|imagine|think|name|locate|verify|confirm|be|stay|keep|give|weigh|picture|separate)\b|"\.\.\.")`,
);

/** A reader of the review does it, not its writer. */
const byOthers =
  /\b(?:you|your|teams?|users?|customers?|buyers?|developers?|readers?|engineers?|trial|tier|plan|ends?|expires?)\b/;

interface Rule {
  claim: RegExp;
  /** Looks at what follows the claim in its sentence. */
  unless?: RegExp;
}

const rule = (pattern: string, unless?: RegExp): Rule => {
  const claim = new RegExp(pattern, 'g');
  return unless === undefined ? { claim } : { claim, unless };
};

/** What names a deed of the writer. Verbs stand in the past or perfect, so "I would try it" and "you can try it" pass. */
const claims: readonly Rule[] = [
  rule(String.raw`\b(?:i|we)${have}${adverbs} (?:${handled})\b`, onPaper),
  rule(String.raw`\bi${have}${adverbs} (?:${worked})\b(?! (?:to|is|was|here|above|as)\b)`, onPaper),
  // "we" may be the whole trade: a claim is only what was done with the thing itself or in a place of one's own
  rule(
    String.raw`\bwe${have}${adverbs} (?:${worked}) (?:${it}|\w+(?: \w+){0,3} (?:in production|at work|in our|for our|on our|for a client))\b`,
    onPaper,
  ),
  rule(
    String.raw`\b(?:i|we)${have} spent (?:[\w-]+ ){1,4}(?:with|on|in|using|testing) (?:it|this|the (?:api|sdk|tool|product|playground|console))\b`,
  ),
  rule(
    String.raw`\b(?:i|we)(?:'ve| have) been${adverbs} (?:using|running|testing|trying|building|shipping|playing|working|waiting|deploying|paying)\b`,
    onPaper,
  ),
  rule(String.raw`\b(?:i'm|we're|i am|we are)${adverbs} (?:using|running|testing|shipping|trying out) `, onPaper),
  rule(
    String.raw`\b(?:i|we)${adverbs} (?:use|run|rely on|reach for|ship with) ${it} (?:daily|every|all the|(?:for|in|on|at) (?:my|our)|in production|at (?:work|home))\b`,
  ),
  // people and events the writer says to have witnessed; "I have seen no source" passes
  rule(
    String.raw`\b(?:i|we)${have}${adverbs} (?:seen|saw|watched|met|interviewed|talked to|spoken? (?:to|with)|spoke (?:to|with)|worked (?:with|at|on)|heard from|advised|managed|hired|invested in)(?: (?!no\b|nothing\b|none\b|neither\b)[\w'-]+){0,4} (?:${people})\b`,
  ),
  rule(
    String.raw`\b(?:i|we)${have}${adverbs} (?:seen|watched) (?:this|it|that) (?:movie|film|before|pattern|happen|fail|break|play|work|done|too many)\b`,
  ),
  rule(
    String.raw`\b(?:in|during|from|after|by|throughout) (?:my|our)(?: [\w-]+){0,2} (?:testing|tests?|trials?|experience|usage|benchmarks?|benchmarking|experiments?|hands|codebase|repos?|production|day job|workflow|side project|projects?|stack|team|setup|laptop)\b`,
  ),
  rule(
    String.raw`\b(?:my|our)(?: [\w-]+){0,2} (?:testing|tests|benchmarks|experiments?|trials?|hands-on|pilot)(?: \w+){0,2} (?:shows?|showed|shown|found|confirm(?:s|ed)?|suggest(?:s|ed)?|ran|hit|failed|passed)\b`,
  ),
  rule(
    String.raw`\bafter (?:about |nearly |almost |just |only )?${some}(?: (?:full|whole|long|solid|good|real|few))? ${stretch} (?:(?:of )?(?:using|testing|running|trying|building with|playing with|living with)|with|on) (?!no\b|zero\b)`,
    byOthers,
  ),
  // a sentence without a subject is the writer's own
  rule(
    String.raw`^(?:actually |finally |just )?spent (?:real|serious|good|the|${some})(?: [\w-]+){0,3} (?:time|${stretch})\b`,
    byOthers,
  ),
  rule(
    '^(?:actually |finally |just )?(?:dropped|threw|plugged|wired|hooked|swapped) (?:it|this) (?:in|into|to|at|up|behind|for)\\b',
  ),
  rule(
    '^(?:actually |finally |just )?(?:tried|tested|ran|installed|deployed|benchmarked|built|used|integrated|shipped) (?:it|them)\\b',
  ),
  rule(
    String.raw`\bdropped it in(?:to)? an? (?:[\w-]+ ){0,3}(?:project|repo|codebase|app|service) on an? \w+`,
    byOthers,
  ),
  rule(
    String.raw`\bthis (?:builder|skeptic|founder|futurist|reviewer|critic|panel(?:ist)?)(?: has| has also|'s)? (?:seen|tried|tested|used|spent|run|ran|built|shipped|watched|been (?:waiting|using|running|testing))\b`,
    onPaper,
  ),
  rule(
    String.raw`\b(?:my|our) (?:(?:own|last|previous|old|former|whole) )?(?:team|company|startup|employer|agency|clients?|customers?|colleagues?|coworkers?|engineers?|cofounder|portfolio|shop|org)(?: has| have| had| \w+ly)? (?:uses?|used|runs?|ran|tried|tested|adopted|switched|moved|shipped|built|hit|pays?|paid|deployed|migrated|saw|spent|loved?|loves)\b`,
  ),
  rule(
    String.raw`\bat my (?:(?:last|previous|old|former|own|current) )?(?:company|job|startup|gig|employer|shop|firm)\b`,
  ),
  rule(String.raw`\bwhen i (?:was (?:running|building|working|leading|at)|worked|led|managed|founded)\b`),
  rule(
    String.raw`^(?:speaking )?as (?:someone|an? \w+) who(?:'s| has)? (?:built|shipped|ran|run|spent|used|sold|raised|worked|founded|deployed)\b`,
    onPaper,
  ),
  rule(
    String.raw`\bit (?:took|saved|cost) (?:me|us ${some} ${stretch})\b|\b(?:works|worked|broke|failed|crashed) (?:for|on) me\b`,
  ),
  rule(String.raw`\b(?:i|we)${have} (?:got|had) (?:it|this) (?:running|working|up|deployed|live|installed|set up)\b`),
  rule(
    String.raw`\b(?:i|we) (?:couldn't|could not|never|didn't|did not|managed to) (?:get|make) (?:it|this) (?:to )?(?:run|work|build|start|running|working)\b`,
  ),
];
