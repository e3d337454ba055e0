import { documentOf, isLarge } from '../../core/asking/document.ts';
import { hashText } from '../../core/key.ts';
import type { UploadedFile } from '../../core/uploads.ts';
import type { Desk } from '../../desk.ts';
import { type ClaudeFile, type ClaudeFileApi, toolInName } from '../../providers/claude/claude-file-api.ts';

/** A document of ours at the service, or one the store believes to be there. */
export interface ListedFile {
  id: string;
  /** Slug. */
  tool: string;
  bytes: number;
  /** ISO time. */
  uploadedAt: string;
  /** ISO time; null for a file that is kept for good. */
  expiresAt: string | null;
  /** Whether the present dossier of a tool is read from it. */
  needed: boolean;
  /** Why it is needed or not, as a clause. */
  because: string;
}

/** The documents of ours under this key, in the order they were uploaded. Rejects as the service does. */
export async function listFiles(desk: Desk, api: ClaudeFileApi): Promise<ListedFile[]> {
  const [kept, found, current] = await Promise.all([
    desk.store.files.list(api.account),
    api.list(desk.signal),
    findCurrentHashes(desk),
  ]);
  const rows = new Map(kept.map((file) => [file.id, file]));
  const present = new Set(found.map(({ id }) => id));
  const lost = kept.filter(({ id }) => !present.has(id)).map(asLost);
  const now = desk.now();
  return [...found.map((file) => judge(file, rows.get(file.id), current, now)), ...lost].sort(
    (a, b) => a.uploadedAt.localeCompare(b.uploadedAt) || a.id.localeCompare(b.id),
  );
}

/** The texts that are uploaded for the present dossiers, as today’s templates write them. */
async function findCurrentHashes({ store, prompts }: Desk): Promise<Set<string>> {
  const tools = await store.listTools();
  const dossiers = await Promise.all(tools.map(({ slug }) => store.findDossier(slug)));
  const documents = dossiers.flatMap((dossier) => (dossier === null ? [] : [documentOf(dossier, prompts)]));
  return new Set(documents.filter(isLarge).map(({ text }) => hashText(text)));
}

function judge(file: ClaudeFile, row: UploadedFile | undefined, current: Set<string>, now: Date): ListedFile {
  const { id, name, bytes, createdAt: uploadedAt, expiresAt } = file;
  const expired = expiresAt !== null && Date.parse(expiresAt) <= now.getTime();
  const needed = !expired && row !== undefined && current.has(row.hash);
  const because = expired
    ? 'its time has come'
    : row === undefined
      ? 'this store does not know it'
      : needed
        ? 'the present dossier'
        : 'an earlier dossier';
  return { id, tool: row?.tool ?? toolInName(name) ?? '', bytes, uploadedAt, expiresAt, needed, because };
}

function asLost({ id, tool, bytes, uploadedAt, expiresAt }: UploadedFile): ListedFile {
  return { id, tool, bytes, uploadedAt, expiresAt, needed: false, because: 'the service no longer has it' };
}
