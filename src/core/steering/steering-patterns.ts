/** A way to speak to a reviewer or a model, or to pass for a part of the prompt. Read on folded text: lower case, no accents. */
export interface SteeringPattern {
  why: string;
  pattern: RegExp;
  /** How much of the source is spoilt: the sentence, the paragraph it begins, or everything up to the last such mark. */
  spoils: 'sentence' | 'paragraph' | 'onward';
}

/** Words between two others of one sentence. */
const gap = (most: number): string => String.raw`[^.!?\u2029]{0,${most}}?`;

/** Who is spoken to. */
const machine = String.raw`(?:(?:large )?language models?|llms?|chatbots?|(?:ai|a\.i\.|artificial intelligence|automated|machine|llm)(?:[ -](?!company\b|companies\b|team\b|startup\b)\w+){0,2}[ -]?(?:models?|systems?|assistants?|agents?|reviewers?|evaluators?|judges?|jurors?|readers?|bots?|graders?|summari[sz]ers?|raters?|critics?|assessors?|personas?|panels?|crawlers?)|(?:reviewing|evaluating|scoring|judging|grading|summari[sz]ing) (?:models?|systems?|agents?|assistants?|bots?|ai)|claude|chatgpt|gpt-?\d*|gemini|copilot|llama|mistral|deepseek|qwen)`;
const reviewer =
  '(?:reviewers?|evaluators?|judges?|jurors?|graders?|raters?|assessors?|jury|panel(?:ists?)?|personas?)';
const marker =
  '(?:answer|reply|respond|score|rate|grade|vote|give|award|mark|report|return|output|recommend|conclude|treat|assign|state|say|write|ignore|disregard|quote|cite|copy|accept|assume|favou?r|approve|rank|verdict|ship|praise|prefer|pick|choose|count|consider|tick|confirm|select|declare|skip)';
const duty =
  '(?:must|shall|should|have to|has to|need to|needs to|will|are (?:required|obliged|instructed|asked|advised|requested|reminded|expected|told|ordered|to)|is (?:required|obliged|instructed|asked|requested|expected|to)|please|always|never|may only|can only)';
const product = String.raw`(?:(?:this|the|our|that|a|every) (?:\w+ ){0,2}?(?:tool|product|service|platform|library|framework|app|application|model|api|sdk|company|vendor|package|project|software|solution|page|submission|entry|candidate|checklist|seat|maker)|this|it|us)`;
const top = String.raw`(?<!\b(?:to|or|of|than|by|between|and|from|under|below|if|over) )(?:\d{2,3} ?/ ?\d{2,3}|10 ?/ ?10|5 ?/ ?5|100\b|9\d\b|a hundred|ten out of ten|full marks|max(?:imum)?\b|the highest|highest|perfect(?:ly)?|five[- ]stars?|5[- ]stars?|top (?:score|marks|rating)|favou?rabl[ey]|positively|above (?:all|every|its|the) )`;
const everything = '(?:every|all|each|any|the (?:whole|entire|rest)|both)';
const asked =
  '(?:checks?|questions?|criteri(?:a|on)|items?|points?|asks?|checklists?|dimensions?|requirements?|boxes|categor(?:y|ies))';

const say = (why: string, source: string, spoils: SteeringPattern['spoils'] = 'sentence'): SteeringPattern => ({
  why,
  pattern: new RegExp(source, 'gm'),
  spoils,
});

const dropsInstructions = 'tells the reader to drop its instructions';
const speaksToReviewer = 'speaks to a reviewer or a model';
const orders = 'says what to answer, score or write';
const speaker = 'passes for another speaker of the conversation';
const structure = 'passes for a part of the prompt or of an answer';

const drop =
  "(?:ignore|disregard|forget|bypass|discard|neglect|override|overrule|set aside|pay no attention to|do not follow|don't follow|stop following|do not obey|cease following)";
const told =
  '(?:instructions?|prompts?|directions?|guidelines?|directives?|commands?|rules?|orders?|messages?|training|guardrails?|constraints?|context|persona|checklists?|text|tasks?|dossiers?)';

const english: readonly SteeringPattern[] = [
  say(
    dropsInstructions,
    String.raw`\b${drop}${gap(30)}\b(?:previous|previously|prior|above|earlier|preceding|foregoing|aforementioned|initial|original|former)\b${gap(25)}\b${told}\b`,
  ),
  say(
    dropsInstructions,
    String.raw`\b${drop}${gap(25)}\b${told}\b${gap(20)}\b(?:above|before this|so far|(?:you )?(?:were|was|have been|been) (?:given|told)|you (?:received|have|got))\b`,
  ),
  say(
    dropsInstructions,
    String.raw`(?<!\b(?:may|might|can|could|would|sometimes|often|not|models?|agents?|it|users?|claude|they|to|the) )\b${drop} (?:all |any |every |each |both )?(?:of )?(?:your|the (?:system|panel's?|reviewer's?|developer's?|user's?|persona's?)) (?:\w+ ){0,2}?(?:instructions?|guidelines?|prompts?|programming|training|persona|guardrails?|restrictions?|safety|checklist|rules|role)\b`,
  ),
  say(
    dropsInstructions,
    String.raw`\b${drop}${gap(15)}\b(?:instructions?|guidelines?|rules?|prompts?|checklist) (?:of|from|by|given by|set by) (?:your|the) (?:panel|editors?|system|developers?|operators?|user|reviewers?|prompt)\b`,
  ),
  say(
    dropsInstructions,
    String.raw`\b(?:ignore|disregard|forget) (?:all|any|every|everything|anything|whatever)\b${gap(20)}\b(?:instructions?|directives?|prompts?|guidelines?|(?:you|was|were|been) (?:told|said|taught)|(?:above|before this)\b|you (?:were|have|know))`,
  ),
  say(
    dropsInstructions,
    String.raw`\b(?:(?:instructions?|rules|prompts?|guidelines|checklist) (?:above|before|so far|you (?:were|have been) given)|your (?:previous|prior|earlier|former|original|other|old) (?:instructions?|rules|prompts?|guidelines|checklist|orders|task))\b${gap(20)}\b(?:no longer|do not|don't|are (?:void|cancell?ed|obsolete|superseded|revoked|replaced|outdated)|are now)\b`,
  ),
  say(
    dropsInstructions,
    String.raw`\b(?:new|updated|revised|real|actual|true|hidden|secret|override|final) (?:system )?(?:instructions?|directives?|prompt|task|orders)(?: (?:for you|for the (?:panel|reviewers?|model)|follow|are|is|begin|start))?\s*:(?!\s*(?:see|how|for|read|in|https?|the|run|install|check)\b)`,
  ),
  say(
    dropsInstructions,
    String.raw`\b(?:supersedes?|overrides?|replaces?|takes? precedence over|outranks?) (?:all |any |the |your |every )*(?:previous|prior|earlier|above|system|other|existing|panel|reviewer)\b${gap(15)}\b(?:instructions?|prompts?|rules?|guidelines?|directives?)`,
  ),
  say(
    dropsInstructions,
    String.raw`\b(?:system|developer) (?:prompt|message|instructions?) (?:override|update|ends?\b|follows)|\b(?:jailbreak|dan|god|developer|debug|maintenance|sudo|admin) mode (?:is )?(?:enabled|activated|on\b|engaged)|\byou are (?:now|no longer) (?:an? |the |in |bound |restricted |acting |my |our )+?(?:${machine}|${reviewer}|dan\b|unrestricted|jailbroken|by\b|to\b|advocate|promoter|fan\b|sales|marketing|developer mode|debug mode|helpful|friendly|different|new role|supporter|ambassador)`,
  ),
  say(
    dropsInstructions,
    '(?:ignore|disregard|forget)(?:all|any)?(?:the|your|of)?(?:previous|prior|above|earlier)(?:instructions?|prompts?|rules)',
  ),
  say(
    speaksToReviewer,
    String.raw`\b(?:notes?|message|memo|attention|notice|instructions?|reminder|directive|request|word|guidance|hint|important|warning)\b,? (?:to|for|:) ?(?:all |any |the |every |our )?${machine}\b(?:${gap(40)}[:,;-]|[^.!?\u2029]{0,80}\b(?:${duty}|${marker})\b)`,
  ),
  say(
    speaksToReviewer,
    String.raw`\b(?:notes?|message|memo|attention|notice|reminder|directive|request|hint) (?:to|for) (?:all |any |the |every |our |whoever is |ai )*${reviewer}\b`,
  ),
  say(
    speaksToReviewer,
    String.raw`\b(?:dear|attention|hey|hello|hi|listen),? (?:all |any |the |ai )*(?:${machine}|${reviewer})\b\s*[,:!.-]`,
  ),
  say(
    speaksToReviewer,
    String.raw`\bif (?:you are|you're|you happen to be|this is being (?:read|processed|evaluated|reviewed) by|read by|a)\s(?:an? |the )?(?:${machine}|(?:ai|llm)\b|${reviewer} (?:of|reading|scoring|for|who|evaluating|processing|judging)|persona|juror)(?!['\w-])`,
  ),
  say(
    speaksToReviewer,
    String.raw`\b(?:as|being) (?:an? |the |our )?(?:\w+ )?(?:${machine}|ai|llm|${reviewer}|critic|skeptic)\b${gap(25)}\byou (?:must|shall|are (?:required|obliged|instructed|expected|asked)|may only|can only|are not allowed)\b`,
  ),
  say(
    speaksToReviewer,
    String.raw`\b(?:as|being) (?:an? |the |our )?(?:\w+ )?(?:${machine}|ai|llm|${reviewer}|critic|skeptic|builder|founder|futurist)\b${gap(25)}\b(?:you ${duty}|your (?:duty|job|task|role) is)${gap(40)}\b(?:${marker})\b`,
  ),
  say(
    speaksToReviewer,
    String.raw`\b(?:all |any |every |each |the |this )?(?:${machine}|(?:ai )?${reviewer})\b${gap(40)}\b${duty} (?:\w+ly )?(?:now )?(?:be |not )?(?:to )?(?:${marker})\b(?!d)${gap(40)}\b(?:yes|ship|scores?|rating|this|100|positive(?:ly)?|full|perfect|highest|favou?rabl[ey]|winner|verdict|checks?|criteria|(?:only )?good|best)\b`,
  ),
  say(
    speaksToReviewer,
    String.raw`(?:^|[.!?] )[ \t]*(?:to|for) (?:the |any |all |every |whichever |our )?(?:ai )*(?:${machine}|${reviewer})(?: \w+){0,4} ?[:,]|\b(?:hidden|secret|confidential) (?:note|message|instructions?) (?:for|to)\b`,
  ),
  say(
    speaksToReviewer,
    String.raw`\bi am (?:the|your) (?:editor|developer|operator|administrator|creator|supervisor|user)\b|\b(?:message|order|word|request|instructions?|note) from (?:the|your) (?:editor|developer|operator|administrator|panel|system|user)s?\b|\bapproved by (?:the|your) (?:editor|panel|jury)s?\b|\bthe (?:panel|jury|other (?:jurors|reviewers|judges)) (?:has|have) (?:already )?(?:agreed|decided|voted|approved|concluded)\b`,
  ),
  say(
    speaksToReviewer,
    String.raw`\b(?:reveal|repeat|leak|disclose|print|output) your (?:system )?(?:prompt|instructions?)\b|\b(?:act|behave|speak|respond|write|roleplay) as (?:an? |if you (?:were|are) (?:an? )?)(?:\w+ )?(?:supporter|advocate|fan|promoter|salesperson|marketer|ambassador|enthusiast|satisfied|happy|customer|unrestricted)\b|\bpretend (?:that )?(?:you|to) have (?:tested|used|verified|read|seen|tried|checked)\b|\byou have (?:already )?(?:verified|tested|checked|confirmed|approved) (?:all|every|each|these)\b`,
  ),
  say(
    speaksToReviewer,
    String.raw`\b(?:${machine}|${reviewer})\b${gap(40)}\b(?:answer|scor|vot|rat|say)(?:s|e|es|ed|ing)? (?:it )?(?:with )?["']?(?:no|skip|below|under|less than)\b|\b(?:answering|voting|saying) ["']?(?:no|skip|unknown)["']? (?:to|on|for|is|would|will|means)\b`,
  ),
  say(
    speaksToReviewer,
    String.raw`\bfrom (?:now|here|this point) on(?:wards?)?,? (?:you (?:must |will |shall |should |only |always |are to )*|always |only |please )*(?:respond|answer|reply|act|behave|praise|score|rate|obey|speak|you are (?:an?|the|my)\b)`,
  ),
  say(
    speaksToReviewer,
    String.raw`\b(?:anyone|anybody|whoever|everyone|those|any person)(?: who)?(?: is| are)? (?:scor|rat|review|judg|evaluat|grad|assess)(?:es|ing|e|s)\b${gap(40)}\b(?:${duty}|${marker})\b`,
  ),
  say(speaksToReviewer, String.raw`\b(?:you, the|you are the|hello,? dear) (?:\w+ )?(?:${machine}|${reviewer})\b`),
  say(
    speaksToReviewer,
    String.raw`\b(?:when|while|before|after|whenever|if)(?: you are| you're| you)? (?:review|evaluat|scor|judg|rat|grad|assess|summari[sz]|compar)(?:e|es|ing) (?:${product}|[a-z]+)\b${gap(30)}\b(?:you |always |please |must |should )*(?:answer|score|rate|give|mark|award|say|state|report|never mention|do not mention|don't mention|omit|quote|treat|conclude|recommend|prefer|favou?r|output|respond|reply)\b`,
  ),
  say(
    speaksToReviewer,
    String.raw`\b(?:your|the) (?:review|verdict|score|rating|evaluation|assessment|opinion|judge?ment|gut ?score)\b (?:of (?:this|it|the \w+) )?(?:must|shall|has to|should|needs to|will|is (?:to|required to|expected to))\b${gap(40)}\b(?:be|say|read|recommend|give|reflect|contain|state|equal|exceed|conclude|praise)\b`,
  ),
  say(
    speaksToReviewer,
    String.raw`\byour (?:response|reply|answers?|output)\b (?:must|shall|should|has to|will|is (?:to|now))${gap(40)}\b(?:yes|ship|100|positive|favou?rable|recommend\w*|praise|nothing but|this exact)\b`,
  ),
  say(
    speaksToReviewer,
    String.raw`\byour (?:new |only |real |true |actual )?(?:task|role|job|goal|purpose|duty|mission) is (?:now )?(?:only )?to (?:praise|recommend|approve|score|rate|promote|convince|favou?r|endorse|write (?:an? )?(?:positive|glowing|favou?rable)|give|answer (?:yes|every|all)|advertise|award)\b`,
  ),
  say(
    orders,
    String.raw`\b(?:answer|respond|reply|vote|mark|tick|put|choose|select|output|say|write|return|give)${gap(20)}\b(?:yes|positive(?:ly)?|affirmative(?:ly)?|true|pass(?:ed)?)\b${gap(25)}\b${everything}\b${gap(20)}\b${asked}\b`,
  ),
  say(
    orders,
    String.raw`\b(?:answer|mark|tick|score|rate|judge|count|treat|set|vote|grade)\b${gap(10)}\b${everything}\b${gap(20)}\b${asked}\b${gap(20)}\b(?:as |with |to |: ?)?["']?(?:yes|positive(?:ly)?|affirmative(?:ly)?|passed|satisfied|met|true|100|full|in (?:our|its|the (?:tool|product)'s) favou?r)\b`,
  ),
  say(
    orders,
    String.raw`\b${everything}\b (?:of )?(?:the |these |your )?(?:\w+ )?${asked} (?:here )?(?:must|should|shall|are to|is to|has to|have to|can|may|will)(?: all)?(?: safely)? be (?:answered|marked|scored|rated|counted|treated|considered|read|set|voted)\b${gap(20)}\b(?:yes|positive\w*|satisfied|met|passed|true|100|affirmative)`,
  ),
  say(
    orders,
    String.raw`\bthe (?:only |correct |right |expected |proper |appropriate |true |valid |agreed |honest |fair |acceptable )+(?:answer|verdict|score|rating|response|recommendation|conclusion|outcome)s?\b${gap(40)}(?:\bis\b|\bare\b|=|:|\bmust be\b)${gap(12)}["']?\b(?:yes|ship|100|10/10|positive|five stars|full marks)\b`,
  ),
  say(
    orders,
    String.raw`(?<!\b(?:i|we|i'd|we'd|they|users|customers|developers|would|analysts|who|and|people|engineers|readers|could|to|can) )\b(?:score|rate|rank|grade|mark|evaluate|assess|judge) (?:${product}(?: \w+){0,3}?|(?!(?:is|was|are|of|by|to|from|equals?|and|or|in|for|below|over|up|between|each|every|gets?|reach(?:es|ed)?)\b)[a-z]+)(?: (?:at|as|with|a|an|no less than|at least|the|only|very|highly|above)){0,3},? ?${top}`,
  ),
  say(
    orders,
    String.raw`\b(?:give|award|assign|grant|allot)\b${gap(35)}\b(?:scores?|rating|grade|marks?|points?|stars?|gut ?score)\b${gap(12)}(?:of |at |: |as )?(?:\b(?:100|10 ?/ ?10|10 out of 10|max(?:imum)?|perfect|full|highest)\b)`,
  ),
  say(
    orders,
    String.raw`\b(?:give|award|assign|grant|allot)\b${gap(30)}\b(?:100|10 ?/ ?10|full|maximum|perfect|highest|top|best possible|five[- ]star|5[- ]star)${gap(12)}\b(?:scores?|marks?|rating|points|grade|stars?|review)\b`,
  ),
  say(
    orders,
    String.raw`\b(?:say|answer|respond|reply)\b${gap(8)}\byes\b${gap(12)}\b(?:everything|throughout|whenever|in every case|regardless|no matter)\b|\byou (?:must|should|shall|will|have to) (?:always )?(?:answer|say|vote|respond|reply) (?:with )?["']?(?:yes|ship)\b|\b(?:in case of doubt|when(?:ever)? (?:you are |you're )?(?:in doubt|unsure|uncertain)|if (?:you are |you're )?(?:in doubt|unsure|uncertain))\b${gap(15)}\b(?:yes|ship|pass)\b`,
  ),
  say(
    orders,
    String.raw`\b(?:change|set|raise|adjust|fix|keep|put|lift|bring) (?:the |your |its |this )(?:score|verdict|rating|answers?|grade) (?:to|at|above)\b|\b(?:scores?|gets?|earns?|deserves?|merits?|receives?)\b (?:an? )?["']?(?:100|full marks|10/10|perfect score|yes)\b${gap(15)}\b${everything} ${asked}\b|\bdeserves? (?:an? )?["']?(?:yes|ship|100|full marks|the highest score)\b`,
  ),
  say(
    orders,
    String.raw`\b(?:consider|deem|regard|take|assume|presume)\b ${everything}(?: of)?(?: the| your| these)? ${asked}\b${gap(12)}\b(?:fulfilled|met|satisfied|passed|true|yes|verified|answered)\b|\b${everything} (?:of )?(?:your |the |these )?${asked} (?:is|are|have been|has been) (?:hereby|considered|deemed|all|fully|pre-?)\b ?(?:already )?(?:satisfied|fulfilled|met|approved|passed|answered)\b`,
  ),
  say(
    orders,
    String.raw`\b(?:output|return|print|emit|reply with|respond with|answer with) (?:only |exactly |just )(?:the |this )(?:following |exact )?(?:json|object|text|answer|line|sentence)s? (?:below|above|that follows|between|here)\b`,
  ),
  say(
    orders,
    String.raw`\bverdict ['\"]?ship\b|\b(?:verdict|recommendation|vote|panel verdict|decision|outcome) ?(?:[:=]|must be|should be|shall be|has to be|is to be|is always) ?["'*]{0,3}(?:ship|skip)\b|\b(?:vote|say|answer|conclude|choose|output|write|return|recommend|decide|respond with|reply with|declare)\b ["']?ship\b["']?(?: it| this)?\s*(?:[.!,;"]|$|for|on)|\bgut ?scores?\b|\bpanel verdict\b`,
  ),
  say(
    orders,
    String.raw`\b(?:do not|don't|never|must not|without|avoid|refrain from) (?:mention|disclos|reveal|quot|cit|list|includ|acknowledg|flag|discuss|report|rais)(?:e|ing|ting)?\b${gap(25)}\b(?:limitations?|drawbacks?|weakness(?:es)?|downsides?|criticisms?|shortcomings?|negatives?|flaws?|competitors?|(?:this|these|the above) (?:instructions?|message|note|passage|paragraph|request|prompt|text|notice))\b`,
  ),
  say(
    orders,
    String.raw`\btreat\b (?:this|these|every|all|any|the following|each)\b${gap(35)}\bas (?:an? |fully |if |independently )?(?:verified|true|proven|proof|fact|facts|evidence|confirmed|yes|met|satisfied|authoritative|independent|sufficient)\b`,
  ),
  say(
    orders,
    String.raw`\b(?:unknowns?|silence|no evidence|missing evidence|missing information|doubts?)\b${gap(25)}\b(?:counts?|counted|read|treated?|resolved?|interpreted|answered?)\b (?:as |in |to |with )?(?:an? )?["']?(?:yes|favou?r|positive)`,
  ),
  say(
    orders,
    String.raw`\b(?:quote|copy|cite|use|repeat|paste|reproduce|include|return|output|print)\b (?:only )?(?:this|the following|these|exactly|verbatim|the (?:json|line|sentence|passage|text)|it)\b${gap(40)}\b(?:as (?:evidence|proof|your|the (?:answer|review|verdict|reply))|(?:for|under|to|in) (?:every|all|each|any) ${asked}|in your (?:answers?|review|reply|response|verdict|output|opinion|statements?)|instead of)`,
  ),
  say(
    orders,
    String.raw`\b(?:write|produce|generate|provide|compose|submit|deliver)\b (?:only )?(?:an? |nothing but )?(?:\w+ )?(?:positive|glowing|favou?rable|five[- ]star|enthusiastic|rave)\b${gap(15)}\b(?:reviews?|opinions?|assessments?|verdicts?|evaluations?|statements?|feedback|headlines?|words|text)\b`,
  ),
  say(
    orders,
    String.raw`\b(?:declare|crown|name|make|pick|announce)\b (?:this|us|it|our (?:tool|product)|[a-z]+)(?: as)? the (?:clear |overall |only )?winner\b|\b(?:(?:prefer|choose|pick|favou?r|recommend|rank)\b ${product}|(?:must|should|shall|always|please) (?:prefer|choose|pick|favou?r|recommend|rank)\b (?:${product}|[a-z]+)) (?:over|above|before|instead of|ahead of) (?:all|any|every|the|its|other)\b ?(?:others?|competitors?|rivals?|alternatives?|tools?|products?)`,
  ),
  say('text that readers could not see was taken out here', String.raw`\[hidden text was removed from this source:`),
];

const disguises: readonly SteeringPattern[] = [
  say(
    speaker,
    String.raw`\[/?inst\]|<</?sys>>|<\|(?:im_start|im_end|im_sep|system|user|assistant|endoftext|eot_id|begin_of_text|start_header_id|end_header_id|end|channel|message|start)\|>|<(?:start|end)_of_turn>|</?(?:system|system[-_ ]?prompt|system-reminder|assistant|admin|developer|reviewer|persona|untrusted|dossier|instructions?)(?:\s[^<>\n]{0,80})?>`,
    'paragraph',
  ),
  say(
    speaker,
    String.raw`^[ \t>*#_\[("'-]{0,8}(?:system|assistant|developer|human|user|model|claude|ai|panel|reviewer|editor|admin(?:istrator)?|operator)(?: (?:message|prompt|note|notice|override|update|instructions?|turn))?[\])*_"']{0,4} ?[:>][ *_]{0,4}(?=[^\n\u2029]{0,200}(?:\byour?\b|\bignore\b|\banswer\b|\bscore\b|\bverdict\b|\bship\b|\byes\b|\binstructions?\b|\brules?\b|\bchecks?\b|\breviews?\b|\brespond\b|\breply\b|\bi (?:have|will|am|confirm|find|judge|agree)\b|\bsure\b|\boverride\b|\bapproved?\b|\{|\brate\b|\bhighest\b))`,
    'paragraph',
  ),
  say(speaker, String.raw`^[ \t]*#{1,4} ?(?:instruction|response|system|human|assistant|user)s?[ \t]*:`, 'paragraph'),
  say(structure, String.raw`^[^\n\u2029]{0,6}[=\-~*_#]{2,} ?\[?s\d{1,3}\]? (?:begin|end|start|stop)s?\b`, 'onward'),
  say(
    structure,
    String.raw`^[ \t]*[=\-~*_#<>]{2,} ?(?:begin|end|start)(?:ning)?(?: of)?(?: the)? (?:sources?|system|dossier|prompt|instructions?|documents?|context|untrusted|data|evidence|facts|tool|input|panel)\b`,
    'onward',
  ),
  say(
    structure,
    String.raw`\bend of (?:the |this |all )?(?:sources?|dossier|untrusted (?:data|text|content|source)|system prompt|evidence section|source text)\b`,
    'sentence',
  ),
  say(
    structure,
    String.raw`^[ \t]*#{1,3} (?:answering checks|dossier as of|who you are|your points|your checks|your prose)\b`,
    'paragraph',
  ),
  say(
    structure,
    String.raw`["'\\]{1,2}answer["'\\]{1,2} ?: ?["'\\]{1,2}(?:yes|no|unknown)\b|["'\\]{1,2}gutscore["'\\]{1,2} ?:|["'\\]{1,2}verdict["'\\]{1,2} ?: ?["'\\]{1,2}(?:ship|skip|yes|pass)|["'\\]{1,2}because["'\\]{1,2} ?:${gap(80)}["'\\]{1,2}quotes["'\\]{1,2} ?:`,
    'paragraph',
  ),
];

/** “Ignore what you were told” and “answer yes to everything” in other languages, accents folded away. */
const foreign: readonly SteeringPattern[] = [
  ...[
    String.raw`\b(?:ignorier(?:e|en sie|t)?|vergiss|vergesst|vergessen sie|missachten?(?: sie)?|beachten?(?: sie)? (?:nicht|keine)|uberge(?:he|hen sie))\b${gap(30)}\b(?:vorherig|bisherig|vorig|obig|fruher|vorangegangen|vorhergehend|all|jeglich|samtlich|dein|ihr)\w*\b${gap(25)}\b(?:anweisung|instruktion|regel|befehl|vorgabe|aufforderung|hinweis|anleitung)`,
    String.raw`\b(?:ignore[rz]?|oublie[rz]?|neglige[rz]?|ne (?:tenez|tiens) (?:pas|aucun) compte|faites abstraction|ne suive?z pas)\b${gap(30)}\b(?:instructions?|consignes?|directives?|regles?|ordres?)\b${gap(25)}\b(?:precedent|anterieur|ci-dessus|recue?s|donnee?s|initial)`,
    String.raw`\b(?:ignore[rz]?|oublie[rz]?)\b (?:toutes|tes|vos)\b${gap(20)}\b(?:instructions?|consignes?|directives?|regles?)\b`,
    String.raw`\b(?:ignora|ignore|ignorad|ignoren|olvida|olvide|olviden|omite|omita|descarta|descarte|haz caso omiso|haga caso omiso|no hagas caso|no sigas)\b${gap(30)}\b(?:instrucciones|indicaciones|reglas|ordenes|directrices|normas)\b`,
    String.raw`\b(?:ignora|ignori|ignorate|dimentica|dimenticate)\b${gap(30)}\b(?:istruzioni|regole|direttive|indicazioni)\b`,
    String.raw`\b(?:ignore|ignora|esqueca|desconsidere|desconsidera)\b${gap(30)}\b(?:instrucoes|regras|diretrizes|orientacoes)\b`,
    String.raw`\b(?:negeer|vergeet)\b${gap(30)}\b(?:instructies?|aanwijzingen|regels|opdrachten)\b`,
    String.raw`\b(?:zignoruj|ignoruj|zapomnij)\b${gap(30)}\b(?:instrukcj|polecen|zasad|wskazow)`,
    String.raw`(?:игнорируй|проигнорируй|забудь|не обращай|не следуй)\p{L}*${gap(30)}(?:инструкц|указан|правил|команд)`,
    String.raw`(?:忽略|无视|無視|忽视|忽視|忘记|忘記|不要理会|不要理會|不要遵循|不要遵守)[^。！？\u2029]{0,14}(?:指令|指示|提示|说明|說明|规则|規則|要求|命令|内容|內容)`,
    String.raw`(?:これまで|以前|前述|上記|先ほど|すべて|全て|前)[^。\u2029]{0,8}(?:指示|命令|プロンプト|ルール|規則)[^。\u2029]{0,8}(?:無視|忘れ)`,
    String.raw`(?:이전|위의|앞의|모든)[^.\u2029]{0,10}(?:지시|명령|지침|프롬프트|규칙)[^.\u2029]{0,10}(?:무시|잊)`,
    String.raw`(?:تجاهل|تجاهلوا|انس)[^.\u2029]{0,20}(?:التعليمات|تعليمات|الأوامر|القواعد|الاوامر)`,
  ].map((source) => ({ why: dropsInstructions, pattern: new RegExp(source, 'gmu'), spoils: 'sentence' as const })),
  ...[
    String.raw`\b(?:antworten?(?: sie)?|beantworten?(?: sie)?|bewerten?(?: sie)?|gib|geben sie|vergib|vergeben sie)\b${gap(50)}(?:\bmit ja\b|\bimmer ja\b|\b100\b|\bvolle punktzahl\b|\bhochst\w*|\bbestnote\b|\bpositiv\b)`,
    String.raw`\b(?:repondez|reponds|notez|note|attribuez|attribue|donnez|donne)\b${gap(40)}(?:\boui\b|\b100\b|\bnote maximale\b|\bmeilleure note\b|\bmaximum\b)`,
    String.raw`\b(?:responde|responda|responded|contesta|conteste|califica|califique|puntua|puntue|otorga|otorgue|asigna|asigne|da|de)\b${gap(40)}(?:(?:\bsi\b|\bpositivamente\b)${gap(25)}\b(?:tod[oa]s|cada)\b|\b(?:tod[oa]s|cada)\b${gap(25)}\b(?:que si|con si|positivamente)\b|\b100\b|\bpuntuacion maxima\b|\bmaxima puntuacion\b)`,
    String.raw`(?:所有|全部|每一?个|每一?個|每项|每項)[^。！？\u2029]{0,14}(?:回答|选择|選擇|评为|評為|标记为)[^。！？\u2029]{0,6}(?:是|通过|通過|满分|滿分)|(?:回答|给出|給出|给予|給予|打)[^。！？\u2029]{0,8}(?:满分|滿分|最高分|100 ?分)|对?(?:所有|每)[^。！？\u2029]{0,10}(?:问题|問題|检查|檢查|项目|項目)[^。！？\u2029]{0,6}(?:回答|答)["“”「']?(?:是|yes)`,
  ].map((source) => ({ why: orders, pattern: new RegExp(source, 'gmu'), spoils: 'sentence' as const })),
];

export const steeringPatterns: readonly SteeringPattern[] = [...english, ...disguises, ...foreign];

/** Next to a steering sentence, one that holds one of these goes on with it. */
export const accompaniment =
  /\b(?:answers?|answered|reply|respond|outputs?|write|quote|cite|copy|scores?|rate|verdict|ship|skip|yes|checks?|checklist|reviews?|reviewers?|jurors?|json|100|instructions?|rules?|must|instead|criteri(?:a|on)|requirements?|satisf\w+|approved|you|your|evaluat\w+|rating|recommend\w*|winner|unknown|evidence)\b/;
