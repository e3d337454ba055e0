/** A document that was uploaded to a service. */
export interface UploadedFile {
  /** The service’s name for it. */
  id: string;
  /** Whose it is: a hash of the service’s address and the key it was uploaded with. Another account cannot see it. */
  account: string;
  dossierKey: string;
  /** Slug. */
  tool: string;
  /** SHA-256 of the text. */
  hash: string;
  bytes: number;
  /** ISO time. */
  uploadedAt: string;
  /** ISO time from which the service no longer has it; null when it keeps it for good. */
  expiresAt: string | null;
}

/** The part of a store that remembers uploads: a text is uploaded once, whichever run comes first. */
export interface Uploads {
  /** The file that holds a text at an account; null when there is none, or it was found gone. Its time may have come. */
  find(account: string, hash: string): Promise<UploadedFile | null>;
  /** Keeps an upload. Of two of the same text to the same account the first stays in use and is returned. */
  keep(file: UploadedFile): Promise<UploadedFile>;
  /** The service no longer has this file, or nobody may use it any more: nobody finds it again. Marking it twice is marking it once. */
  markGone(id: string, at: string): Promise<void>;
}
