import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { runCli } from './entries/cli.ts';
import type { House, Terminal } from './entries/house.ts';

/** Ends the run at the first Ctrl-C, keeping what finished; at the second one, or when that takes too long, at once. */
class Interrupted extends Error {
  override name = 'Interrupted';
}

/** Milliseconds a stopped run may take to end by itself. */
const patience = 10_000;

const interrupt = new AbortController();
function stop(): void {
  if (interrupt.signal.aborted) process.exit(130);
  interrupt.abort(new Interrupted('Stopped. What was answered is kept: run the same command again to go on.'));
  setTimeout(() => process.exit(130), patience).unref();
}
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, stop);

// A reader that closes its end early (| head) is done, not an error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
}

const terminal: Terminal = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  live: async () => ((await import('./open-desk.ts')).canRedraw(process.stderr) ? process.stderr : null),
  canAsk: process.stdin.isTTY === true && process.stderr.isTTY === true,
  colour: process.stdout.isTTY === true && process.stdout.hasColors(),
  colourErr: process.stderr.isTTY === true && process.stderr.hasColors(),
  columns: process.stdout.columns || process.stderr.columns || 80,
  ask: askPerson,
};

async function askPerson(question: string, signal: AbortSignal): Promise<string | null> {
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  // While a line is edited, Ctrl-C arrives as a key and not as a signal.
  reader.on('SIGINT', stop);
  try {
    return await reader.question(question, { signal });
  } catch (error) {
    process.stderr.write('\n');
    signal.throwIfAborted();
    if (error instanceof Error && error.name === 'AbortError') return null;
    throw error;
  } finally {
    reader.close();
  }
}

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** The desk and its world load when a command needs them: `--help` stays quick. */
const house: House = {
  terminal,
  version,
  signal: interrupt.signal,
  openDesk: async (overrides, watching) => (await import('./open-desk.ts')).openDesk(overrides, watching),
  examine: async function* (overrides, signal) {
    yield* (await import('./open-desk.ts')).examineHouse(overrides, signal);
  },
  listModels: async (overrides) => (await import('./open-desk.ts')).listRouterModels(overrides),
  lockNight: async (overrides) => (await import('./open-desk.ts')).lockNights(overrides),
  tellFailure: async (news) => (await import('./open-desk.ts')).tellFailure(news, interrupt.signal),
  backup: async (overrides, file) => (await import('./open-desk.ts')).backUp(overrides, file),
  restore: async (overrides, file) => (await import('./open-desk.ts')).restore(overrides, file),
  eject: async (folder) => (await import('./open-desk.ts')).eject(folder),
};

const code = await runCli(process.argv.slice(2), house);
// A pipe takes 64 kB at a time: leaving before it is empty would cut a longer result short.
for (const stream of [process.stdout, process.stderr]) await new Promise((flushed) => stream.write('', flushed));
process.exit(code);
