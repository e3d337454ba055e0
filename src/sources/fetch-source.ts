/** What came back for an address. */
export type Fetched =
  | {
      kind: 'document';
      /** As it was asked for. */
      asked: string;
      /** Where it was found, after redirects. */
      url: string;
      /** Media type, lower case, without parameters. */
      contentType: string;
      /** The charset the head names; null when it names none. */
      charset: string | null;
      /** Decompressed. */
      body: Uint8Array;
      /** ISO time the last byte arrived. */
      retrievedAt: string;
      etag: string | null;
      lastModified: string | null;
    }
  /** Nothing changed since the copy whose validators were sent. */
  | { kind: 'unchanged'; asked: string; url: string; retrievedAt: string };

export interface FetchOptions {
  signal: AbortSignal;
  /** Validators of the copy at hand: an unchanged document is not sent again. */
  etag?: string | null;
  lastModified?: string | null;
  /** Most bytes of a body, before and after decompression. */
  mostBytes?: number;
  /** Media types that are of use; others are refused. */
  accept?: readonly string[];
}

/** Fetches one address behind the guard. Rejects with FetchRefused, FetchFailed or the signal’s reason. */
export type FetchSource = (url: string, options: FetchOptions) => Promise<Fetched>;

/** The guard, the site’s own rules or a limit forbid to read an address; asking again is refused again. */
export class FetchRefused extends Error {
  override name = 'FetchRefused';
  readonly url: string;
  readonly reason: string;
  constructor(url: string, reason: string) {
    super(`${url} is not fetched: ${reason}`);
    this.url = url;
    this.reason = reason;
  }
}

/** An address did not give a usable document this time. */
export class FetchFailed extends Error {
  override name = 'FetchFailed';
  readonly url: string;
  /** HTTP status; null when there was none. */
  readonly status: number | null;
  constructor(url: string, reason: string, status: number | null = null) {
    super(`${url} could not be read: ${reason}`);
    this.url = url;
    this.status = status;
  }
}
