import type { Prompt } from '../core/call.ts';
import type { ModelName } from '../core/model.ts';
import type { Desk } from '../desk.ts';

/**
 * Does work that shares one prompt prefix. Where the model’s service caches prompts, one question goes first; as soon as
 * its answer begins, the others are released and read the prefix from the cache instead of each writing it. A question
 * the journal answers writes no prefix, so the first is one that has to be sent. Work without a question waits for nobody.
 * @param perform calls `onBegin` as soon as its answer begins or will never come; that it ended is told without it.
 */
export async function releaseAfterFirst<W extends { prompt: Prompt | null }, R>(
  desk: Desk,
  model: ModelName,
  work: readonly W[],
  perform: (one: W, onBegin: () => void) => Promise<R>,
): Promise<R[]> {
  const first = model.service === 'claude' ? await findFirst(desk, work) : null;
  const begun = Promise.withResolvers<void>();
  return allOf(
    work.map(async (one) => {
      if (one === first) return perform(one, begun.resolve).finally(begun.resolve);
      if (first !== null && one.prompt !== null) await begun.promise;
      return perform(one, () => {});
    }),
  );
}

/** Null when there is nothing to send. */
async function findFirst<W extends { prompt: Prompt | null }>(desk: Desk, work: readonly W[]): Promise<W | null> {
  for (const one of work)
    if (one.prompt !== null && (await desk.store.calls.findUnsettled(one.prompt)) === null) return one;
  return null;
}

/** Waits for all, then fails with the first failure: an ended run still keeps every seat that was finishing. */
export async function allOf<T>(work: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
