import { slugOf } from '../core/facts/slug.ts';
import { comparableAddress } from '../core/launches/launch-address.ts';
import type { Desk } from '../desk.ts';

/** Which tool a product is: `known` when the store holds it. */
export interface Identity {
  slug: string;
  known: boolean;
  /** Half a sentence. */
  because: string;
}

/** Finds out which tool a launched product is. */
export type Identify = (product: { name: string; url: string }) => Promise<Identity>;

/** The same address is the same tool, and so is the same name in any spelling of the same letters. */
export function identifyBy(desk: Pick<Desk, 'store'>): Identify {
  return async ({ name, url }) => {
    const address = comparableAddress(url);
    const slug = slugOf(name);
    for (const tool of await desk.store.listTools()) {
      if (tool.slug === slug) return { slug, known: true, because: 'a tool of this name' };
      const dossier = await desk.store.findDossier(tool.slug);
      if (dossier !== null && address !== null && comparableAddress(dossier.tool.url) === address)
        return { slug: tool.slug, known: true, because: 'a tool at this address' };
    }
    return { slug, known: false, because: 'no tool of this name or address' };
  };
}
