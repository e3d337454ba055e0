import type { Launch, LaunchDecision, LaunchState } from '../../core/launches/launch.ts';

/** How far a feed was read. */
export interface FeedPosition {
  feed: string;
  /** Where it was read; validators of another address count for nothing. */
  address: string;
  /** Validators of the last copy that was read to its end; null where it had none. */
  etag: string | null;
  lastModified: string | null;
  /** ISO time of the newest entry ever seen in it; null while none has a date. */
  newest: string | null;
  /** ISO time it was last read, changed or not; null while it never was. */
  readAt: string | null;
  /** Why it could not be read since then; null when the last attempt went well. */
  failure: { reason: string; at: string } | null;
}

/** An entry about to become a launch, with the first word about it. */
export type NewLaunch = Omit<Launch, 'id' | 'feed' | 'firstSeen' | 'tool'>;

/** What one reading of a feed brought. */
export interface FeedReading {
  position: FeedPosition & { readAt: string; failure: null };
  launches: readonly NewLaunch[];
}

/** Which launches are listed; what is left out does not matter. */
export interface LaunchFilter {
  state?: LaunchState | undefined;
  feed?: string | undefined;
}

/** Launches and how far each feed was read. */
export interface LaunchStore {
  /** Null for a feed that was never asked for. */
  findPosition(feed: string): Promise<FeedPosition | null>;
  /** Those of the guids that are launches of this feed already. */
  knownGuids(feed: string, guids: readonly string[]): Promise<Set<string>>;
  /**
   * Keeps what a reading brought and moves the position, in one transaction: whoever is killed before it reads the feed
   * again, and loses nothing. A guid that is known is left as it is. Returns the new launches by id.
   */
  keepReading(reading: FeedReading): Promise<Launch[]>;
  /** Notes why a feed could not be read; the position stays where it was. */
  noteFailure(feed: string, address: string, failure: { reason: string; at: string }): Promise<void>;
  find(id: number): Promise<Launch | null>;
  /** Newest first. */
  list(filter?: LaunchFilter): Promise<Launch[]>;
  /** Every word about a launch, in the order they were said. */
  decisions(id: number): Promise<LaunchDecision[]>;
  /**
   * The launch of the same product that counts: another one, of the same address or the same tool, that is taken, or
   * that a person left. Null when there is none.
   */
  findTwin(launch: { id: number; address: string | null; tool: string | null }): Promise<Launch | null>;
  /**
   * Adds a word about a launch, and the tool it is found to be. A rule’s word about one that a person decided, the same
   * word again, and a word about another state than the present one (`over`) add nothing: the launch is returned as it is.
   */
  decide(id: number, decision: LaunchDecision, more?: { tool?: string | null; over?: LaunchState }): Promise<Launch>;
  /** Says which tool a launch became; no word about it. */
  linkTool(id: number, tool: string): Promise<Launch>;
  /**
   * Takes a waiting launch, under the address it was found at, unless it waits no more or another launch of the same
   * product is taken by now: then nothing is changed, so that no product is ever taken twice. Returns the launch as it is.
   */
  take(
    id: number,
    decision: LaunchDecision,
    found: { url: string; address: string; tool: string },
  ): Promise<{ launch: Launch; twin: Launch | null }>;
}
