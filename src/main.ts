import { createInterface } from 'node:readline/promises';
import { runCli } from './entries/cli.ts';
import type { House, Terminal } from './entries/house.ts';

/** Ends the run at the first Ctrl-C, keeping what finished; at the second one at once. */
class Interrupted extends Error {
  override name = 'Interrupted';
}

const interrupt = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort(new Interrupted('Stopped. What was answered is kept: run the same command again to go on.'));
  });
}

// A reader that closes its end early (| head) is done, not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const terminal: Terminal = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  live: process.stderr.isTTY === true && (process.stderr.columns ?? 0) > 0 && process.env['CI'] === undefined,
  canAsk: process.stdin.isTTY === true && process.stderr.isTTY === true,
  colour: process.stdout.isTTY === true && process.stdout.hasColors?.() === true,
  columns: process.stdout.columns || 80,
  ask: async (question, signal) => {
    const reader = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return await reader.question(question, { signal });
    } finally {
      reader.close();
    }
  },
};

/** The desk and its world load when a command needs them: `--help` stays quick. */
const house: House = {
  terminal,
  version: '0.1.0',
  signal: interrupt.signal,
  openDesk: async (overrides, watching) => (await import('./open-desk.ts')).openDesk(overrides, watching),
  examine: async function* (overrides, signal) {
    yield* (await import('./open-desk.ts')).examineHouse(overrides, signal);
  },
  listModels: async (overrides) => (await import('./open-desk.ts')).listRouterModels(overrides),
  eject: async (folder) => (await import('./open-desk.ts')).eject(folder),
};

const code = await runCli(process.argv.slice(2), house);
// A pipe takes 64 kB at a time: leaving before it is empty would cut a longer result short.
for (const stream of [process.stdout, process.stderr]) await new Promise((flushed) => stream.write('', flushed));
process.exit(code);
