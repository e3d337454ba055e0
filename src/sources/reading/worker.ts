import { parentPort } from 'node:worker_threads';
import type { ReadDocument } from '../read-document.ts';
import { type Body, readBody } from './read-body.ts';
import { Unreadable } from './unreadable.ts';

/** What a worker answers: the document, or why there is none; and whether it can be trusted with another. */
export type Reading = { isSound: boolean } & ({ read: ReadDocument } | { reason: string });

/** Reads one body. Whatever goes wrong in a library that meets a hostile page stays in here. */
async function read(body: Body): Promise<Reading> {
  try {
    return { isSound: true, read: await readBody(body) };
  } catch (error) {
    if (error instanceof Unreadable) return { isSound: true, reason: error.message };
    return {
      isSound: false,
      reason: `it is too tangled to be read (${error instanceof Error ? error.message : String(error)})`,
    };
  }
}

parentPort?.on('message', async (body: Body) => parentPort?.postMessage(await read(body)));
