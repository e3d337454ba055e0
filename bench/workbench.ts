import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { SimulatorSettings } from './simulator/settings.ts';
import type { Report } from './simulator/stats.ts';

/** A simulator in a process of its own, so that it does not work on the time of what is measured. */
export interface Service {
  url: string;
  report(): Promise<Report>;
  close(): Promise<void>;
}

export async function spawnSimulator(settings: Partial<SimulatorSettings>): Promise<Service> {
  const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const program = resolve(import.meta.dirname, 'simulator/run.ts');
  const child = spawn(process.execPath, [program, ...flags], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const { url } = JSON.parse(String(line)) as { url: string };
  return {
    url,
    report: async () => (await (await fetch(`${url}/__stats`)).json()) as Report,
    close: async () => {
      const closed = once(child, 'close');
      child.stdin.end();
      await closed;
    },
  };
}

/** One run of the program. */
export interface Run {
  code: number | null;
  /** From start to end of the process, in milliseconds. */
  ms: number;
  /** Processor time of all its threads, in milliseconds: other work on the machine hardly moves it. */
  cpuMs: number;
  stdout: string;
  stderr: string;
}

/** Loaded before the program, this leaves its processor time in a file. */
const countCpu = `data:text/javascript,${encodeURIComponent(`import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(process.env.CPU_FILE, JSON.stringify(process.cpuUsage())));`)}`;

/** Processor time, in milliseconds. */
export function cpuMsOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1_000;
}

const bin = resolve(import.meta.dirname, '../src/bin.js');

/** Runs the program as a user does, with these settings and no others. */
export async function runProgram(
  folder: string,
  args: readonly string[],
  settings: Record<string, string> = {},
): Promise<Run> {
  const cpuFile = join(newFolder(), 'cpu.json');
  const env = { PATH: process.env.PATH ?? '', HOME: folder, CPU_FILE: cpuFile, ...settings };
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', countCpu, bin, ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      said[name] += chunk;
    });
  const [code] = (await once(child, 'close')) as [number | null];
  const ms = performance.now() - began;
  const cpuMs = cpuMsOf(JSON.parse(readFileSync(cpuFile, 'utf8')) as NodeJS.CpuUsage);
  return { code, ms, cpuMs, ...said };
}

/** An empty working folder. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'ship-or-skip-bench-'));
}

/** The shortest of several runs: everything else a machine does only ever adds. */
export async function fastest(times: number, once: () => Promise<number>): Promise<number> {
  const taken: number[] = [];
  for (let time = 0; time < times; time += 1) taken.push(await once());
  return Math.min(...taken);
}
