import type { AskedCall, Prompt, ProviderFailed, Reply } from './call.ts';

/** How long a batch’s cache entry lives, after the question that wrote it was begun and after each that read it; null for no entry. */
export type BatchedLife = '1h' | null;

/** A question on its way into a batch. */
export interface BatchItem {
  customId: string;
  prompt: Prompt;
  life: BatchedLife;
}

/** A batch, as the service tells of it. Times are ISO. */
export interface BatchState {
  /** The service’s name for it. */
  id: string;
  ended: boolean;
  createdAt: string;
  expiresAt: string;
  /** Null while it has not ended. */
  endedAt: string | null;
  /** How many of its questions are answered, or will not be. */
  processed: number;
  questions: number;
}

/** What a batch brought for one of its questions. */
export type BatchAnswer =
  | { kind: 'answered'; reply: Reply }
  | { kind: 'errored'; failure: ProviderFailed }
  | { kind: 'expired' | 'canceled' };

/** A service that answers many questions in one batch, later. Every method rejects with ProviderFailed or the signal’s reason. */
export interface BatchService {
  /**
   * Sends a batch. Rejects with a failure of kind `request` that has a `culprit` when the service refuses all of it for
   * one of its questions.
   */
  send(items: readonly BatchItem[], signal: AbortSignal): Promise<BatchState>;
  look(id: string, signal: AbortSignal): Promise<BatchState>;
  /** The batches of the account that were made since a time, in milliseconds since 1970, whoever sent them; the newest first. */
  recent(since: number, signal: AbortSignal): Promise<BatchState[]>;
  /**
   * Reads the results of a batch that has ended, in whatever order they come, one of them twice if they come twice.
   * @param models the model of each question, as written, by its custom id; results of others are counted and not taken.
   */
  read(
    batch: BatchState,
    models: ReadonlyMap<string, string>,
    take: (customId: string, answer: BatchAnswer) => Promise<void>,
    signal: AbortSignal,
  ): Promise<{ strangers: number }>;
}

/** Names a call within a batch, in the characters the service allows (`^[a-zA-Z0-9_-]{1,64}$`): 96 bits of its key, and the attempt. */
export function customIdOf({ key, attempt }: Pick<AskedCall, 'key' | 'attempt'>): string {
  const digest = key.slice(key.lastIndexOf(':') + 1).replaceAll(/[^a-zA-Z0-9]/g, '');
  return `rv_${digest.slice(0, 24)}_${attempt}`;
}

/** Most questions of one batch, and most bytes of its request, by the service’s rules; a little is left for what stands around the questions. */
export const batchLimits = { questions: 100_000, bytes: 250_000_000 };

/** Splits questions, in their order, into batches that keep the limits. A question larger than a batch stands alone, for the service to refuse. */
export function splitBatches<T>(
  items: readonly T[],
  bytesOf: (item: T) => number,
  limits: typeof batchLimits = batchLimits,
): T[][] {
  const batches: T[][] = [];
  let room = { questions: 0, bytes: 0 };
  for (const item of items) {
    const bytes = bytesOf(item);
    if (room.questions < 1 || room.bytes < bytes) {
      batches.push([]);
      room = { ...limits };
    }
    batches.at(-1)?.push(item);
    room = { questions: room.questions - 1, bytes: room.bytes - bytes };
  }
  return batches;
}
