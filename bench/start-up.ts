import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Figure, seconds } from './figure.ts';
import { fastest, newFolder, runProgram } from './workbench.ts';

const times = 5;
const example = (name: string): string => resolve(import.meta.dirname, `../examples/${name}.yaml`);

/** How long somebody waits for the first line, and for the first comparison without a key. */
export async function measureStartUp(): Promise<Figure[]> {
  const bare = await fastest(times, bareNode);
  const cold = newFolder();
  const caches = { NODE_COMPILE_CACHE: join(cold, 'cache') };
  const help = await fastest(times, async () => (await runProgram(cold, ['--help'])).ms);
  const first = await fastest(3, async () => {
    rmSync(caches.NODE_COMPILE_CACHE, { recursive: true, force: true });
    return (await runProgram(cold, ['--help'], caches)).ms;
  });
  const compare = await fastest(3, async () => {
    const files = [example('claude-files-api'), example('hugging-face-inference-providers')];
    return (await runProgram(newFolder(), ['compare', '--quiet', ...files])).ms;
  });
  const line = (what: string, ms: number, mark: string): Figure => ({
    what,
    ours: seconds(ms),
    against: `node alone ${seconds(bare)}`,
    ratio: ms / bare,
    mark,
  });
  return [
    line('--help', help, ''),
    line('--help, nothing compiled yet', first, ''),
    line('first comparison, recorded replies', compare, ''),
  ];
}

async function bareNode(): Promise<number> {
  const began = performance.now();
  await once(spawn(process.execPath, ['-e', '0']), 'close');
  return performance.now() - began;
}
