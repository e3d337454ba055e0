import type { Prices } from './cost.ts';

/** What a call is for. */
export type Purpose = 'opinion' | 'repair' | 'ballot' | 'duel' | 'answer' | 'facts';

/** One turn after the system parts. */
export interface Turn {
  role: 'user' | 'assistant';
  text: string;
}

/** A dossier that is a document of its own within the shared part of a prompt. */
export interface DossierDocument {
  dossierKey: string;
  /** Slug. */
  tool: string;
  title: string;
  /** Where it begins and ends in `shared`, in UTF-16 code units; the end is exclusive. */
  start: number;
  end: number;
}

/** Everything that is sent, and which seat it is for. Two prompts with the same key are the same question. */
export interface Prompt {
  /** Hash of seat, purpose, system and user parts, schema, model as written, effort and output limit. */
  key: string;
  purpose: Purpose;
  /** 1 for the first time this key is asked; `--fresh` takes the next number. Not part of the key. */
  attempt: number;
  seat: { tool: string; persona: string };
  /** The dossier it quotes. */
  dossierKey: string;
  /** As written by the editor, see ModelName. */
  model: string;
  /** Panel rules and dossier: byte-identical for every persona of a tool. The cache breakpoint stands at its end. */
  shared: string;
  /**
   * The dossiers at the end of `shared` that are documents of their own, in the order they are read; none where the
   * dossier is short. A service that keeps documents may be sent them by reference: everyone else reads them where they are.
   */
  documents: readonly DossierDocument[];
  /** The persona, after the breakpoint. */
  own: string;
  turns: Turn[];
  /** JSON Schema of the answer, without bounds, every property required. */
  schema: { name: string; schema: Record<string, unknown> };
  effort: 'low' | 'medium' | 'high';
  maxOutputTokens: number;
}

/** What names a call, and all it takes to keep a reply to it. */
export interface AskedCall extends Pick<Prompt, 'key' | 'purpose' | 'attempt' | 'seat' | 'model'> {
  /** The form of the answer, which a correction round shares with its question. */
  schema: Pick<Prompt['schema'], 'name'>;
}

/** Tokens by price class. Total input = input + cacheWrite5m + cacheWrite1h + cacheRead. */
export interface Usage {
  /** Input tokens neither written to nor read from a cache. */
  input: number;
  /** Output tokens, thinking included. */
  output: number;
  /** Thinking tokens, a part of output; null when the service does not say. */
  thinking: number | null;
  cacheWrite5m: number;
  cacheWrite1h: number;
  cacheRead: number;
}

/** How an answer ended. `end` is the only one that can be whole. */
export type Stop = 'end' | 'length' | 'refusal' | 'other';

/** What came back for a prompt. The text is untrusted. */
export interface Reply {
  text: string;
  stop: Stop;
  /** The service’s own word for how it ended, with its explanation where it gave one. */
  stopReason: string;
  provider: 'claude' | 'hugging-face' | 'endpoint' | 'recorded' | 'file' | 'scripted';
  /** The model as the service names it, or as claimed by who supplied the file. */
  model: string;
  family: string;
  /** The inference provider behind a router, where it tells. */
  servedBy: string | null;
  /** The service’s name for the request; for an answer in a batch, which has none of its own, its name for the message. */
  requestId: string | null;
  /** Null when the service did not say: cost is then unknown, not zero. */
  usage: Usage | null;
  costUsd: number | null;
  /** What the cost was computed from; null where the price is unknown. */
  prices: Prices | null;
  /** ISO time the last byte arrived. */
  receivedAt: string;
  /** Wall time of the call in milliseconds. */
  tookMs: number;
  /** For replies that come from a file: who supplied it, on which day, and whether it answers the present prompt or an older one. */
  supplied: { by: string; on: string; older: boolean } | null;
  /** The service’s id of the batch it came in; null when it was asked by itself. */
  batch: string | null;
  /** Row of the journal that keeps this reply; null before it is kept. */
  callId: number | null;
}

/** One limit of a service, as the head of an answer tells it. */
export interface RateLimit {
  /** So many in a minute. */
  perMinute: number;
  /** How many are left at once; null when it is not told. */
  remaining: number | null;
  /** When all of it will be there again, in milliseconds from now; null when it is not told. */
  resetMs: number | null;
}

/** What is counted against a limit. `tokens` is input and output together. */
export type Metered = 'requests' | 'inputTokens' | 'outputTokens' | 'tokens';

/** Which limits a service tells. What it does not tell is not here. */
export type RateLimits = Partial<Record<Metered, RateLimit>>;

/** `on-demand` is for somebody who waits, and goes before `background`. */
type Urgency = 'on-demand' | 'background';

/** How long a cache entry lives after its last use. The longer one costs more to write. */
export type CacheLife = '5m' | '1h';

export interface AskOptions {
  /** Ends the call, headers and body. */
  signal: AbortSignal;
  /** Called once, at the first byte of the answer: others who share the prompt’s prefix can now read it from the cache. Asking with it streams. */
  onBegin?: () => void;
  /** Who goes first when calls have to wait; `on-demand` when it is left out. */
  urgency?: Urgency;
  /** The prompt’s shared part stands in the service’s cache, for a few minutes: it goes before others of its urgency, and only what is new to the service counts against limits of input tokens. */
  reads?: boolean;
  /** How long the cache entry it may write has to live; five minutes when it is left out. */
  cacheLife?: CacheLife;
  /** Called when the call leaves the last queue and is sent. */
  onSend?: () => void;
  /** Called when the head of an answer has come, whatever its status, with the limits it tells. */
  onLimits?: (limits: RateLimits) => void;
  /** When this call, or its last attempt, began to wait: the run log keeps its time here. In milliseconds since 1970. */
  waiting?: { since: number; attempts: number };
}

/** The one contract of everything that answers. Rejects with ProviderFailed or the signal’s reason. */
export type Ask = (prompt: Prompt, options: AskOptions) => Promise<Reply>;

/** Why a provider failed, as far as it decides what to do next. */
export type FailureKind =
  | 'credentials' // 401, 403, missing key: stop, tell the person
  | 'spend' // 402 or a spend limit: stop the run
  | 'rate' // 429: wait, then again
  | 'server' // 5xx, overloaded: again
  | 'network' // no answer, reset, cut stream: again
  | 'deadline' // took too long: again
  | 'malformed' // answered, but not in its own format: again
  | 'unsupported' // this provider cannot do what is asked; another one of the same model may
  | 'request'; // 400, 404, 413, 422: the same request will fail again

/** A provider did not give a usable answer. */
export class ProviderFailed extends Error {
  override name = 'ProviderFailed';
  readonly provider: string;
  readonly kind: FailureKind;
  readonly status: number | null;
  readonly requestId: string | null;
  /** What the server asked us to wait, in milliseconds; null when it did not say. */
  readonly retryAfterMs: number | null;
  /** The inference provider behind a router, where it tells. */
  readonly servedBy: string | null;
  /** Of a batch that was refused for one of its questions: which, by its place from 0. Null for everything else. */
  readonly culprit: number | null;
  /** Whether the call had been answered in part: it paused, was asked to go on, and that failed. What came before is paid for. */
  readonly afterPause: boolean;
  constructor(
    provider: string,
    kind: FailureKind,
    message: string,
    more: {
      status?: number | null;
      requestId?: string | null;
      retryAfterMs?: number | null;
      servedBy?: string | null;
      culprit?: number | null;
      afterPause?: boolean;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: more.cause });
    this.provider = provider;
    this.kind = kind;
    this.status = more.status ?? null;
    this.requestId = more.requestId ?? null;
    this.retryAfterMs = more.retryAfterMs ?? null;
    this.servedBy = more.servedBy ?? null;
    this.culprit = more.culprit ?? null;
    this.afterPause = more.afterPause ?? false;
  }
  get retryable(): boolean {
    return (
      this.kind === 'rate' ||
      this.kind === 'server' ||
      this.kind === 'network' ||
      this.kind === 'deadline' ||
      this.kind === 'malformed'
    );
  }
}

/** The part of a store the journal needs: a paid reply is on disk before anything is decided about it. */
export interface Calls {
  /** The stored reply of this very call (key, purpose, attempt) that has not been settled, or null. */
  findUnsettled(prompt: Pick<Prompt, 'key' | 'purpose' | 'attempt'>): Promise<Reply | null>;
  /** The stored reply of this very call, decided about or not; null where none came yet. Two runs at once count their attempts alike. */
  find(prompt: Pick<Prompt, 'key' | 'purpose' | 'attempt'>): Promise<Reply | null>;
  /**
   * Stores a reply and returns it with its callId. Of two replies to the same call the first is returned; the other one
   * was paid for as well and stays on record, but answers nothing.
   */
  keep(call: AskedCall, reply: Reply): Promise<Reply>;
}
