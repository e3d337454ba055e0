/** How much and how long a fetch may take. */
export interface FetchLimits {
  /** Milliseconds on the wire for a whole fetch: every redirect, head and body. Waiting for one’s turn does not count. */
  deadlineMs: number;
  /** Milliseconds a server may be silent. */
  idleMs: number;
  /** Redirects followed. */
  mostRedirects: number;
  /** Bytes of a body, as sent and as decompressed, where the caller names no number. */
  mostBytes: number;
  /** Bytes of a head. */
  mostHeadBytes: number;
}

export const usualLimits: FetchLimits = {
  deadlineMs: 30_000,
  idleMs: 10_000,
  mostRedirects: 5,
  mostBytes: 10_000_000,
  mostHeadBytes: 32_768,
};

/** Bytes for people: `10 MB`, `500 kB`. */
export function sizeOf(bytes: number): string {
  return bytes >= 1_000_000 ? `${Number((bytes / 1_000_000).toFixed(1))} MB` : `${Math.ceil(bytes / 1000)} kB`;
}
