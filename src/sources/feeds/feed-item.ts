/** One entry as a feed wrote it, whatever its format: markup, relative addresses and dates as they came. */
export interface FeedItem {
  id: string | null;
  /** May hold markup. */
  title: string;
  /** In the order they came. `alternate` is the page of the entry itself. */
  links: { rel: string; href: string }[];
  comments: string | null;
  /** Content or summary; may hold markup. */
  html: string;
  published: string | null;
}

/** Raised for a feed that cannot be read as one; the message says what was found. */
export class UnreadableFeed extends Error {
  override name = 'UnreadableFeed';
}
