import PQueue from 'p-queue';
import type { Feed } from '../../core/launches/feed.ts';
import type { Desk } from '../../desk.ts';
import { UnreadableFeed } from '../../sources/feeds/feed-item.ts';
import { type FeedCopy, readFeed } from '../../sources/feeds/read-feed.ts';
import { FetchFailed, FetchRefused } from '../../sources/fetch-source.ts';
import type { FeedPosition } from '../../store/contract/launches-contract.ts';

/** A feed as it came, or why it did not. */
type FeedOutcome = FeedCopy | { state: 'failed'; reason: string };

export interface FeedRead {
  feed: Feed;
  /** Where it was read before. */
  position: FeedPosition | null;
  outcome: FeedOutcome;
}

interface ReadingOptions {
  /** Reads every feed whole, also where nothing changed. */
  whole: boolean;
  /** Milliseconds a feed may take. */
  patience: number;
}

/** Feeds read at once. Those of one host follow one another. */
const atOnce = 4;

/** Starts to read all feeds side by side, and returns each as it comes, in the order given. One that cannot be read fails alone. */
export function readFeeds(desk: Desk, feeds: readonly Feed[], options: ReadingOptions): Promise<FeedRead>[] {
  const queue = new PQueue({ concurrency: atOnce });
  const lastOfHost = new Map<string, Promise<unknown>>();
  return feeds.map((feed) => {
    const host = placeOf(feed);
    const before = lastOfHost.get(host) ?? Promise.resolve();
    const reading = before.then(() => queue.add(() => readOne(desk, feed, options)));
    // an aborted run is told by whoever waits for the reading itself
    lastOfHost.set(
      host,
      reading.catch(() => undefined),
    );
    reading.catch(() => undefined);
    return reading;
  });
}

async function readOne(desk: Desk, feed: Feed, { whole, patience }: ReadingOptions): Promise<FeedRead> {
  desk.signal.throwIfAborted();
  const position = await desk.store.launches.findPosition(feed.id);
  const isSame = position !== null && position.address === addressOf(feed);
  const validators = whole || !isSame ? null : { etag: position.etag, lastModified: position.lastModified };
  const tooLong = AbortSignal.timeout(patience);
  try {
    const signal = AbortSignal.any([desk.signal, tooLong]);
    const now = desk.now().toISOString();
    return {
      feed,
      position,
      outcome: await readFeed(feed, { fetchSource: desk.fetchSource, signal, now, validators }),
    };
  } catch (error) {
    desk.signal.throwIfAborted();
    if (tooLong.aborted)
      return { feed, position, outcome: failed(`it did not come within ${patience / 1000} seconds`) };
    return { feed, position, outcome: failed(reasonOf(error)) };
  }
}

const failed = (reason: string): FeedOutcome => ({ state: 'failed', reason });

/** What is wrong with a feed is a person’s to mend; a fault of ours is not, and is thrown on. */
function reasonOf(error: unknown): string {
  if (error instanceof FetchRefused || error instanceof FetchFailed || error instanceof UnreadableFeed)
    return error.message;
  throw error;
}

/** Where a feed is read. */
export function addressOf({ url, file }: Feed): string {
  return url ?? `file:${file ?? ''}`;
}

function placeOf(feed: Feed): string {
  return feed.url === undefined ? addressOf(feed) : new URL(feed.url).host;
}
