import type { Selectable } from 'kysely';
import type { UploadedFile } from '../core/uploads.ts';
import type { Files } from './contract/files-contract.ts';
import { exact } from './tables/columns.ts';
import type { Database, Tables } from './tables/schema.ts';

/** Documents at services. */
export function openFiles(db: Database): Files {
  const inUse = (account: string) =>
    db.selectFrom('uploaded_files').selectAll().where('account', '=', account).where('gone_at', 'is', null);
  const find: Files['find'] = async (account, hash) => {
    const row = await inUse(account).where('hash', '=', hash).executeTakeFirst();
    return row === undefined ? null : fileOf(row);
  };
  return {
    find,
    keep: async (file) => {
      await db
        .insertInto('uploaded_files')
        .values(exact('uploaded_files', columnsOf(file)))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      // Another program may have marked it as gone since.
      return (await find(file.account, file.hash)) ?? file;
    },
    markGone: async (id, at) => {
      await db
        .updateTable('uploaded_files')
        .set(exact('uploaded_files', { gone_at: at }))
        .where('id', '=', id)
        .where('gone_at', 'is', null)
        .execute();
    },
    list: async (account) => (await inUse(account).orderBy('uploaded_at').orderBy('id').execute()).map(fileOf),
  };
}

function columnsOf(file: UploadedFile): Selectable<Tables['uploaded_files']> {
  const { id, account, tool, hash, bytes } = file;
  const { dossierKey: dossier_key, uploadedAt: uploaded_at, expiresAt: expires_at } = file;
  return { id, account, dossier_key, tool, hash, bytes, uploaded_at, expires_at, gone_at: null };
}

function fileOf(row: Selectable<Tables['uploaded_files']>): UploadedFile {
  const { id, account, tool, hash, bytes } = row;
  const { dossier_key: dossierKey, uploaded_at: uploadedAt, expires_at: expiresAt } = row;
  return { id, account, dossierKey, tool, hash, bytes, uploadedAt, expiresAt };
}
