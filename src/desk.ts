import type { PromptTemplates } from './core/asking/prompt.ts';
import type { WayToAsk } from './core/asking/ways.ts';
import type { BatchAnswer, BatchService } from './core/batch.ts';
import type { Ask, AskedCall, Prompt } from './core/call.ts';
import type { AnchorSet } from './core/comparison/anchor.ts';
import type { Prices } from './core/cost.ts';
import type { ModelName } from './core/model.ts';
import type { PanelOfPersonas } from './core/panel/persona.ts';
import type { PageTemplates } from './pages/templates.ts';
import type { ClaudeFileApi } from './providers/claude/claude-file-api.ts';
import type { FetchSource } from './sources/fetch-source.ts';
import type { Store } from './store/contract/contract.ts';

/** Where a seat under way is. */
export type SeatStage = 'waiting' | 'asking' | 'checking' | 'repairing' | 'balloting' | 'repeating';

/** What happens to a seat, for whoever watches. */
export type SeatEvent = {
  tool: string;
  persona: string;
} & (
  | { stage: SeatStage }
  | {
      stage: 'standing' | 'done' | 'candidate';
      score: number | null;
      verdict: string | null;
      /** US dollars the lead’s answer cost; null when it is unknown. */
      costUsd: number | null;
      /** The answer came from a file or a recording: nobody was paid. */
      supplied: boolean;
    }
  | { stage: 'missing'; reason: string }
  /** Head to head: the tool is then `a vs b`, and `prefers` the name of one of them. */
  /** A head to head, or the answer on top, and which tool it prefers; null for none. */
  | { stage: 'judged' | 'answered'; prefers: string | null }
);

/** What documents that leave the machine say about where they come from. */
interface Site {
  /** Root of the published pages; null where nobody knows it: then nothing links to them. */
  address: string | null;
  /** As mail headers have it: `Ada Byron <ada@example.org>`. */
  from: string;
  to: string;
}

/** How the questions of one tool to one model go into batches, and what each way costs in US dollars. */
export interface BatchPlan {
  tool: string;
  model: string;
  questions: number;
  way: WayToAsk;
  costs: Record<WayToAsk, number>;
}

/** What happens to batches, for whoever watches. `batch` is the service’s id. */
export type BatchEvent =
  | ({ kind: 'planned' } & BatchPlan)
  /** It was sent by this run, or was sent before and is waited for. */
  | { kind: 'sent' | 'found'; batch: string; questions: number; since: string }
  | { kind: 'waiting'; batch: string; questions: number; processed: number; since: string }
  | { kind: 'ended'; batch: string; answered: number; returned: number }
  /** Nothing will come of it. */
  | { kind: 'lost'; batch: string; problem: string }
  /** The run ends before it did. */
  | { kind: 'left'; batch: string };

/** How questions are put into batches. */
export interface Batching {
  service: BatchService;
  /** Sets the worst case of a question aside; rejects with BudgetReached when it does not fit. */
  setAside(customId: string, prompt: Prompt): Promise<void>;
  /** Gives back what was set aside for a question that is not sent. */
  giveBack(customId: string): void;
  /** Accounts for what a batch brought for a question: budget, sum and run log. */
  account(customId: string, call: AskedCall, answer: BatchAnswer | { kind: 'unanswered' }, batch: string): void;
  /** The shortest beginning the model keeps in its cache, in tokens. */
  minimumPrefixOf(model: ModelName): number;
  /** Waits so many milliseconds, or ends with the signal. */
  wait(ms: number, signal: AbortSignal): Promise<unknown>;
  tell(event: BatchEvent): void;
}

/** The capabilities a flow may use. Built by open-desk.ts, or by hand in a test. */
export interface Desk {
  now(): Date;
  panel: PanelOfPersonas;
  /** The invented tools this panel is calibrated on; rejects with InvalidFile. */
  anchors(): Promise<AnchorSet>;
  prompts: PromptTemplates;
  pages: PageTemplates;
  store: Store;
  /** The model that leads every seat. */
  lead: ModelName;
  /** Models that are asked for ballots. */
  ballots: ModelName[];
  /** Who writes a review when the lead gives no answer; null for nobody. */
  fallback: ModelName | null;
  /** Who decides at this desk; written into the history. */
  editor: string;
  /** Answers prompts of a model: journalled, retried, limited, within the budget. */
  ask(model: ModelName): Ask;
  /** What a model costs, or null when that is unknown. */
  priceOf(model: ModelName): Promise<Prices | null>;
  /** The most it can cost, whoever serves it. */
  mostPriceOf(model: ModelName): Promise<Prices | null>;
  /** A prompt’s input tokens as the service of its model counts them, free of charge; null where it cannot be asked to. Rejects when it gives no count. */
  countTokens(prompt: Omit<Prompt, 'attempt'>, signal: AbortSignal): Promise<number | null>;
  /** Documents kept at the Files API of Claude; null without a key for it. */
  fileApi: ClaudeFileApi | null;
  /** Puts questions to Claude into batches; null at a desk where each is asked by itself. */
  batching: Batching | null;
  /** No key is set: only recorded replies can answer. */
  onlyRecordings: boolean;
  /** The day a recording was made for this dossier; it is the dossier’s `asOf` in a store that has never seen it. Null without a recording. */
  recordedOn(dossierKey: string): string | null;
  /** How long things are kept, in days; null for ever. */
  keepDays: { logs: number | null; replies: number | null; readings: number | null };
  /** Where readers find what is published, and who sends the digest to whom. */
  site: Site;
  /** Fetches an address behind the guard. */
  fetchSource: FetchSource;
  watch(event: SeatEvent): void;
  /** Ends everything under way. */
  signal: AbortSignal;
}
