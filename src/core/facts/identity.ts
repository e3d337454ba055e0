import { type AddressRelation, type Place, placesAt, relatePlaces } from './address.ts';
import { type NameRelation, relateNames } from './name-relation.ts';
import { gluedName, type PlainName, plainName } from './plain-name.ts';
import { relateWords, type TextRelation, tellingWordsOf } from './text-relation.ts';

/** What is known of a product when its identity is asked for. */
export interface Named {
  name: string;
  aliases?: readonly string[];
  /** Its addresses: its own page, and any other it is known under. */
  urls?: readonly string[];
  maker?: string | null;
  /** Tagline, description, jobs: whatever says what it does. */
  text?: string;
}

/** Whether two are one product; `unsure` is for a person to decide. */
export interface Sameness {
  same: 'yes' | 'no' | 'unsure';
  /** The reason, as half a sentence. */
  because: string;
}

/** A product made ready to be compared with many. */
export interface Identified {
  names: readonly [PlainName, ...PlainName[]];
  /** Makers as stated, in one word each. */
  stated: readonly string[];
  /** Those, and who owns its pages: the name of a domain, or of a repository’s owner. */
  makers: readonly string[];
  /** Where its addresses lead. */
  places: readonly Place[];
  /** Whether one of its addresses is its own, not only a launch or a directory page. */
  hasPlace: boolean;
  /** Telling words of what is said of it, see tellingWordsOf. */
  words: ReadonlySet<string>;
  /** A model’s generation and size are part of what it is; of other software the version is not. */
  isModel: boolean;
}

const modelName = /^(?:\d+(?:\.\d+)?(?:x\d+(?:\.\d+)?)?[bm]|instruct|gguf)$/;
const modelText =
  /\bopen[- ]weights?\b|\b\d+(?:\.\d+)?[bm][- ]parameters?\b|\b(?:language|reasoning|coding|embedding|multimodal|diffusion|speech|vision) model\b/i;

/** Takes the names apart once. */
export function identify({ name, aliases = [], urls = [], maker = null, text = '' }: Named): Identified {
  const names: [PlainName, ...PlainName[]] = [
    plainName(name, maker),
    ...aliases.map((alias) => plainName(alias, maker)),
  ];
  const stated = [maker === null ? null : gluedName(maker), ...names.map((plain) => plain.maker)].filter(
    (word) => word !== null,
  );
  const places = placesAt(urls);
  return {
    names,
    stated,
    makers: [...new Set([...stated, ...places.flatMap(ownerOf)])],
    places,
    hasPlace: places.some(({ kind }) => kind !== 'listing' && kind !== 'talk'),
    words: tellingWordsOf(text),
    isModel: names[0].core.some((word) => modelName.test(word)) || modelText.test(text),
  };
}

function ownerOf(place: Place): string[] {
  if (place.kind === 'site') return [gluedName(place.label)];
  return place.kind === 'repository' && place.specific ? [gluedName(place.address.split('/').at(-2) ?? '')] : [];
}

/** Whether two are one product; see compareIdentified. */
export function compareProducts(a: Named, b: Named): Sameness {
  return compareIdentified(identify(a), identify(b));
}

/**
 * The rule, case by case, from the relation of the names and the first of these that speaks: address, maker, text.
 * One name: the same, unless something holds them apart. One name in two editions: the same only at one address or in one
 * version. Another name: another product, unless the address says otherwise, and then a person decides.
 */
export function compareIdentified(a: Identified, b: Identified): Sameness {
  const evidence = weigh(a, b);
  const generation = contradictingGeneration(a, b, evidence.names);
  if (generation !== null) return generation;
  switch (evidence.names) {
    case 'same':
      return judgeSame(evidence);
    case 'edition':
      return judgeEdition(evidence);
    case 'misspelt':
      return judgeMisspelt(evidence);
    case 'prefixed':
    case 'longer':
    case 'overlapping':
      return judgeSimilar(evidence);
    case 'apart':
      return evidence.address === 'page'
        ? unsure('two names for one address')
        : no('the names have little or nothing in common');
  }
}

interface Evidence {
  names: NameRelation;
  address: AddressRelation;
  makers: 'same' | 'apart' | 'silent';
  /** Only where it is asked for: to compare texts takes longer than all the rest, and most pairs are told apart before. */
  text: () => TextRelation;
  /** Both have places of their own, so a silent address is a gap and not an absence. */
  placed: boolean;
  sameVersion: boolean;
  /** Each states a version, and not the same. */
  versionsDiffer: boolean;
  /** Each comes in a form the other does not: an SDK and a CLI. */
  formsDiffer: boolean;
}

function weigh(a: Identified, b: Identified): Evidence {
  const [own, other] = [a.names[0], b.names[0]];
  return {
    names: relateNames(a, b),
    address: relatePlaces(a.places, b.places),
    makers: relateMakers(a, b),
    text: () =>
      relateWords(
        a.words,
        b.words,
        [...a.names, ...b.names].flatMap(({ core }) => core),
      ),
    placed: a.hasPlace && b.hasPlace,
    sameVersion: own.version !== null && own.version === other.version,
    versionsDiffer: own.version !== null && other.version !== null && own.version !== other.version,
    formsDiffer: own.forms.length > 0 && other.forms.length > 0 && own.forms.join() !== other.forms.join(),
  };
}

/** Of two owners of pages alone nothing follows that the addresses do not say. Apart only as stated: a repository’s owner is often spelled otherwise than its company. `Acme` and `Acme Labs` are one. */
function relateMakers(a: Identified, b: Identified): Evidence['makers'] {
  const isStated = (maker: string) => a.stated.includes(maker) || b.stated.includes(maker);
  if (a.makers.some((maker) => b.makers.includes(maker) && isStated(maker))) return 'same';
  if (a.stated.length === 0 || b.stated.length === 0) return 'silent';
  const alike = a.stated.some((maker) => b.stated.some((other) => maker.startsWith(other) || other.startsWith(maker)));
  return alike ? 'same' : 'apart';
}

function judgeSame({ address, makers, text, placed, versionsDiffer }: Evidence): Sameness {
  if (address === 'page' || address === 'home') return yes('one name and one address');
  const said = text();
  if (address === 'apart') {
    const moved = makers === 'same' || said === 'alike';
    return moved ? unsure('one name at two addresses') : no('one name, but two addresses of different owners');
  }
  if (makers === 'apart') return said === 'alike' ? unsure('one name of two makers') : no('one name, but two makers');
  if (said === 'apart') return unsure('one name, but what is said of them has nothing in common');
  if (address === 'site') return yes('one name on one site');
  if (versionsDiffer && said === 'silent') return unsure('two versions of one name, and nothing else to tell by');
  if (placed && makers !== 'same' && said === 'silent')
    return unsure('one name at two places, and nothing else to tell by');
  return yes('one name, and nothing holds them apart');
}

function judgeEdition({ address, makers, sameVersion, formsDiffer }: Evidence): Sameness {
  if (address === 'page' || address === 'home') return yes('editions of one name at one address');
  if (address === 'apart' || makers === 'apart') return no('editions of one name, but different owners');
  if (formsDiffer) return no('one name in two forms');
  return sameVersion ? yes('editions of one name in one version') : unsure('the names differ in edition');
}

function judgeMisspelt({ address, makers }: Evidence): Sameness {
  if (address === 'page' || address === 'home') return yes('one address, and the names differ by a slip of the pen');
  if (address === 'apart' || makers === 'apart') return no('similar names, but different owners');
  return unsure('the names differ by a slip of the pen');
}

function judgeSimilar({ names, address, makers, text }: Evidence): Sameness {
  const how = names === 'overlapping' ? 'the names share half of their words' : 'one name is within the other';
  if (address === 'page' && names === 'prefixed') return yes('one address, and one name has words in front');
  if (address === 'page') return unsure(`${how}, at one address`);
  if (address === 'home' && names !== 'overlapping') return unsure(`${how}, at one home page`);
  if (address === 'apart' || makers === 'apart') return no(`${how}, but the owners differ`);
  return text() === 'alike' ? unsure(`${how}, and much of what is said of them is alike`) : no(`${how}, no more`);
}

/** Another generation of a model is another model, whatever the address. */
function contradictingGeneration(a: Identified, b: Identified, names: NameRelation): Sameness | null {
  if (!a.isModel && !b.isModel) return null;
  if (names !== 'same' && names !== 'edition') return null;
  const [own, other] = [a.names[0].version, b.names[0].version];
  if (own === other || a.names[0].glued === b.names[0].glued) return null;
  return own === null || other === null
    ? unsure('a model, and only one name says which version')
    : no('two versions of a model');
}

const yes = (because: string): Sameness => ({ same: 'yes', because });
const no = (because: string): Sameness => ({ same: 'no', because });
const unsure = (because: string): Sameness => ({ same: 'unsure', because });
