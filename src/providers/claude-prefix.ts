/**
 * The shortest beginning of a request a Claude model keeps in its cache, in tokens, from Anthropic’s documentation of
 * prompt caching. A shorter one is no error: it is read and paid as plain input.
 */
const shortest: Readonly<Record<string, number>> = {
  'claude-opus-5-5': 512,
  'claude-sonnet-5-5': 512,
  'claude-opus-5': 512,
  'claude-fable-5-1': 512,
};

/** The longest minimum of any Claude model so far. */
const longestMinimum = 4096;

/** For a model whose minimum is not known, the longest of any: what is longer than that is cached for certain. */
export function minimumPrefixOf(model: string): number {
  return Object.hasOwn(shortest, model) ? (shortest[model] ?? longestMinimum) : longestMinimum;
}
