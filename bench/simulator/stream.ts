import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './settings.ts';

/** Pieces a text is sent in: as many as are due in steps of so many milliseconds, but not fewer than this. */
const stepMs = 50;
const fewestPieces = 8;

/** Sends a message as events, evenly over the time its generation takes. The head must have been sent. */
export async function streamMessage(
  response: ServerResponse,
  message: Record<string, unknown>,
  { text, generationMs, fault }: { text: string; generationMs: number; fault: Fault | null },
): Promise<void> {
  const { usage, stop_reason, stop_details, content, ...rest } = message;
  const send = (type: string, fields: Record<string, unknown>): boolean =>
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`);
  send('message_start', {
    message: { ...rest, content: [], stop_reason: null, usage: { ...Object(usage), output_tokens: 1 } },
  });
  send('ping', {});
  const pieces = piecesOf(text, Math.max(fewestPieces, Math.ceil(generationMs / stepMs)));
  if (pieces.length > 0) send('content_block_start', { index: 0, content_block: { type: 'text', text: '' } });
  const broken = fault === 'midstream' || fault === 'early-end';
  const began = performance.now();
  for (const [number, piece] of pieces.entries()) {
    if (broken && number > pieces.length / 2) break;
    const due = began + (generationMs * (number + 1)) / pieces.length - performance.now();
    if (due > 1) await sleep(due);
    send('content_block_delta', { index: 0, delta: { type: 'text_delta', text: piece } });
  }
  if (fault === 'midstream') send('error', { error: { type: 'overloaded_error', message: 'Overloaded' } });
  if (!broken) {
    if (pieces.length > 0) send('content_block_stop', { index: 0 });
    send('message_delta', { delta: { stop_reason, stop_details, stop_sequence: null }, usage });
    send('message_stop', {});
  }
  response.end();
}

function piecesOf(text: string, count: number): string[] {
  const length = Math.max(1, Math.ceil(text.length / count));
  return Array.from({ length: Math.ceil(text.length / length) }, (_, at) => text.slice(at * length, (at + 1) * length));
}
