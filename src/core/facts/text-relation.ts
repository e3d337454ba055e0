/** How what is said of two products stands to each other. `apart`: both say enough, and not one telling word is common. `alike`: much is. */
export type TextRelation = 'alike' | 'shared' | 'apart' | 'silent';

const telling = { words: 4, alike: 4, share: 1 / 3 };

const common = new Set(
  'one two three about after all also and any api app are ask based been best build built but can code data developer developers does down easy every fast features for free from get has have how into its just make makes model models more most new not now off only open our out over own per run runs simple source support than that the their them then they this through tool tools use used user users uses using via want was way web what when where which while who will with without work works you your'.split(
    ' ',
  ),
);

/** Compares the telling words of what is said of two products, leaving out those of their names. */
export function relateWords(a: ReadonlySet<string>, b: ReadonlySet<string>, names: readonly string[]): TextRelation {
  const known = [...new Set(names.map(stemOf))];
  const sizeOf = (words: ReadonlySet<string>) => words.size - known.filter((word) => words.has(word)).length;
  const least = Math.min(sizeOf(a), sizeOf(b));
  const shared = [...a].filter((word) => b.has(word) && !known.includes(word)).length;
  if (shared >= telling.alike && shared >= telling.share * least) return 'alike';
  if (shared > 0) return 'shared';
  return least >= telling.words ? 'apart' : 'silent';
}

/** The words of a text that tell something about a product, stemmed: common ones and syllables are left out. */
export function tellingWordsOf(text: string): Set<string> {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]{2,}/gu) ?? [];
  return new Set(words.filter((word) => !common.has(word) && !/^[a-z]{1,2}$/.test(word)).map(stemOf));
}

/** Crude on purpose: it only has to bring `agents` to `agent`. */
function stemOf(word: string): string {
  return word.length > 4 ? word.replace(/(?:ing|ed|es|s)$/, '') : word;
}
