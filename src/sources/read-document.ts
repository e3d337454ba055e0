import { Worker } from 'node:worker_threads';
import PQueue from 'p-queue';
import { type Fetched, FetchFailed } from './fetch-source.ts';
import type { Reading } from './reading/worker.ts';

/** What a fetched document says, for a source. */
export interface ReadDocument {
  /** One line of at most 200 characters. */
  title: string;
  /** What people see of it: a line for each thing that has one, with headings, lists, tables (`a | b`) and code marked. */
  text: string;
  /** Where it leads: http and https, each address once, without fragments. */
  links: { url: string; text: string; rel: string | null }[];
  /** Name or property, lower case, to content. */
  meta: ReadonlyMap<string, string>;
  /** The things it describes for machines. Untrusted like all the rest. */
  jsonLd: unknown[];
  /** The address it calls its own; as untrusted as the rest. */
  canonical: string | null;
  language: string | null;
  /** The day it says it was published, YYYY-MM-DD. */
  published: string | null;
  /** It has next to no text of its own; the text is what its head says. */
  thin: boolean;
}

/** Milliseconds a document may take to be read. Ordinary pages take a fifth of a second. */
const usualPatienceMs = 20_000;

/** Megabytes a document may take to be read. */
const mostMemoryMb = 768;

/** Documents read at once: each thread takes a processor, and some 60 MB. */
const readings = new PQueue({ concurrency: 2 });

/**
 * Reads a page, PDF or text. It happens in a thread of its own, with limits of time and memory and without the environment:
 * a page made to hang or break a parser costs that page and nothing else, and what else is under way goes on meanwhile.
 * @throws FetchFailed
 */
export function readDocument(
  document: Extract<Fetched, { kind: 'document' }>,
  patienceMs = usualPatienceMs,
): Promise<ReadDocument> {
  return readings.add(() => readInThread(document, patienceMs));
}

async function readInThread(
  { url, contentType, charset, body }: Extract<Fetched, { kind: 'document' }>,
  patienceMs: number,
): Promise<ReadDocument> {
  const worker = takeWorker();
  const { promise, resolve } = Promise.withResolvers<Reading>();
  const timer = setTimeout(() => resolve(broken(`it took longer than ${patienceMs / 1000} s`)), patienceMs);
  const fail = (error: NodeJS.ErrnoException): void => resolve(broken(reasonOf(error)));
  worker.once('message', resolve).once('error', fail);
  worker.postMessage({ url, contentType, charset, body });
  try {
    const reading = await promise;
    if (reading.isSound) giveBack(worker);
    else await worker.terminate();
    if ('reason' in reading) throw new FetchFailed(url, reading.reason);
    return reading.read;
  } finally {
    clearTimeout(timer);
    worker.off('message', resolve).off('error', fail);
  }
}

function broken(reason: string): Reading {
  return { isSound: false, reason };
}

/** Beside this file, in TypeScript or as it was built. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './reading/worker.ts' : './reading/worker.js',
  import.meta.url,
);

/** Threads that have nothing to do: to start one takes longer than to read a page. They keep no program running. */
const idle = new Set<Worker>();

function takeWorker(): Worker {
  const [worker = startWorker()] = idle;
  idle.delete(worker);
  worker.ref();
  return worker;
}

function giveBack(worker: Worker): void {
  worker.unref();
  idle.add(worker);
}

function startWorker(): Worker {
  const worker = new Worker(workerFile, {
    env: {},
    // the libraries warn of what they find in documents
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: mostMemoryMb },
  });
  // one that fails while it is idle is not used again; one that fails at work is heard by whoever waits for it
  worker.on('error', () => idle.delete(worker));
  return worker;
}

function reasonOf(error: NodeJS.ErrnoException): string {
  return error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? 'it takes too much memory to read'
    : `it cannot be read (${error.message})`;
}
