import { normaliseEvidence } from '../evidence/evidence.ts';
import { englishFunctionWords } from '../evidence/vocabulary.ts';

const listOf = (words: string): string[] => words.trim().split(/\s+/);

/** Function words that are no English words, by language. */
const foreign: Readonly<Record<string, ReadonlySet<string>>> = Object.fromEntries(
  Object.entries({
    German:
      'der das und ist nicht ein eine einen einem einer dem den des mit für auf von zu zum zur sich auch aber oder wenn weil dass wird werden wer kann sie ihr ihre nur noch nach bei aus über wie ohne kein keine sind im vom',
    French:
      'le la les des une est et pas pour dans avec sur qui que ce cette ces il elle vous nous mais ou où sans sont ne au aux du par leur ses votre être fait comme peut',
    Spanish:
      'el los las una unos es y no con para por que se su sus pero más como está este esta estos del al lo son ya muy cuando donde quien usted hay puede porque cada',
    Portuguese:
      'o os as um uma é e não com para por que se seu sua mas mais como está este esta sem do da dos das ao são já muito quando você há pode porque cada na nos em',
    Italian:
      'il lo gli una è e non con per che si suo sua ma più come questo questa senza del della dei delle sono già molto quando chi può perché ogni nel nella di da',
    Dutch:
      'de het een en niet met voor op van te zich ook maar als dat wordt worden wie kan zij hun nog naar bij uit hoe zonder geen zijn er dit deze door aan',
    Swedish:
      'och det att är inte en ett som för på av med till den de har om eller när kan sig utan från vid bara också ska du ni',
    Polish:
      'i w nie na się z do że jest to dla jak ale lub bez po przez od które który są już tylko może przy gdy czy oraz',
  }).map(([language, words]) => [language, new Set(listOf(words).filter((word) => !englishFunctionWords.has(word)))]),
);

/** Letters of other scripts beyond this share make a text foreign: a name in its own script is still English prose. */
const foreignLetters = 0.3;

/** So many different plain words without one English function word are no English sentence, though they may be an English headline. */
const longestTelegram = 11;

/**
 * The language a text seems to be in when it is not English; null for English, and whenever the text is too short to say.
 * Names, code and what stands in quotation marks say nothing about the language.
 */
export function foreignLanguageOf(text: string): string | null {
  const unquoted = normaliseEvidence(text).replaceAll(/"[^"]{1,400}"|`[^`]{1,400}`/g, ' ');
  const prose = /[/@_:]/.test(unquoted) ? unquoted.replaceAll(/\S*[/@_:]\S+/g, ' ') : unquoted;
  if (isInAnotherScript(prose)) return 'another script';
  const words = prose.match(/(?<![\p{L}\p{N}.-])\p{L}[\p{L}\p{M}']*(?![\p{L}\p{N}-])/gu) ?? [];
  const lower = words.map((word) => word.toLowerCase());
  const english = lower.filter((word) => englishFunctionWords.has(word)).length;
  // no language can have more hits than there are words that are not English
  if (english * 2 < lower.length) {
    const [language, hits] = bestOf(lower);
    if (hits >= 2 && hits > english) return language;
  }
  if (english > 0 || words.length < longestTelegram) return null;
  const plain = new Set(words.filter((word) => /^\p{Ll}/u.test(word)));
  return plain.size >= longestTelegram ? 'another language' : null;
}

function isInAnotherScript(text: string): boolean {
  if (ascii.test(text)) return false;
  const other = text.match(/(?!\p{sc=Latin})\p{L}/gu)?.length ?? 0;
  return other >= 4 && other > (text.match(/\p{L}/gu)?.length ?? 0) * foreignLetters;
}

const ascii = /^\p{ASCII}*$/u;

/** The language most of whose function words stand here, each counted as often as it stands. */
function bestOf(words: readonly string[]): [language: string, hits: number] {
  return Object.entries(foreign).reduce<[string, number]>(
    (best, [language, own]) => {
      const found = words.filter((word) => own.has(word));
      const hits = new Set(found).size > 1 ? found.length : 0;
      return hits > best[1] ? [language, hits] : best;
    },
    ['', 0],
  );
}
