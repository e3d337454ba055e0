/** What a feed says about one launch: cleaned to plain text and whole addresses, but still the words of a stranger. */
export interface Entry {
  /** Identity within its feed: the same on every reading. */
  guid: string;
  /** As announced, on one line. */
  title: string;
  /** The product’s name as far as the title or the address tells it. */
  name: string;
  tagline: string | null;
  /** The product’s own page; null when the entry names none. */
  url: string | null;
  /** Where the launch is talked about. */
  discussion: string | null;
  /** ISO time; null when the feed does not say, or names a time to come. */
  published: string | null;
  /** What else the entry says, as plain text; may be empty. */
  text: string;
  /** Set for a release of a repository. `first`: the feed shows that no release came before it. */
  release: { version: string; first: boolean } | null;
  /** How it was announced. */
  site: 'hacker-news' | 'product-hunt' | 'github-releases' | 'list' | 'feed';
}

/** Longest title, name or tagline, in characters. */
export const longestLine = 300;

/** Longest text of an entry, in characters. */
export const longestText = 2_000;
