import { ProviderFailed } from '../../core/call.ts';
import type { Desk } from '../../desk.ts';
import type { ClaudeFileApi } from '../../providers/claude/claude-file-api.ts';
import { type ListedFile, listFiles } from './list-files.ts';

/** What became of a file that no present dossier needs. */
export interface PrunedFile extends ListedFile {
  deleted: boolean;
  /** Why it is still there; null when it is gone, or nothing was tried. */
  problem: string | null;
}

/**
 * Deletes the documents of ours that no present dossier needs, at the service and in the list. A run that needs one of
 * them after all uploads it again. One that cannot be deleted stops none of the others.
 * @param dry name them and delete nothing
 */
export async function pruneFiles(desk: Desk, api: ClaudeFileApi, dry: boolean): Promise<PrunedFile[]> {
  const pruned: PrunedFile[] = [];
  for (const file of await listFiles(desk, api)) {
    if (file.needed) continue;
    const problem = dry ? null : await remove(desk, api, file.id);
    pruned.push({ ...file, deleted: !dry && problem === null, problem });
  }
  return pruned;
}

/** The reason why a file could not be deleted, or null. What ends every request ends this one. */
async function remove(desk: Desk, api: ClaudeFileApi, id: string): Promise<string | null> {
  try {
    await api.remove(id, desk.signal);
    await desk.store.files.markGone(id, desk.now().toISOString());
    return null;
  } catch (error) {
    if (!(error instanceof ProviderFailed) || error.kind === 'credentials') throw error;
    return error.message;
  }
}
