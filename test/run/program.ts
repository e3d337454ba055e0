import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const bin = resolve(import.meta.dirname, '../../src/bin.js');

/** A tool facts file of the examples. */
export const example = (name: string): string => resolve(import.meta.dirname, `../../examples/${name}.yaml`);

interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  finished: Promise<Finished>;
  /** Settles when stderr holds so many matches. */
  says: (pattern: RegExp, count: number) => Promise<void>;
  kill: (signal: NodeJS.Signals) => void;
}

/** A folder of one user: her database and her output stay in it from run to run. */
export function newcomer(): { folder: string; start: (args: string[], settings?: Record<string, string>) => Running } {
  const folder = mkdtempSync(join(tmpdir(), 'newcomer-'));
  const start = (args: string[], settings: Record<string, string> = {}): Running => {
    // Nothing of the environment of whoever runs the tests reaches the program, least of all a key.
    const env = { PATH: process.env.PATH ?? '', HOME: folder, ...settings };
    const child = spawn(process.execPath, [bin, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output.stdout += chunk;
    });
    const waiting: (() => void)[] = [];
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      output.stderr += chunk;
      for (const look of waiting) look();
    });
    const says = (pattern: RegExp, count: number) =>
      new Promise<void>((seen) => {
        const look = () => {
          if ([...output.stderr.matchAll(pattern)].length >= count) seen();
        };
        waiting.push(look);
        look();
      });
    const finished = new Promise<Finished>((done) => child.once('close', (code) => done({ code, ...output })));
    return { finished, says, kill: (signal) => child.kill(signal) };
  };
  return { folder, start };
}
