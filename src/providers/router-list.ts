import { z } from 'zod';
import { ProviderFailed } from '../core/call.ts';
import type { TextCache } from './file-cache.ts';
import { type RouterModel, type RouterOptions, routerModel, sendToRouter } from './router-models.ts';

/** How long a list is used without asking again, in milliseconds: a day. */
const freshMs = 86_400_000;

/** All models the router lists. */
export interface ModelList {
  /** ISO time it was read from the router. */
  readAt: string;
  /** The router could not be reached, and this is the last copy, older than a day. */
  old: boolean;
  models: RouterModel[];
}

const copySchema = z.object({ readAt: z.iso.datetime(), body: z.unknown() });

/** A model in a form nobody knows is left out; the others are still of use. */
const listSchema = z.object({ data: z.array(z.unknown()) }).transform(({ data }) =>
  data.flatMap((one) => {
    const model = routerModel.safeParse(one);
    return model.success ? [model.data] : [];
  }),
);

/**
 * The router’s list of models: today’s copy, else the router’s, else the last copy.
 * @throws ProviderFailed when the router cannot be reached and there is no copy.
 */
export async function listModels(options: RouterOptions & { cache: TextCache; now: () => Date }): Promise<ModelList> {
  const copy = await lastCopy(options.cache);
  const age = copy === null ? null : options.now().getTime() - Date.parse(copy.readAt);
  if (copy !== null && age !== null && age >= 0 && age < freshMs) return copy;
  try {
    const body = await sendToRouter(options, 'models');
    const models = listSchema.parse(body);
    const readAt = options.now().toISOString();
    await options.cache.write(JSON.stringify({ readAt, body }));
    return { readAt, old: false, models };
  } catch (error) {
    if (copy !== null) return { ...copy, old: true };
    throw new ProviderFailed(
      'hugging-face',
      'network',
      'hugging-face: its list of models cannot be read, and there is no earlier copy.',
      {
        cause: error,
      },
    );
  }
}

/** The last copy of the list, however old; null when there is none or it cannot be read. */
export async function lastCopy(cache: TextCache): Promise<ModelList | null> {
  try {
    const { readAt, body } = copySchema.parse(JSON.parse((await cache.read()) ?? ''));
    return { readAt, old: false, models: listSchema.parse(body) };
  } catch {
    return null;
  }
}
