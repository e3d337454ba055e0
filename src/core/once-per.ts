/**
 * A function whose result is computed once for each object it is given and kept as long as that object. Only for values
 * that never change: what comes back is shared by all who ask.
 */
export function oncePer<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const computed = new WeakMap<K, { value: V }>();
  return (key) => {
    const known = computed.get(key) ?? { value: compute(key) };
    computed.set(key, known);
    return known.value;
  };
}

/** Texts whose results are kept: many answers, and few enough to hold. */
const mostTexts = 500;

/**
 * The same for a function of texts, for a while: several checks of one answer read the same passages, and so do the answers about one tool.
 * Only for texts of an answer; whole sources would be held for too long.
 */
export function rememberTexts<V extends object | string>(compute: (text: string) => V): (text: string) => V {
  const computed = new Map<string, V>();
  return (text) => {
    const known = computed.get(text);
    if (known !== undefined) return known;
    const value = compute(text);
    hold(computed, text, value, mostTexts);
    return value;
  };
}

/** Adds what can be made again to a map that holds at most so many: a full one is emptied first. */
export function hold<K, V>(held: Map<K, V>, key: K, value: V, most: number): void {
  if (held.size >= most) held.clear();
  held.set(key, value);
}
