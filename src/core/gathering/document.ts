/** What a document is to a tool, in the order its sources are numbered. */
export const roles = ['home', 'pricing', 'docs', 'changelog', 'about', 'repository', 'other'] as const;
export type Role = (typeof roles)[number];

/** What a page says beside its text. Untrusted. */
export interface Reading {
  title: string;
  links: { url: string; text: string; rel: string | null }[];
  /** Name or property, lower case, to content. */
  meta: ReadonlyMap<string, string>;
  jsonLd: unknown[];
  canonical: string | null;
  /** Hardly any text: a page that is drawn by a script, or a door without a house. */
  thin: boolean;
}

/** One document about a tool, numbered as its source will be. Its text is clean: what it says can be quoted. */
export interface GatheredDocument {
  /** `S1`, `S2`, … */
  source: string;
  role: Role;
  url: string;
  text: string;
  reading: Reading;
}
