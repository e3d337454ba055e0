import { isLarge } from '../../core/asking/document.ts';
import { type DossierDocument, type Prompt, ProviderFailed } from '../../core/call.ts';
import { hashText } from '../../core/key.ts';
import type { UploadedFile, Uploads } from '../../core/uploads.ts';
import { orAborted } from '../abort.ts';
import type { FileEntry, WriteFileEntry } from '../file-log.ts';
import { type ClaudeFileApi, fileNameOf } from './claude-file-api.ts';

/** Ids of files by the key of the dossier they hold. */
export type FileIds = ReadonlyMap<string, string>;

/** The documents of prompts at the Files API. */
export interface ClaudeFiles {
  /**
   * The files of a prompt’s large documents, uploaded where there is none yet. A document that cannot be uploaded is left
   * out, for the rest of the run: its text goes with the call, and every persona must send the same prefix.
   * @throws ProviderFailed for a refused key or missing credit
   */
  idsFor(prompt: Pick<Prompt, 'shared' | 'documents'>, signal: AbortSignal): Promise<FileIds>;
  /** After a call failed that named these files: whether the service has lost one of them. `idsFor` then uploads it again. */
  forgetGone(ids: FileIds, failure: unknown, signal: AbortSignal): Promise<boolean>;
}

export interface ClaudeFilesOptions {
  api: ClaudeFileApi;
  uploads: Uploads;
  log: WriteFileEntry;
  /** Told in a line when a document could not be uploaded. */
  complain: (message: string) => void;
  now?: () => Date;
}

/**
 * Thirty days: a review is regenerated and a duel held within weeks of the first call, and what is then still needed is
 * uploaded again. Without an end, a lost database would leave its files at the service for good.
 */
const lifeSeconds = 30 * 24 * 3_600;

/** A file with less than this left is uploaded again: a call may wait for an hour, and a batch for a day. In milliseconds. */
const spareMs = 25 * 3_600_000;

/** Keeps each large document at the Files API once, however many calls of however many runs need it. */
export function claudeFiles(options: ClaudeFilesOptions): ClaudeFiles {
  const { api, uploads, log, now = () => new Date() } = options;
  const find = finder(options);
  /** By the hash of the text: its file in this run, or null when it goes inline. */
  const decided = new Map<string, Promise<UploadedFile | null>>();

  /** The first caller’s signal ends the upload for all: they belong to one run. */
  const fileOf = async (document: DossierDocument, text: string, signal: AbortSignal) => {
    const hash = hashText(text);
    const known = decided.get(hash);
    if (known !== undefined) return orAborted(known, signal);
    const file = find({ ...document, text, hash }, signal);
    decided.set(hash, file);
    file.catch(() => decided.delete(hash));
    return file;
  };

  return {
    idsFor: async ({ shared, documents }, signal) => {
      const large = documents
        .map((document) => ({ document, text: shared.slice(document.start, document.end) }))
        .filter(isLarge);
      const found = await Promise.all(
        large.map(async ({ document, text }) => [document.dossierKey, await fileOf(document, text, signal)] as const),
      );
      return new Map(found.flatMap(([key, file]) => (file === null ? [] : [[key, file.id]])));
    },
    forgetGone: async (ids, failure, signal) => {
      if (ids.size === 0 || !mayMeanGone(failure)) return false;
      const present = await api.findPresent([...ids.values()], signal).catch(unlessStopped(signal));
      if (present === null) return false;
      const gone = new Set([...ids.values()].filter((id) => !present.has(id)));
      for (const [hash, deciding] of [...decided]) {
        const file = await deciding.catch(unlessStopped(signal));
        // Of calls that fail together the first one forgets the file; the others find the next one here.
        if (file === null || !gone.has(file.id) || decided.get(hash) !== deciding) continue;
        decided.delete(hash);
        const at = now().toISOString();
        await uploads.markGone(file.id, at);
        const { id, tool, bytes, expiresAt } = file;
        log({ ...nothing, at, document: 'gone', file: id, tool, bytes, expiresAt });
      }
      return gone.size > 0;
    },
  };
}

/** A document with its text and the hash of it. */
type Content = Pick<DossierDocument, 'dossierKey' | 'tool'> & { text: string; hash: string };
type Find = (content: Content, signal: AbortSignal) => Promise<UploadedFile | null>;

/** The file the store knows for a text, while it has time left; else a new one. */
function finder(options: ClaudeFilesOptions): Find {
  const { api, uploads, now = () => new Date() } = options;
  const upload = uploader(options);
  return async (content, signal) => {
    const kept = await uploads.find(api.account, content.hash);
    if (kept !== null && !endsSoon(kept, now())) return kept;
    if (kept !== null) await uploads.markGone(kept.id, now().toISOString());
    return upload(content, signal);
  };
}

/** Uploads a text; null when that failed in a way the call can do without. */
function uploader({ api, uploads, log, complain, now = () => new Date() }: ClaudeFilesOptions): Find {
  return async ({ dossierKey, tool, text, hash }, signal) => {
    const began = now().getTime();
    const bytes = Buffer.byteLength(text);
    const tell = (what: Pick<FileEntry, 'document'> & Partial<FileEntry>): void => {
      const at = now();
      log({ ...nothing, at: at.toISOString(), tool, bytes, tookMs: at.getTime() - began, ...what });
    };
    try {
      const { id, createdAt, expiresAt } = await api.upload(
        { name: fileNameOf(tool, hash), text, lifeSeconds },
        signal,
      );
      tell({ document: 'uploaded', file: id, expiresAt });
      const file = { id, account: api.account, dossierKey, tool, hash, bytes, uploadedAt: createdAt, expiresAt };
      const first = await uploads.keep(file);
      // Another run was first. When this one cannot be deleted now, `files --prune` finds it by its name.
      if (first.id !== id) await api.remove(id, signal).catch(() => undefined);
      return first;
    } catch (error) {
      if (!(error instanceof ProviderFailed) || error.kind === 'credentials' || error.kind === 'spend') throw error;
      const { kind: failure, status, requestId } = error;
      tell({ document: 'inline', failure, status, requestId });
      complain(`the dossier of ${tool} could not be uploaded, its text goes with every call (${error.message})`);
      return null;
    }
  };
}

const nothing = { file: null, expiresAt: null, failure: null, status: null, requestId: null, tookMs: 0 };

function endsSoon({ expiresAt }: UploadedFile, now: Date): boolean {
  return expiresAt !== null && Date.parse(expiresAt) - now.getTime() < spareMs;
}

/** A 404 may also be about the model or the address, so the service is asked. Whatever else it refused may be about a file as well. */
function mayMeanGone(failure: unknown): boolean {
  return failure instanceof ProviderFailed && (failure.kind === 'request' || failure.kind === 'unsupported');
}

/** Null for a failure; what was stopped stays stopped. */
function unlessStopped(signal: AbortSignal): () => null {
  return () => {
    signal.throwIfAborted();
    return null;
  };
}
