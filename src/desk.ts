import type { PromptTemplates } from './core/asking/prompt.ts';
import type { Ask } from './core/call.ts';
import type { AnchorSet } from './core/comparison/anchor.ts';
import type { PriceTier } from './core/cost.ts';
import type { ModelName } from './core/model.ts';
import type { PanelOfPersonas } from './core/panel/persona.ts';
import type { PageTemplates } from './pages/templates.ts';
import type { FetchSource } from './sources/fetch-source.ts';
import type { Store } from './store/contract.ts';

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
  | { stage: 'judged'; prefers: string | null }
);

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
  /** Price of a model, or null when it is unknown. */
  priceOf(model: ModelName): Promise<PriceTier[] | null>;
  /** No key is set: only recorded replies can answer. */
  onlyRecordings: boolean;
  /** The day a recording was made for this dossier; it is the dossier’s `asOf` in a store that has never seen it. Null without a recording. */
  recordedOn(dossierKey: string): string | null;
  /** Fetches an address behind the guard. */
  fetchSource: FetchSource;
  watch(event: SeatEvent): void;
  /** Ends everything under way. */
  signal: AbortSignal;
}
