import type { BatchAnswer, BatchService } from '../core/batch.ts';
import type { AskedCall } from '../core/call.ts';
import { answered, callOf, failed, type WriteEntry } from './run-log.ts';

/** A service whose failed requests are written to the run log, one entry each, and each batch that was sent. */
export function logBatches(service: BatchService, write: WriteEntry, now: () => Date = () => new Date()): BatchService {
  const logged = async <T>(
    tried: 'send' | 'look' | 'find' | 'read',
    batch: string | null,
    work: () => Promise<T>,
  ): Promise<T> => {
    const began = now().getTime();
    try {
      return await work();
    } catch (error) {
      const ended = now();
      const { outcome, status, requestId } = failed(error);
      const tookMs = ended.getTime() - began;
      write({ at: ended.toISOString(), tried, batch, outcome, status, requestId, tookMs });
      throw error;
    }
  };
  return {
    send: async (items, signal) => {
      const began = now().getTime();
      const state = await logged('send', null, () => service.send(items, signal));
      const at = now();
      const nothing = { status: null, requestId: null };
      const tookMs = at.getTime() - began;
      write({ at: at.toISOString(), tried: 'send', batch: state.id, outcome: 'sent', ...nothing, tookMs });
      return state;
    },
    look: (id, signal) => logged('look', id, () => service.look(id, signal)),
    recent: (since, signal) => logged('find', null, () => service.recent(since, signal)),
    read: (batch, ...rest) => logged('read', batch.id, () => service.read(batch, ...rest)),
  };
}

/** Writes what a batch brought for one of its questions: never a prompt, an answer’s text or a key. */
export function logAnswer(
  write: WriteEntry,
  call: AskedCall,
  answer: BatchAnswer | { kind: 'unanswered' },
  batch: string,
  now: () => Date = () => new Date(),
): void {
  const how = {
    ...failed(answer.kind === 'errored' ? answer.failure : null),
    ...(answer.kind === 'answered' ? answered(answer.reply) : {}),
    ...(answer.kind === 'answered' || answer.kind === 'errored' ? {} : { outcome: answer.kind }),
  };
  const tookMs = answer.kind === 'answered' ? answer.reply.tookMs : 0;
  write({ at: now().toISOString(), ...callOf(call), attempt: 1, waitedMs: 0, tookMs, ...how, batch });
}
