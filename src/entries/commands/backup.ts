import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { databaseOption } from '../options.ts';
import { sayResult } from '../say-results.ts';

interface BackupOptions {
  database?: string;
  json?: boolean;
}

/** `backup` and `restore`: everything the program remembers, in one file. */
export function addBackup(program: Command, house: House, done: (code: number) => void): void {
  program
    .command('backup [file]')
    .description(
      'copy everything the program remembers to one file, also while it is in use (default: beside the database)',
    )
    .addOption(databaseOption())
    .option('--json', 'print the result as JSON on stdout')
    .addHelpText('after', '\nExample:\n  ship-or-skip backup /srv/backups/$(date +%F).sqlite')
    .action(async (file: string | undefined, options: BackupOptions) => {
      const backup = await house.backup({ database: options.database }, file);
      await sayResult(house, options, backup, () => `${backup.file} (${Math.ceil(backup.bytes / 1024)} kB)\n`);
      done(exitCodes.done);
    });
  program
    .command('restore <file>')
    .description('put a backup in the place of the database; the one that was there is kept beside it')
    .addOption(databaseOption())
    .option('--json', 'print the result as JSON on stdout')
    .addHelpText('after', '\nExample:\n  ship-or-skip restore /srv/backups/2026-11-25.sqlite')
    .action(async (file: string, options: BackupOptions) => {
      const restored = await house.restore({ database: options.database }, file);
      const { database, before } = restored;
      await sayResult(
        house,
        options,
        restored,
        () => `restored: ${database}\n${before === null ? '' : `before:   ${before}\n`}`,
      );
      done(exitCodes.done);
    });
}
