// A simulator as a program of its own: `node bench/simulator/run.ts --ttfb 200 --requests 600`. The settings are those of
// settings.ts, lists separated by commas. It says where it listens in one line of JSON, and ends when its input does.
import { parseArgs } from 'node:util';
import { startSimulator } from './server.ts';
import { faults, type SimulatorSettings, usualSettings } from './settings.ts';

const names = Object.keys(usualSettings);
const { values } = parseArgs({ options: Object.fromEntries(names.map((name) => [name, { type: 'string' }])) });
const { faults: wanted, ...numbers } = values;
const settings: Partial<SimulatorSettings> = Object.fromEntries(
  Object.entries(numbers).map(([name, value]) => [name, Number(value)]),
);
if (wanted !== undefined) settings.faults = faults.filter((fault) => String(wanted).split(',').includes(fault));

const simulator = await startSimulator(settings);
process.stdout.write(`${JSON.stringify({ url: simulator.url })}\n`);
process.stdin.resume().once('end', () => void simulator.close().then(() => process.exit(0)));
