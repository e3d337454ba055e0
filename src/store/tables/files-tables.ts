/** Tables of the documents at services. */
export interface FilesTables {
  /** Append-only, except that `gone_at` is set once. */
  uploaded_files: {
    id: string;
    account: string;
    /** Not bound to `dossiers`: a document may be of an anchor, which has none in the store. */
    dossier_key: string;
    tool: string;
    hash: string;
    bytes: number;
    uploaded_at: string;
    expires_at: string | null;
    /** ISO time since when nobody uses it; null while it is in use. */
    gone_at: string | null;
  };
}
