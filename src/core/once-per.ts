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
