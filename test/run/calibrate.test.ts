import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readAnchors } from '../../src/sources/anchor-files.ts';
import { readPanel } from '../../src/sources/panel-files.ts';
import { startWire, type Wire } from '../wire/server.ts';
import { answerHonestly, questionOf } from './honest-juror.ts';
import { newcomer } from './program.ts';

const shipped = join(import.meta.dirname, '../../personas');
const { personas } = await readPanel(shipped);
const set = await readAnchors(join(shipped, 'anchors'), personas);

let wire: Wire | undefined;
afterEach(async () => {
  await wire?.close();
  wire = undefined;
});

async function serve(answer: Parameters<typeof startWire>[0]) {
  wire = await startWire(answer);
  const settings = { ANTHROPIC_API_KEY: 'sk-ant-test', ANTHROPIC_BASE_URL: wire.url };
  const asked = () => wire?.requests.filter(({ method }) => method === 'POST').length ?? 0;
  return { settings, asked };
}

const knows: Parameters<typeof startWire>[0] = (request) => {
  const question = questionOf(request);
  const anchor = set.anchors.find(({ dossier }) => dossier.tool.slug === question.tool);
  const known = anchor?.known.get(question.persona.toLowerCase()) ?? [];
  const checks = known.map(({ id, answer, quotes }) => ({
    id,
    answer,
    because: 'The passage says so.',
    quotes: quotes.map(({ source, text }) => ({ source, text })),
  }));
  return JSON.stringify({ checks });
};

test('a panel that gives the known answers is calibrated with exit 0, stores no tool, and says so again', async () => {
  const { settings, asked } = await serve(knows);
  const { start } = newcomer();
  const { code, stdout, stderr } = await start(['calibrate'], settings).finished;
  expect(code, stderr).toBe(0);
  expect(asked()).toBe(24);
  expect(stdout).toContain(`anchors ${set.version}`);
  expect(stdout).toMatch(/^builder +claude:claude-sonnet-5-5 +\+0\.0 +0\.0 +100% +0%$/m);
  expect(stdout).toMatch(/^bad +Skip · 0 ship \/ 4 skip +Quandrel$/m);
  const tools = await start(['tools']).finished;
  expect(tools.stdout).toContain('The store is empty');
});

test('a panel that finds everything good exits 3 and names each bad tool it did not skip', async () => {
  const { settings } = await serve((request) => answerHonestly(questionOf(request)));
  const { code, stdout, stderr } = await newcomer().start(['calibrate', '--json'], settings).finished;
  expect(code, stderr).toBe(3);
  expect(stderr).toContain('not skipped: Glimmergate is known to be bad, and the panel says Ship');
  expect(stderr).toContain('not skipped: Quandrel is known to be bad');
  const report = JSON.parse(stdout);
  expect(report.jurors).toHaveLength(4);
  expect(report.jurors[0].calibration.leniency).toBeGreaterThan(20);
  expect(report.judged).toHaveLength(6);
});

test('--dry-run tells the calls and asks nothing', async () => {
  const { settings } = await serve(knows);
  const { code, stdout } = await newcomer().start(['calibrate', '--persona', 'skeptic', '--dry-run'], settings)
    .finished;
  expect(code).toBe(0);
  expect(stdout).toMatch(/^6 ballots by claude:claude-sonnet-5-5: /);
  expect(wire?.requests.filter(({ path }) => path === '/v1/messages')).toEqual([]);
});

test('without a key it exits 2 and says how to get a model', async () => {
  const { code, stderr } = await newcomer().start(['calibrate']).finished;
  expect(code).toBe(2);
  expect(stderr).toContain('ANTHROPIC_API_KEY or HF_TOKEN');
});

test('--repeat takes a number from 1 to 5, or auto', async () => {
  const { code, stderr } = await newcomer().start(['review', 'x', '--repeat', '6']).finished;
  expect(code).toBe(2);
  expect(stderr).toContain('Write a number from 1 to 5, or auto.');
});
