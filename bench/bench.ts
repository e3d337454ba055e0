// `npm run bench` measures everything and prints one table; `npm run bench -- pacing rerun` only what is named.
import { availableParallelism, cpus } from 'node:os';
import { measureComparison } from './comparison.ts';
import { measureFaults } from './faults.ts';
import { type Figure, renderTable } from './figure.ts';
import { measureOverhead } from './overhead.ts';
import { measurePacing } from './pacing.ts';
import { measureRerun } from './rerun.ts';
import { measureStartUp } from './start-up.ts';

const measures: Readonly<Record<string, () => Promise<Figure[]>>> = {
  overhead: measureOverhead,
  pacing: measurePacing,
  comparison: measureComparison,
  faults: measureFaults,
  'start-up': measureStartUp,
  rerun: measureRerun,
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !Object.hasOwn(measures, name));
if (unknown !== undefined) {
  process.stderr.write(`There is no measure "${unknown}"; there are ${Object.keys(measures).join(', ')}.\n`);
  process.exit(2);
}

const figures: Figure[] = [];
for (const [name, measure] of Object.entries(measures)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stderr.write(`${name} …\n`);
  figures.push(...(await measure()));
}
const machine = `${availableParallelism()} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}`;
console.log(`${new Date().toISOString().slice(0, 10)}, ${machine}\n\n${renderTable(figures)}`);
