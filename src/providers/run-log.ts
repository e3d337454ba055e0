import { type Ask, type AskedCall, ProviderFailed, type Purpose, type Reply, type Usage } from '../core/call.ts';

/** One attempt to get an answer, as it is logged: never a prompt, an answer’s text or a key. */
export interface LogEntry {
  /** ISO time the attempt ended. */
  at: string;
  purpose: Purpose;
  tool: string;
  persona: string;
  /** As asked; a provider that was pinned after another one failed is part of it. */
  model: string;
  /** The first characters of the prompt’s key: enough to find the call in the journal. */
  prompt: string;
  /** The call’s number in the journal: `--fresh` takes the next one. */
  call: number;
  /** 1 for the first time it is sent. */
  attempt: number;
  /** `answered`, the kind of a failure, or `stopped` when the run was ended. */
  outcome: string;
  /** HTTP status of a failure; null when there is none to tell. */
  status: number | null;
  /** How an answer ended, in the service’s own word. */
  stop: string | null;
  requestId: string | null;
  servedBy: string | null;
  /** Time in the queue, for the budget and between attempts, in milliseconds. */
  waitedMs: number;
  tookMs: number;
  usage: Usage | null;
  costUsd: number | null;
  /** The service’s id of the batch it was asked in; absent for a question that was asked by itself. */
  batch?: string;
}

/** A batch that was sent, or a request about one that failed; what a batch brings is logged by question. */
export interface BatchLogEntry {
  at: string;
  /** What was tried: to send a batch, look how far it is, find it again, or read its results. */
  tried: 'send' | 'look' | 'find' | 'read';
  /** Null while it has none. */
  batch: string | null;
  /** `sent`, the kind of a failure, or `stopped`. */
  outcome: string;
  status: number | null;
  requestId: string | null;
  tookMs: number;
}

/** Where entries go. Must not throw. */
export type WriteEntry = (entry: LogEntry | BatchLogEntry) => void;

/** The two wrappers of a run log: `wait` goes around everything that makes a call wait, `attempt` around the client alone. */
export interface RunLog {
  wait: (ask: Ask) => Ask;
  attempt: (ask: Ask) => Ask;
}

/** Writes one entry for each attempt. */
export function runLog(write: (entry: LogEntry) => void, now: () => Date = () => new Date()): RunLog {
  return {
    wait: (ask) => (prompt, options) => ask(prompt, { ...options, waiting: { since: now().getTime(), attempts: 0 } }),
    attempt: (ask) => async (prompt, options) => {
      const began = now().getTime();
      const waiting = options.waiting ?? { since: began, attempts: 0 };
      waiting.attempts += 1;
      const times = { attempt: waiting.attempts, waitedMs: began - waiting.since };
      const conclude = (how: Outcome): void => {
        const ended = now();
        waiting.since = ended.getTime();
        write({ at: ended.toISOString(), ...callOf(prompt), ...times, tookMs: ended.getTime() - began, ...how });
      };
      try {
        const reply = await ask(prompt, options);
        conclude(answered(reply));
        return reply;
      } catch (error) {
        conclude(failed(error));
        throw error;
      }
    },
  };
}

type Outcome = Pick<LogEntry, 'outcome' | 'status' | 'stop' | 'requestId' | 'servedBy' | 'usage' | 'costUsd'>;

const keyLength = 24;

/** Which call an entry is about. */
export function callOf({ purpose, seat, model, key, attempt }: AskedCall) {
  return { purpose, tool: seat.tool, persona: seat.persona, model, prompt: key.slice(0, keyLength), call: attempt };
}

/** A service’s explanation of how it ended stays out: it may quote the answer. */
export function answered({ stopReason, requestId, servedBy, usage, costUsd }: Reply): Outcome {
  return {
    outcome: 'answered',
    status: null,
    stop: stopReason.split(':')[0] ?? null,
    requestId,
    servedBy,
    usage,
    costUsd,
  };
}

/** What failed, in no words of the service. */
export function failed(error: unknown): Outcome {
  const nothing = { stop: null, usage: null, costUsd: null };
  if (!(error instanceof ProviderFailed))
    return { outcome: 'stopped', status: null, requestId: null, servedBy: null, ...nothing };
  const { kind, status, requestId, servedBy } = error;
  return { outcome: kind, status, requestId, servedBy, ...nothing };
}
