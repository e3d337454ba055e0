import type { FailureKind } from '../core/call.ts';
import { oneLine } from './failure.ts';

/** What became of a document at the Files API, as it is logged: never its text or a key. */
export interface FileEntry {
  /** ISO time. */
  at: string;
  /**
   * `uploaded`; `gone`, when the service no longer has it, so it is uploaded again; or `inline`, when it could not be
   * uploaded, so that its text goes with every call of this run.
   */
  document: 'uploaded' | 'gone' | 'inline';
  /** Slug. */
  tool: string;
  bytes: number;
  /** The service’s name for the file; null when there is none. */
  file: string | null;
  /** ISO time; null when it is kept for good or there is none. */
  expiresAt: string | null;
  /** Why it could not be uploaded; null when nothing failed. */
  failure: FailureKind | null;
  status: number | null;
  requestId: string | null;
  tookMs: number;
}

/** Where entries go. Must not throw. */
export type WriteFileEntry = (entry: FileEntry) => void;

/** An entry as a line for people. */
export function fileLine({ document, tool, bytes, file, expiresAt, failure, status, tookMs }: FileEntry): string {
  const size = `${bytes.toLocaleString('en')} bytes`;
  const told = {
    uploaded: `uploaded as ${file}, ${size} in ${(tookMs / 1_000).toFixed(1)} s, expires ${expiresAt?.slice(0, 10) ?? 'never'}`,
    gone: `${file} is gone, it is uploaded again`,
    inline: `not uploaded (${failure}${status === null ? '' : ` ${status}`}), ${size} go with every call`,
  };
  return oneLine(`${tool} document: ${told[document]}`, []);
}
