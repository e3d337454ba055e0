import { findAmounts, type PriceAmount } from './price-amount.ts';

/** How a price is charged. Open source counts as free entry. */
type PricingModel = 'free' | 'free-tier' | 'paid' | 'usage-based' | 'open-source' | 'unknown';

/** What a pricing text says, as typed values. `text` is null when nothing is known. */
export interface Pricing {
  text: string | null;
  model: PricingModel;
  /** Whether one can start without paying; null when the text does not tell. */
  entry: 'free' | 'paid' | null;
  amounts: PriceAmount[];
}

/** A few words between a denial and what it denies: `no longer offers a free`. */
const between = String.raw`(?:(?:a|an|any|the|its|longer|really|truly|completely|entirely|have|has|offers?|includes?|permanent|official|public|real|such thing as)\s+){0,4}`;
const offer = '(?:tier|plan|version|edition|option|level|account|trial|usage|entry)';

/** Uses of "free" that say the product is paid: nobody can start, and go on, without paying. Longer forms first. */
const freeOnlyInName: RegExp[] = [
  new RegExp(
    String.raw`\b(?:no|not|never|without|nothing|isn['’]?t|wasn['’]?t|lacks?|was|formerly|previously|used to be)\s+${between}free\b(?:[ -]${offer})?`,
    'g',
  ),
  new RegExp(
    String.raw`\bfree[ -]${offer}s?\s*(?::\s*(?:none|no)\b|(?:is|was|has been|are|were)?\s*(?:gone|removed|retired|discontinued|unavailable|not available|no longer|ended|coming))`,
    'g',
  ),
  /\bfree\s*:\s*no\b/g,
  // a trial ends
  /\bfree\b[^.;,/|]{0,30}\btrial\b|\btrial\b[^.;,/|]{0,20}\bfree\b|\btry (?:it |us )?(?:for )?free\b|\bfree to try\b/g,
  /\bfree for (?:a limited time|(?:the |your )?(?:first |one |two |three |six |\d+[ -])+(?:days?|weeks?|months?|years?))\b/g,
  /\b(?:first|one|two|three|six|\d+)[ -](?:\w+ )?(?:days?|weeks?|months?)\s+(?:(?:is|are|for)\s+)?free\b/g,
  /\bfree (?:days?|weeks?|months?)\b/g,
  /\bfree (?:(?:sign-?up|starting|welcome|bonus|promotional|api|initial)\s+)?credits?\b(?! (?:every|each|per|a) (?:day|month))/g,
  // free with something that is paid
  /\bfree (?:with|for|to) (?:(?!and\b|or\b)[\w-]+ ){0,2}(?:plus|pro|paid|premium|prime|subscriptions?|subscribers?|members?|memberships?|purchases?|customers)\b/g,
];

/** Uses of "free" that say nothing about the price: free of something, and things that come along. */
const freeOfOther: RegExp[] = [
  /\b(?!always|forever|totally|completely|entirely)[\w%]{1,30}-free\b(?![ -](?:tier|plan))/g,
  /\b(?:ads?|royalty|royalties|hassle|risk|interest|tax|duty|toll|commission|fee|gluten|carbon|hands)[ -]free\b/g,
  /\bfree of (?!charge\b)/g,
  /\bfree[ -](?:shipping|delivery|returns?|gifts?|e-?books?|demos?|consultations?|quotes?|support|updates?|upgrades?|onboarding|migrations?|setup|installation|webinars?|training|t-?shirts?|samples?|forms?|text|format|range|will|hand|time|space|speech|market|up(?! to\b))\b/g,
  /\bfeel free\b/g,
  /\$\s?0(?:\.00)?\s+(?:down|set-?up|upfront|up front|activation|commission|cancellation|platform|fees?)\b/g,
];

/** "Open source" said of something other than the product, or denied. */
const notOpenSource: RegExp[] = [
  /\b(?:no|not|never|isn['’]?t|no longer)\s+(?:an?\s+|fully\s+|truly\s+)?open[ -]?source\b/g,
  /\b(?:for|to|of|on|with|across|over|any|all|runs?|running|hosts?|hosting|hosted|most)\s+(?:\w+\s+)?open[ -]?source\b/g,
  /\bopen[ -]?source (?:projects?|maintainers?|developers?|contributors?|teams?|repositories|communit\w+|alternatives?|sdks?|clients?|cli|plugins?|connectors?|librar\w+)\b/g,
];

/** Denied payment says nothing about a price. */
const notPaid =
  /\b(?:no|without|never|not)\s+(?:a\s+|any\s+)?(?:(?:credit|debit) card|card|paid|paying|pay|subscriptions?|monthly|purchase|premium|hidden|seat|per-seat|trial)\b(?:\s+(?:fees?|plans?|required|needed|tier|costs?))*/g;

const openSource =
  /\bopen[ -]?sourced?\b|\bfoss\b|\b(?:mit|bsd|apache(?:[ -]2(?:\.0)?)?|[al]?gpl(?:[ -]?v?[23](?:\.0)?)?|mpl(?:[ -]2\.0)?)[ -](?:licen[cs]ed?)\b/;
const free = /\bfree\b|\bfreemium\b|\b(?:at )?no (?:cost|charge)\b|\bgratis\b|\bcomplimentary\b/;
const freeTier = new RegExp(
  String.raw`\bfree(?:mium\b|[ -](?:\w+ )?${offer}s?\b|[ -](?:monthly |daily )?credits?\b|[ -](?:quota|allowance|models?|requests?|calls?|tokens?)\b)|\bfree (?:up to|for up to|for the first)\b`,
);
const usage =
  /\bpay[ -]?(?:as[ -]you[ -]go|per|by)\b|\bpayg\b|\busage[ -]?based\b|\bmetered\b|\bconsumption[ -]?based\b|\bper[ -](?:(?:\d[\d,]*\w?|million|thousand|input|output|api)[ -])*(?:tokens?|requests?|calls?|images?|minutes?|seconds?|quer(?:y|ies)|gb|credits?|messages?|characters?)\b|\bbilled by (?:use|usage|the)\b/;
const paid =
  /\bpaid\b|\bsubscriptions?\b|\bsubscribers?\b|\bpurchases?\b|\bbuy\b|\bpremium\b|\btrials?\b|\bcontact (?:us|sales)\b|\bcustom (?:pricing|quotes?)\b|\bquotes?\b|\bquoted\b|\bper (?:seat|user|month|year)\b|\bmonthly\b|\byearly\b|\bannual(?:ly)?\b|\blifetime\b|\bone-(?:time|off)\b|\b(?:pro|plus|team|business|enterprise) plans?\b/;

/** Units that are counted by use rather than by time or head. */
const countedByUse =
  /token|call|request|query|queries|message|prompt|image|photo|video|page|document|GB|TB|MB|credit|task|run|character|word|generation|minute|second|hour|operation|transaction/;

/**
 * Reads a pricing text.
 *
 * First, uses of "free" and "open source" that open no door are put aside: denials (no free tier, not free), trials, free
 * shipping, ad-free, free with a paid plan, open source models served by a paid service. What is left decides, the first that holds:
 * 1. `open-source`: the product is open source (alone or beside paid plans); entry free.
 * 2. `free-tier`: free, and something else is charged for, or the text names a free tier; entry free.
 * 3. `free`: free, or an amount of 0, and nothing is charged for; entry free.
 * 4. `usage-based`: charged by use (pay-as-you-go, per token, an amount per call); entry paid.
 * 5. `paid`: an amount above 0, a subscription, a purchase, a price on request, a trial; entry paid.
 * 6. `unknown`: nothing of the kind, or no text; entry null.
 *
 * Never throws; the given text is kept as it is.
 */
export function parsePricing(text: string | null): Pricing {
  if (text === null || text.trim() === '') return { text: null, model: 'unknown', entry: null, amounts: [] };
  const amounts = findAmounts(text);
  const model = modelOf(text, amounts);
  return { text, model, entry: entryOf(model), amounts };
}

function modelOf(text: string, amounts: readonly PriceAmount[]): PricingModel {
  const said = text.toLowerCase();
  const onlyInName = without(said, freeOnlyInName);
  const opening = without(onlyInName, freeOfOther);
  if (openSource.test(without(said, notOpenSource))) return 'open-source';
  const charged = amounts.filter(({ value }) => value > 0);
  const byUse = usage.test(said) || charged.some(({ unit }) => unit !== null && countedByUse.test(unit));
  const forMoney = charged.length > 0 || onlyInName !== said || paid.test(without(said, [notPaid]));
  const zero = findAmounts(opening).some(({ value }) => value === 0);
  if (free.test(opening) || zero) return byUse || forMoney || freeTier.test(opening) ? 'free-tier' : 'free';
  if (byUse) return 'usage-based';
  return forMoney ? 'paid' : 'unknown';
}

function entryOf(model: PricingModel): Pricing['entry'] {
  if (model === 'unknown') return null;
  return model === 'paid' || model === 'usage-based' ? 'paid' : 'free';
}

function without(text: string, phrases: readonly RegExp[]): string {
  return phrases.reduce((rest, phrase) => rest.replaceAll(phrase, ' '), text);
}
