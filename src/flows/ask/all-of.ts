/** Waits for all, then fails with the first failure: an ended run still keeps every seat that was finishing. */
export async function allOf<T>(work: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
