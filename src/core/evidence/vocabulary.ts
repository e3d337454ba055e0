import { rememberTexts } from '../once-per.ts';
import { normaliseEvidence } from './evidence.ts';

/** Splits a list of words written one after another. */
const listOf = (words: string): string[] => words.trim().split(/\s+/);

/** Words English needs to hold a sentence together; they say nothing about a product, and tell English from other languages. */
const englishFunctionWords: ReadonlySet<string> = new Set(
  listOf(`
    a about above after again against all also although always am an and another any anybody anyone anything are around as at away
    back be because been before behind being below beneath beside between both but by can cannot could did do does doing done down
    during each either else enough even ever every everybody everyone everything except few for from further had has have having he
    her here hers him his how however i if in inside instead into is it its itself just less like little many may me might more most
    much must my neither never no nobody none nor not nothing now of off often on once one only onto or other others otherwise our out
    outside over own per perhaps rather same shall she should since so some somebody someone something still such than that the their
    them then there therefore these they this those though through throughout thus till to together too toward towards under unless
    until up upon us very was we were what whatever when where whereas whether which while who whoever whom whose why will with within
    without would yet you your yours yourself
  `),
);

/** Words that fit any product: sharing one of them with a dossier makes no statement particular. */
const wornWords = listOf(`
  ability able actual actually add adopt advantage ai allow already alternative amazing answer anyway api app appeal application
  approach area aspect attractive aware balance bad beautiful become begin believe benefit best bet better big bit break bring broad
  build business buy buyer call capability capable care careful carefully case caveat certain challenge change choice choose claim
  clean clear clearly come common company compare compelling compete competition competitor complete complex con concern consider
  constraint convenience core cost cheap create critic critical customer day deal decide decision deep deliver demand depend depth design detail
  developer difference different difficult do drawback drive ease easily easy ecosystem edge effective efficient effort elegant enable
  end engineer engineering ensure enterprise entire essential excel excellent exciting expect experience explore extra face fact fail
  fair fall far fast feature feel fine find first fit flexible focus follow force form founder free friction friendly full
  fundamental future gain game gap general genuine genuinely get give go goal good great grow growth guarantee handle happen hard hear help
  high hold hope huge idea ideal impact important impress impressive improve include increase industry infrastructure innovative
  interest interesting issue job keep key kind know lack large last later lead learn leave let level likely limit limitation line
  living long look lose lot love low main major make maker manage market matter maturity mean meet mind minor modern moment month move
  need new next nice number obvious offer offering old ongoing open option order overall pain part particular people performance
  picture piece place plan platform play plenty point polish polished popular positive possible potential power powerful practical
  practice problem process product productivity professional progress project promise promising proper prove provide pro pros purpose
  put quality question quick quickly quite range reach reader ready real really reason recommend reduce relevant reliable rely remain
  require result review right risk rival run save scale second see seem sense serious serve service set ship short show side sign
  significant simple simply situation size skip small smart smooth software solid solution solve sort space speed stack standard start
  state stay step strategy strength strong struggle stuff success suit support sure system take talk task team tech technical
  technology tell term test thing think thought thoughtful three time today tomorrow tool top track trade tradeoff trend true trust try
  turn two typical ultimately understand unique use useful user valuable value verdict view vision wait want warrant watch way weak
  weakness week weigh well wide win wise wonder word work workflow world worry worth write wrong year
  january february march april june july august september october november december monday sunday
`);

/** Lower-case words and numbers of a text, in order. `file_id` and `x-header` are two words each; a number keeps its decimals and loses its thousands marks. */
export function plainWordsOf(text: string): string[] {
  const lower = normaliseEvidence(text).toLowerCase();
  const bare = lower.includes("'") ? lower.replaceAll(/'s\b/g, '').replaceAll("'", '') : lower;
  const plain = bare.includes(',') ? bare.replaceAll(/(?<=\d),(?=\d{3})/g, '') : bare;
  return plain.match(/\d+(?:\.\d+)*|[\p{L}\p{M}]+/gu) ?? [];
}

/** Lower-case words joined by single spaces: case, punctuation and typography do not hide a phrase. */
export const phraseOf = rememberTexts((text) => {
  const plain = normaliseEvidence(text).toLowerCase().replaceAll("'", '');
  return plain.match(/[\p{L}\p{M}\p{N}]+/gu)?.join(' ') ?? '';
});

/** Light English stemming: plurals, -ed and -ing meet their verb. Only good for comparing words with each other. */
export function stemOf(word: string): string {
  if (word.length < 4 || /^\d/.test(word)) return word;
  const singular = word.endsWith('s') ? singularOf(word) : word;
  const bare = /(?:ing|ed)$/.test(singular) ? singular.replace(/(?<=\p{L}{3})(?:ing|ed)$/u, '') : singular;
  const undoubled = bare.at(-1) === bare.at(-2) ? bare.replace(/([bdgklmnprt])\1$/, '$1') : bare;
  return undoubled.length > 3 && undoubled.endsWith('e') ? undoubled.slice(0, -1) : undoubled;
}

function singularOf(word: string): string {
  return word
    .replace(/ies$/, 'y')
    .replace(/(?<=ss|sh|ch|x|z)es$/, '')
    .replace(/(?<=[^su])s$/, '');
}

const saysNothing = new Set([...englishFunctionWords, ...wornWords].map(stemOf));

/** Stems of the words and numbers that say something about a subject: no function words, no worn words, no single letters and digits. */
export function contentStemsOf(text: string): Set<string> {
  const stems = plainWordsOf(text)
    .filter((word) => word.length > 1)
    .map(stemOf);
  return new Set(stems.filter((stem) => !saysNothing.has(stem)));
}

/** Whether a word or number of a text has one of these stems. */
export function holdsStem(text: string, stems: ReadonlySet<string>): boolean {
  return plainWordsOf(text).some((word) => word.length > 1 && stems.has(stemOf(word)));
}

/** Share of the words two sets hold together: 0 for nothing in common, 1 for the same words; two empty sets share nothing. */
export function overlapOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((word) => b.has(word)).length;
  const all = a.size + b.size - shared;
  return all === 0 ? 0 : shared / all;
}
