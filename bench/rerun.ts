import { join } from 'node:path';
import { type Figure, seconds } from './figure.ts';
import { inventTools, slugOf } from './invent-tools.ts';
import { key } from './peers.ts';
import { fastest, newFolder, runProgram, spawnSimulator } from './workbench.ts';

const tools = 200;
const times = 5;

/** A store with 800 standing seats, and how long it takes to find that nothing needs to be asked. */
export async function measureRerun(): Promise<Figure[]> {
  const folder = newFolder();
  const files = inventTools(join(folder, 'tools'), tools);
  const service = await spawnSimulator({ ttfb: 5 });
  const settings = { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: service.url };
  const run = async (args: readonly string[]): Promise<number> => {
    const { code, ms, stderr } = await runProgram(folder, args, settings);
    if (code !== 0) throw new Error(`${args[0]} ended with ${code}: ${stderr}`);
    return ms;
  };
  await run(['review', '--quiet', ...files]);
  await run(['compare', '--quiet', ...files.slice(0, 2)]);
  const asked = (await service.report()).calls.length;
  const slugs = files.map((_, number) => slugOf(number));
  const help = await fastest(times, () => run(['--help']));
  const list = await fastest(times, () => run(['tools']));
  const bySlug = await fastest(times, () => run(['review', '--quiet', ...slugs]));
  const byFile = await fastest(times, () => run(['review', '--quiet', ...files]));
  const compare = await fastest(times, () => run(['compare', '--quiet', ...slugs.slice(0, 2)]));
  const more = (await service.report()).calls.length - asked;
  await service.close();
  const line = (what: string, ms: number, against: string, start: number, mark: string): Figure => ({
    what,
    ours: `${seconds(ms)}, ${more} calls`,
    against: `${against} ${seconds(start)}; beyond it ${seconds(ms - start)}`,
    ratio: null,
    mark,
  });
  return [
    line('800 standing seats, tools by name', bySlug, 'tools', list, 'under 0.5 s beyond it'),
    line('800 standing seats, tools by file', byFile, 'tools', list, 'under 0.5 s beyond it'),
    line('the same', byFile, '--help', help, ''),
    line('compare again', compare, '--help', help, ''),
  ];
}
