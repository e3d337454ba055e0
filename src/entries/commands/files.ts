import { type Command, Option } from 'commander';
import type { Desk } from '../../desk.ts';
import type { ClaudeFileApi } from '../../providers/claude/claude-file-api.ts';
import { InvalidSettings } from '../choose-models.ts';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addDeskOptions, type DeskOptions } from '../options.ts';
import { atReadingDesk } from '../run.ts';
import { sayResult } from '../say-results.ts';

interface FilesOptions extends DeskOptions {
  prune?: true;
  dryRun?: true;
}

/** `files`: the long dossiers at the Files API, and `--prune` to delete what no dossier needs. */
export function addFiles(program: Command, house: House, done: (code: number) => void): void {
  const command = program
    .command('files')
    .description('the long dossiers that were uploaded to Claude, and whether each is still needed')
    .option('--prune', 'delete, at the service and from this list, what the present dossier of no tool needs')
    .addOption(new Option('--dry-run', 'with --prune: name what would be deleted; delete nothing'))
    .addHelpText(
      'after',
      `
A dossier above 40,000 characters is uploaded once and named by its id in every later call. Uploading saves
sending it again; it is billed as input tokens all the same. Files expire after thirty days, and one that is needed
after that, or after it was deleted, is uploaded again by itself. Files of other programs are neither shown nor touched.
Two databases used with one key see each other’s files as unknown: pruning one costs the other a new upload.

Needs ANTHROPIC_API_KEY: the service is asked what it has.

Examples:
  ship-or-skip files
  ship-or-skip files --prune --dry-run
  ship-or-skip files --json | jq '[.[] | select(.needed) | .bytes] | add'`,
    );
  addDeskOptions(command).action(async (options: FilesOptions) => done(await files(house, options)));
}

async function files(house: House, { prune, dryRun, ...options }: FilesOptions): Promise<number> {
  if (dryRun && !prune) throw new InvalidSettings('--dry-run is about --prune: without it nothing is deleted anyway.');
  return atReadingDesk(house, options, async (desk) => {
    const api = requireKey(desk);
    return prune ? pruneAll(house, options, desk, api, dryRun === true) : listAll(house, options, desk, api);
  });
}

function requireKey({ fileApi }: Desk): ClaudeFileApi {
  if (fileApi === null)
    throw new InvalidSettings(
      'ANTHROPIC_API_KEY is not set, so there is nobody to ask for files.\nSet it in the environment or in .env.',
    );
  return fileApi;
}

async function listAll(house: House, options: DeskOptions, desk: Desk, api: ClaudeFileApi): Promise<number> {
  const { listFiles } = await import('../../flows/ask/list-files.ts');
  const listed = await listFiles(desk, api);
  await sayResult(house, options, listed, async () => {
    if (listed.length === 0)
      return 'No files. A dossier above 40,000 characters is uploaded when Claude is first asked about it.\n';
    const { renderFiles } = await import('../../pages/files.ts');
    return renderFiles(listed.map((file) => ({ ...file, state: file.needed ? 'needed' : 'not needed' })));
  });
  return exitCodes.done;
}

async function pruneAll(
  house: House,
  options: DeskOptions,
  desk: Desk,
  api: ClaudeFileApi,
  dry: boolean,
): Promise<number> {
  const { pruneFiles } = await import('../../flows/ask/prune-files.ts');
  const pruned = await pruneFiles(desk, api, dry);
  const failed = pruned.filter(({ problem }) => problem !== null);
  await sayResult(house, options, pruned, async () => {
    if (pruned.length === 0) return 'Nothing to delete: every file is needed.\n';
    const { renderFiles } = await import('../../pages/files.ts');
    const stateOf = (deleted: boolean) => (deleted ? 'deleted' : dry ? 'would be deleted' : 'still there');
    return renderFiles(
      pruned.map((file) => ({ ...file, state: stateOf(file.deleted), because: file.problem ?? file.because })),
    );
  });
  if (failed.length > 0) house.terminal.err('Run the same command again to delete the rest.\n');
  return failed.length > 0 ? exitCodes.incomplete : exitCodes.done;
}
