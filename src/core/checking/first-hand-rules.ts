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
  "^(?:,? (?:to|out|only|just|my|through|over|from|against|with|on|the|a|an|its|their|every|each|all|both|these|those|this|that|what|no|neither|none of|one|two|three|four|five|six|seven|eight|nine|maker's|vendor's|own|public|cited|given|numbered|pricing|same)){0,5} " +
    String.raw`(?:(?:s\d+|sources?|dossiers?|docs?|documents?|documentation|evidence|facts?|pages?|checklist|checks?|quotes?|claims?|statements?|numbers|arithmetic|maths?|sums?|words?|terms?|phrase|score|answers?|verdict|case|argument|objection|reasoning|estimate|prediction|attention|heed|tally|total|find|read|answer|judge|imagine|think|name|locate|verify|confirm|be|stay|keep|give|weigh|picture|separate)\b|"\.\.\.")`,
);

/** A reader of the review does it, not its writer. */
const byOthers =
  /\b(?:you|your|teams?|users?|customers?|buyers?|developers?|readers?|engineers?|trial|tier|plan|ends?|expires?)\b/;

/** What names a deed of the writer, in a lower-case sentence, and what around it makes it none. */
export interface Rule {
  claim: RegExp;
  /** Looks at what follows the claim in its sentence. */
  unless?: RegExp;
  /** Looks at what stands before it. */
  notAfter?: RegExp;
}

const rule = (pattern: string, unless?: RegExp, notAfter?: RegExp): Rule => ({
  claim: new RegExp(pattern, 'g'),
  ...(unless === undefined ? {} : { unless }),
  ...(notAfter === undefined ? {} : { notAfter }),
});

/** What names a deed of the writer. Verbs stand in the past or perfect, so "I would try it" and "you can try it" pass. */
const deeds: readonly Rule[] = [
  rule(String.raw`\b(?:i|we)${have}${adverbs} (?:${handled})\b(?! (?:no|nothing|none|neither)\b)`, onPaper),
  rule(
    String.raw`\bi${have}${adverbs} (?:${worked})\b(?! (?:to|is|was|here|above|as|no|nothing|none|neither|out of)\b)`,
    onPaper,
  ),
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
    /\b(?:nobody|no one|none|neither|not one)(?: \w+){0,2} $/,
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

/** What a reviewer does with a dossier. Every other past verb with the thing itself as its object is a deed. */
const mental =
  'accept|add|assign|admir|admitt|agre|allow|answer|appli|argu|arriv|ask|assum|attach|believ|call|carri|caution|chang|check|cit|claim|compar|comput|concede|conclud|consider|convert|correct|count|credit|criticis|criticiz|decid|deduct|defend|demand|deni|describ|disagre|discount|dismiss|divid|doubt|encounter|end|estimat|examin|exclud|expect|explain|fault|fear|flagg|follow|forgav|grad|grant|guess|hesitat|hop|ignor|imagin|includ|infer|inferr|insist|interpret|judg|label|labell|lean|learn|leav|lik|limit|list|locat|look|mark|matter|mention|miss|multipli|nam|need|not|notic|object|omitt|order|pass|penalis|penaliz|pick|plac|prais|predict|preferr|prefer|pric|question|quot|rank|rat|reach|reason|reckon|refer|referr|refus|reject|reli|remain|repeat|repli|report|reserv|respect|rest|review|round|scor|search|settl|skimm|skipp|start|stat|stay|stopp|studi|subtract|suggest|support|suppos|suspect|treat|trust|turn|underlin|valu|view|want|warn|weigh|weight|welcom|wish|wonder|worri';
const past = String.raw`(?!(?:used|need|feed|proceed|exceed|succeed|indeed|embed|speed)\b)(?!(?:${mental})e?d\b)(?:\w+-)?\w{2,}ed`;
const irregular =
  'ran|built|sent|threw|broke|bought|sold|paid|fed|spun|rode|woke|fought|hung|stood up|set up|put together|tore|wrote';
/** Anywhere behind a verb: the sentence is about the sources and the answers. */
const aboutPaper =
  /\b(?:s\d+|sources?|dossiers?|terms|clauses?|claims?|risks?|quotes?|slogans?|odds|numbers|arithmetic|maths?|checks|checklist|answers?|verdict|ship|skip|questions?|estimates?|rates?|fees?|figures?|sums?|licen[cs]e|scores?|remed(?:y|ies)|promises?|yes|unknown|evidence|wording|sentence|argument|objection|limits page|price)\b/;
const wouldBe =
  /\b(?:would|could|should|might|may|can|cannot|can't|will|won't|to|not|never|without|if|unless|'d|'ll)(?: [\w'-]+){0,8} $/;
const ownPlace =
  'machine|laptop|desktop|macbook|phone|workstation|server|homelab|cluster|staging|ci|inbox|terminal|desk|connection|pipeline|repo|codebase|infrastructure|infra|network';
const ownThing = `${ownPlace}|config|configuration|setup|project|data|files|app|apps|service|services|stack|workflow|jobs|queue|invoices|documents|account|test suite|tests|notes|library|archive`;
const ownWork =
  'migration|rollout|integration|install|installation|deployment|upgrade|evaluation|trial|pilot|proof of concept|poc|setup|onboarding|switch';

/** Deeds told without a word such as “tested”: what happened on the writer’s machine, to the writer’s people, in the writer’s time. */
const happenings: readonly Rule[] = [
  // any other deed: for "I" always, for "we" where it touched the thing or something of one's own
  rule(
    String.raw`\bi${have}${adverbs} (?:${past}|${irregular})\b(?! (?:no|nothing|none|neither|(?:most|more|no|little|close) (?:attention|heed)|out of)\b)`,
    aboutPaper,
  ),
  rule(
    String.raw`\bi${have}${adverbs} (?:moved|switched|ported|upgraded|opened|watched) (?:my|our|a|an|two|three|some|it (?:to|over|into|onto)|the (?:dashboard|console|app|editor|cli)|over|from \w+ to it)\b`,
    onPaper,
  ),
  rule(
    String.raw`\bwe${have}${adverbs} (?:${past}|${irregular}|${worked}|saw|lost)(?! to\b)(?= (?:[\w',.-]+ ){0,6}(?:it|this|our|in production|last (?:week|month|quarter|year|spring|summer|autumn|winter)|since (?:the|its|\d)))`,
    onPaper,
  ),
  rule(String.raw`\bwe(?:'ve| have) (?:relied|depended|leaned|standardi[sz]ed|settled) on (?:it|this)\b`),
  rule(String.raw`\bi(?:'ve| have) reviewed (?:hundreds|dozens|thousands|scores|many|enough|plenty)\b`),
  rule(
    String.raw`\b(?:i|we)${have}${adverbs} (?:called|hit|queried|pinged) (?:the|its|their|an?) (?:[\w-]+ )?(?:endpoints?|apis?|routes?|servers?|methods?|support|hotline)\b`,
  ),
  rule(
    String.raw`\b(?:i|we)(?:'ve| have) been (?:a|an|one of|on|with|their) (?:[\w-]+ ){0,3}(?:customers?|users?|subscribers?|testers?|members?|plan|tier)\b`,
  ),
  rule(
    String.raw`\bi(?: am|'m) an? (?:[\w-]+ ){0,2}(?:customer|user|subscriber|tester|early adopter)\b`,
    undefined,
    wouldBe,
  ),
  rule(
    String.raw`\b(?:my|our) (?:[\w-]+ )?(?:bill|invoice|usage|latency|error rate|spend)(?: (?:for|in|last) \w+)? (?:was|came|reached|went|jumped|rose|doubled|showed|dropped|fell|grew|halved)\b`,
  ),
  rule(
    String.raw`\bi(?: personally)? know (?:of )?(?:a|an|one|two|three|four|five|\d+|several|many|some|plenty of) (?:[\w-]+ )?(?:${people})\b`,
  ),
  rule(
    String.raw`\b(?:my|our) (?:sres?|ops|devs?|developers?|designers?|lawyers?|analysts?|users?|people|staff|board|cto|customers?|clients?|engineers?|team|colleagues?) (?:\w+ly )?(?:\w+ed|saw|lost|left|hit|got|went|ran|built|paid|spent|found)\b`,
    undefined,
    wouldBe,
  ),
  rule(
    String.raw`\b(?:one|two|three|some|many|several|half|most) of (?:my|our) (?:${people}|colleagues|friends)\b|\b(?:colleagues?|friends?|${people}) of (?:mine|ours)\b`,
  ),
  rule(
    String.raw`\b(?:i|we) (?:sat through|attended|joined|watched) (?:the|a|an|their|its|two|three) (?:[\w-]+ )?(?:demos?|calls?|webinars?|launch|talks?|keynotes?)\b`,
  ),
  rule(
    String.raw`\bi let (?:it|them|the (?:agent|tool|cli|bot|model|editor|assistant)) (?!stand|pass|be\b|count|rest|go\b)`,
  ),
  rule(
    String.raw`\b(?:i|we) kept (?:hitting|getting|running into|losing|waiting|retrying|seeing (?:the same )?(?:errors?|timeouts?|\d{3}s?))\b`,
  ),
  rule(
    String.raw`^(?:from|after|with|in) (?:[\w-]+ )?years (?:of|in|spent) (?:[\w-]+ ){0,2}\w+ing\b(?=.*\b(?:i|i'd|i'm|my|me)\b)`,
  ),
  rule(String.raw`\b(?:i|we)(?:'ve| have) been${adverbs} (?:burned|burnt|bitten|stung|hit|charged|billed) `),
  rule(
    String.raw`\bi${have}${adverbs} lost (?:a|an|two|three|my|half|days|hours|weeks) `,
    /^(?:[\w-]+ )?(?:words?|sentence|interest|argument)\b/,
  ),
  rule(
    String.raw`\bi${have}${adverbs} (?:got|had|received) (?:an?|my|the|back) (?:[\w-]+ ){0,4}(?:response|reply|answer|error|result|results|token|key|bill|invoice|refund|timeout)\b`,
    /^ (?:from|in|out of) (?:the )?(?:s\d|sources?|dossier)/,
  ),
  rule(String.raw`\bi${have}${adverbs} went back to (?!s\d|the (?:sources?|dossier|page|text|passage|claim))`),
  rule(String.raw`\bi (?:was able|managed) to (?!find|read|verify|confirm|trace|locate|check|answer|name|quote|match)`),
  rule(String.raw`\b(?:i|we) ended up (?!saying|scoring|answering|marking|doubting|where|at|with|on)\w+ing\b`),
  rule(String.raw`\bin practice,? (?:i|we) (?:find|found|saw|see|hit|had|get|got|noticed)\b`),
  rule(
    String.raw`\b(?:i|we)${adverbs} (?:found|find) (?:it|the (?:api|cli|ui|sdk|dashboard|setup|interface|latency|editor|uploads?|install\w*|error messages)) (?:to be )?(?:a bit |very |quite |too |rather )?(?:slow|fast|quick|flaky|useless|buggy|snappy|sluggish|painful|unreliable|intuitive|confusing|clunky|smooth|responsive|pleasant)\b`,
  ),
  rule(
    String.raw`\b(?:i|we)${adverbs} (?:noticed|saw|felt|heard) (?:the |its |a |my )?(?:latency|memory|cpu|throughput|bill|errors?|timeouts?|requests?|uploads?|queue|logs?|jobs?|response times?|fans?) (?:\w+ )?(?:creep|climb|spike|rise|drop|fall|fail|grow|jump|stall|hang|go|come|double|crash|spin)`,
  ),
  rule(
    String.raw`\b(?:i|we)${adverbs} asked (?:support|sales|the (?:maker|vendor|team|founders?|company|maintainers?)|them|their)\b`,
  ),
  rule(
    String.raw`(?:\b(?:i|we)${have}${adverbs} |^)(?:gave|took) it (?:a|another|for a|out for a) (?:[\w-]+ )?(?:spin|try|go|shot|whirl|run|test|drive|ride)\b`,
  ),
  rule(
    String.raw`^(?:having )?(?:played|messed|toyed|fiddled|lived|experimented|worked)(?: around)? with (?:it|this|the (?:beta|api|cli|sdk|playground))\b`,
    byOthers,
  ),
  rule(
    String.raw`^having (?:just |now |also )?(?:${handled}|${worked}|been burned)\b(?=.*\b(?:i|i'd|i'm|my|we|me)\b)`,
    onPaper,
  ),
  rule(
    String.raw`^(?:after|while|before|when|since) (?:using|running|testing|trying|deploying|building with|shipping|adopting|switching|installing|living with|playing with|porting|moving|migrating|upgrading)\b(?=[^,]*, (?:i|we|my|our)\b)`,
    onPaper,
  ),
  rule(
    String.raw`\b(?:i|we) had (?:an?|the|it|my|our) (?:[\w'-]+ ){0,5}(?:by (?:lunch|dinner|noon|midnight|breakfast|evening|monday|friday|the end of the day)|within|in under|up and running|running)\b`,
  ),
  rule(
    String.raw`\bafter (?:about |nearly |almost )?${some} ${stretch} of (?:daily|regular|heavy|real|everyday|constant|steady|hard) use\b`,
    byOthers,
  ),
  rule(String.raw`\bi (?:grew|got) (?:tired|weary|fond|sick|used) (?:of|to) (?:its|it|the)\b`),
  rule(String.raw`\b(?:i'm|we're|i am|we are) (?:[\w-]+ ){1,2}${stretch} (?:in|into)\b`),
  rule(
    String.raw`\bi${have}${adverbs} compared (?:its|their|the) (?:outputs?|results|latency|speed|responses|completions)\b`,
    aboutPaper,
  ),
  rule(String.raw`\bi${have}${adverbs} ordered (?:one|two|a|an|it|the (?:kit|board|device))\b`),
  rule(String.raw`\b(?:every time|each time|whenever) (?:i|we) (?!read|see|look|ask|count|meet|weigh)\w+`, aboutPaper),
  rule(String.raw`\b(?:i|we) have (?:it|this) (?:open|running|installed|set up|deployed)\b`),
  rule(
    String.raw`\bas (?:someone|an? \w+) (?:running|building|operating|maintaining|shipping|managing)\b(?=.*\b(?:i|i'd|i've|my)\b)`,
  ),
  rule(
    String.raw`\b(?:i|we) \w+(?: [\w',-]+){0,8} (?:since|after) (?:adopting|switching to|moving to|migrating to|installing|upgrading to) (?:it|this)\b`,
    undefined,
    wouldBe,
  ),
  rule(String.raw`\b(?:i|we) (?:speak|know|say this|write) from (?:\w+ )?experience\b`),
  rule(String.raw`\b(?:never|rarely|always|often|once|twice) (?:failed|crashed on|let down|surprised|bit) (?:me|us)\b`),
  rule(
    String.raw`\b(?:i'm|we're|i am|we are) (?:an? )?(?:[\w-]+ )?(?:customers?|users?|subscribers?|early adopters?)\b(?! of)`,
  ),
  // what happened to the writer's own things
  rule(
    String.raw`\b(?:on|in|at|to|from|into|behind|onto) (?:my|our)(?: own| old| existing| current)? (?:${ownPlace})\b`,
    undefined,
    wouldBe,
  ),
  rule(String.raw`\b(?:my|our) (?:existing|current|old|whole|entire) (?:${ownThing})\b`, undefined, wouldBe),
  rule(
    String.raw`\b(?:my|our) (?:first|second|third|last|next) (?:request|call|upload|run|attempt|try|deploy|deployment|bill|invoice|job|query|prompt|session|build)s? (?:\w+ )?(?:came|took|returned|failed|ran|cost|worked|went|finished|hit|was|were|timed|landed|arrived|got|broke)\b`,
  ),
  rule(String.raw`\b(?:my|our) (?:${ownWork}) (?:\w+ )?(?:took|went|cost|ran|broke|was|came|failed|finished|\w+ed)\b`),
  rule(
    String.raw`\b(?:taught|cost|took|saved|burned|burnt|bit|charged|billed|greeted) (?:me|us|(?:my|our) (?:team|company|customers|clients|people|colleagues))\b`,
    undefined,
    /\b(?:would|could|should|might|may|can|will|to|'d|'ll|not|never|have) $/,
  ),
  rule(String.raw`\bwho (?:answered|helped|called|emailed|refunded) (?:me|us)\b`),
  // people the writer says to know
  rule(
    String.raw`\b(?:${people}) (?:that |who |whom )?(?:i|we)(?:'ve| have)?${adverbs} (?:worked|talked|talk|spoken|speak|dealt|consulted|met|meet|know|advised?|coached|managed|hired|funded|interviewed)\b`,
  ),
  rule(
    String.raw`\b(?:my|our) (?:team|colleagues?|coworkers?|clients?|customers?|engineers?|friends?|employer) (?:who|that) (?:have |has )?\w+`,
  ),
  rule(String.raw`\bas an? (?:former|ex-?|long-?time|recovering) ?[\w-]+(?: [\w-]+){0,2}, (?:i|we)\b`),
];

export const firstHandRules: readonly Rule[] = [...deeds, ...happenings];
