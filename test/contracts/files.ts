import { describe, expect, test } from 'vitest';
import type { UploadedFile } from '../../src/core/uploads.ts';
import type { Store } from '../../src/store/contract/contract.ts';

/** A document that was uploaded. */
function sampleFile(more: Partial<UploadedFile> = {}): UploadedFile {
  return {
    id: 'file_1',
    account: 'account-a',
    dossierKey: 'dossier:v1:1',
    tool: 'clock',
    hash: 'a1',
    bytes: 50_000,
    uploadedAt: '2026-11-23T10:00:00.000Z',
    expiresAt: '2026-12-23T10:00:00.000Z',
    ...more,
  };
}

/** What every store must do with the documents at services. */
export function describeFiles(storeOf: () => Store, openAnother: () => Promise<Store>): void {
  describe('uploaded files', () => {
    const at = '2026-11-24T10:00:00.000Z';

    test('are found by account and content, exactly as they were kept', async () => {
      const { files } = storeOf();
      const kept = [sampleFile(), sampleFile({ id: 'file_2', hash: 'b2', expiresAt: null })];
      for (const file of kept) expect(await files.keep(file)).toEqual(file);
      expect(await files.find('account-a', 'a1')).toEqual(kept[0]);
      expect(await files.find('account-a', 'b2')).toEqual(kept[1]);
      expect(await files.find('account-b', 'a1')).toBeNull();
      expect(await files.find('account-a', 'c3')).toBeNull();
    });

    test('the first of two uploads of one text stays in use, whoever brings the second', async () => {
      const other = await openAnother();
      const first = await storeOf().files.keep(sampleFile());
      expect(await other.files.keep(sampleFile({ id: 'file_2' }))).toEqual(first);
      expect(await storeOf().files.list('account-a')).toEqual([first]);
      await other.close();
    });

    test('two accounts have each their own', async () => {
      const { files } = storeOf();
      await files.keep(sampleFile());
      const theirs = sampleFile({ id: 'file_2', account: 'account-b' });
      expect(await files.keep(theirs)).toEqual(theirs);
      expect(await files.list('account-b')).toEqual([theirs]);
    });

    test('one that is gone is found no more, and makes room for the next', async () => {
      const { files } = storeOf();
      await files.keep(sampleFile());
      await files.markGone('file_1', at);
      await files.markGone('file_1', '2026-11-25T10:00:00.000Z');
      await files.markGone('file_9', at);
      expect(await files.find('account-a', 'a1')).toBeNull();
      expect(await files.list('account-a')).toEqual([]);
      const next = sampleFile({ id: 'file_2' });
      expect(await files.keep(next)).toEqual(next);
    });

    test('are listed in the order they were uploaded', async () => {
      const { files } = storeOf();
      await files.keep(sampleFile({ id: 'file_z', uploadedAt: '2026-11-22T10:00:00.000Z' }));
      await files.keep(sampleFile({ id: 'file_a', hash: 'b2' }));
      expect((await files.list('account-a')).map(({ id }) => id)).toEqual(['file_z', 'file_a']);
    });

    test('what cannot be kept exactly is refused', async () => {
      const { files } = storeOf();
      await expect(files.keep(sampleFile({ bytes: Number.NaN }))).rejects.toThrow('uploaded_files.bytes');
      await expect(files.keep(sampleFile({ bytes: 0 }))).rejects.toThrow();
      expect(await files.list('account-a')).toEqual([]);
    });
  });
}
