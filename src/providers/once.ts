/** The call, as often as it is made, once. */
export function onlyOnce(call: () => void): () => void {
  let called = false;
  return () => {
    if (called) return;
    called = true;
    call();
  };
}
