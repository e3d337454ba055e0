import type { UploadedFile, Uploads } from '../../core/uploads.ts';

/** Documents at services. Rows stay: a file that is gone is marked as gone. */
export interface Files extends Uploads {
  /** All files of an account that are not known to be gone, in the order they were uploaded. */
  list(account: string): Promise<UploadedFile[]>;
}
