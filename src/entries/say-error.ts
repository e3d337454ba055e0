import { stripVTControlCharacters } from 'node:util';
import { CommanderError } from 'commander';
import { cleanText } from '../pages/escape.ts';
import { exitCodes, judgeError } from './exit-codes.ts';
import type { House } from './house.ts';

/** Says on stderr what ended a command, and returns its exit status: ours in plain lines, others with their stack. */
export function sayError({ terminal, signal }: House, error: unknown, verbose: boolean): number {
  if (signal.aborted) {
    terminal.err(`${signal.reason instanceof Error ? signal.reason.message : 'Stopped.'}\n`);
    return exitCodes.interrupted;
  }
  // Commander has said its own already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.invalid;
  const { code, plain } = judgeError(error);
  if (plain !== null && !verbose) {
    terminal.err(`${harmless(plain)}\n`);
    return code;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.err(`${harmless(stack)}\n`);
  if (plain === null) terminal.err('This is a fault in ship-or-skip itself. What was answered is kept.\n');
  return code;
}

/** Words of a service or a file, for a terminal: without control sequences. Line breaks stay. */
export function harmless(text: string): string {
  return cleanText(stripVTControlCharacters(text));
}
