import type { BatchEvent, Desk, SeatEvent } from '../desk.ts';
import type { ModelList } from '../providers/router-list.ts';

/** What a command line may say over the settings. */
export interface Overrides {
  database?: string | undefined;
  lead?: string | undefined;
  ballots?: string[] | undefined;
  /** Who is asked when the lead gives no answer. */
  fallback?: string | undefined;
  personas?: string | undefined;
  prompts?: string | undefined;
  templates?: string | undefined;
  /** US dollars this run may spend. */
  maxCost?: number | undefined;
  /** US dollars of that which were spent before, by a run this one goes on with. */
  spent?: number | undefined;
  /** Folder of the documents; the run log is below it. */
  out?: string | undefined;
  /** Questions to Claude are put into batches; `if-possible`: only where Claude leads. */
  batch?: boolean | 'if-possible' | undefined;
  /** No model is asked for an answer, so no key is needed. */
  asksNobody?: boolean | undefined;
  /** It is planned what would be asked, so the models must be ones that could be. */
  plans?: boolean | undefined;
}

export interface Watching {
  watch: (event: SeatEvent) => void;
  watchBatches?: (event: BatchEvent) => void;
  /** Called with a line for each attempt to get an answer, for people who want to see them. */
  log?: (line: string) => void;
  signal: AbortSignal;
}

/** A desk and what a person should know about it. */
export interface OpenedDesk {
  desk: Desk;
  /** One line each, for stderr: recorded replies in use, a log that cannot be written… */
  notes: string[];
  /** What to know about the answers, if there are any; null for nothing. */
  oneFamily: string | null;
  /** US dollars spent by this run; null when a call’s cost is unknown. */
  spent: () => number | null;
  close: () => Promise<void>;
}

/** One line of `doctor`. */
export interface Finding {
  state: 'ok' | 'problem' | 'note';
  what: string;
  /** What to do about a problem. */
  todo: string | null;
}

/** Where a command reads from and writes to. */
export interface Terminal {
  /** Results. */
  out: (text: string) => void;
  /** Everything else. */
  err: (text: string) => void;
  /** What a person watches while a run goes on: lines that change are drawn here. Null where nobody watches. */
  live: () => Promise<NodeJS.WriteStream | null>;
  /** Whether a person can answer a question. */
  canAsk: boolean;
  /** Whether results may be coloured. */
  colour: boolean;
  /** Whether everything else may be. */
  colourErr: boolean;
  /** Width of the terminal; 80 when it is unknown or zero. */
  columns: number;
  /** Asks a person and waits for a line; null when the input ends instead. Rejects with the signal’s reason. */
  ask: (question: string, signal: AbortSignal) => Promise<string | null>;
}

/** Everything a door needs from the world; built by main.ts and open-desk.ts, or by hand in a test. */
export interface House {
  terminal: Terminal;
  version: string;
  /** Ends the run: Ctrl-C. */
  signal: AbortSignal;
  openDesk: (overrides: Overrides, watching: Watching) => Promise<OpenedDesk>;
  examine: (overrides: Overrides, signal: AbortSignal) => AsyncIterable<Finding>;
  /** The models of Hugging Face Inference Providers. */
  listModels: (overrides: Pick<Overrides, 'database'>) => Promise<ModelList>;
  /** Lets one night at a time work on the database; null when another one does. */
  lockNight: (overrides: Pick<Overrides, 'database'>) => Promise<(() => void) | null>;
  /** Tells whoever the settings name that a run did not end well; returns why that failed, null when it did not or nobody is named. */
  tellFailure: (news: { program: string; exitCode: number; what: string }) => Promise<string | null>;
  /** Copies the database to a file, beside it unless one is named; returns where to, and its bytes. */
  backup: (
    overrides: Pick<Overrides, 'database'>,
    file: string | undefined,
  ) => Promise<{ file: string; bytes: number }>;
  /** Puts a backup in the place of the database; returns where both are now, the old one null when there was none. */
  restore: (
    overrides: Pick<Overrides, 'database'>,
    file: string,
  ) => Promise<{ database: string; before: string | null }>;
  /** Copies personas, prompts and page templates to a folder; returns the folders written. */
  eject: (folder: string) => Promise<string[]>;
}
