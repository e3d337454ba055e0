import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { example, newcomer } from './program.ts';

const pair = ['claude-files-api', 'hugging-face-inference-providers'] as const;
const user = newcomer();
const folder = join(user.folder, 'output', pair.join('-vs-'));
const run = (...args: string[]) => user.start(args).finished;

beforeAll(async () => {
  expect(await run('compare', ...pair.map(example), '--quiet')).toMatchObject({ code: 0 });
}, 60_000);

test('verify says what it checked; a number edited by hand is named and the exit code is 3', async () => {
  const file = join(folder, 'comparison.json');
  const whole = await run('verify', file);
  expect(whole).toMatchObject({ code: 0, stderr: '' });
  expect(whole.stdout).toMatch(
    /^Verified: \d+ numbers, \d+ quotes and \d+ hashes and keys follow from the evidence\.\n$/,
  );
  const original = readFileSync(file, 'utf8');
  const comparison = JSON.parse(original);
  comparison.tools[0].reviews[1].score += 5;
  writeFileSync(file, JSON.stringify(comparison));
  const edited = await run('verify', file);
  expect(edited.code).toBe(3);
  expect(edited.stdout).toContain('comparison.json tools[0].reviews[1].score (claude-files-api, skeptic)\n');
  const { follows, faults } = JSON.parse((await run('verify', file, '--json')).stdout);
  expect(follows).toBe(false);
  expect(faults).toMatchObject([{ path: 'tools[0].reviews[1].score', found: comparison.tools[0].reviews[1].score }]);
  writeFileSync(file, original);
});

test('verify says in a line what it cannot read', async () => {
  const lost = await run('verify', join(folder, 'gone.json'));
  expect(lost).toMatchObject({ code: 2, stdout: '' });
  expect(lost.stderr).toMatch(/gone\.json:1:1: found no such file/);
  const elsewhere = await run('verify', folder, '--evidence', join(folder, 'index.md'));
  expect(elsewhere.code).toBe(2);
});

test('a prediction is settled under the id the list shows, and counts in the record', async () => {
  const list = await run('predictions', '--json');
  const [prediction] = JSON.parse(list.stdout).predictions;
  expect(prediction.state).toBe('open');
  const settled = await run('predictions', 'settle', prediction.id, 'right', '--why', 'it came true', '--as', 'Ada');
  expect(settled).toMatchObject({ code: 0 });
  expect(settled.stdout).toContain('right, says Ada: it came true');
  expect((await run('predictions')).stdout).toMatch(new RegExp(`${prediction.persona}: 1 right, 0 wrong`));
  expect(await run('predictions', 'settle', '99.9', 'right', '--why', 'x')).toMatchObject({ code: 2 });
});

test('a person approves, the maker is asked and answers, and the log has a line', async () => {
  const approved = await run('approve', pair[0], 'skeptic', '--as', 'Ada Lovelace');
  expect(approved).toMatchObject({ code: 0 });
  expect(approved.stdout).toContain(`rendered again: ${folder}`);
  expect(readFileSync(join(folder, 'comparison.json'), 'utf8')).toContain('"by": "Ada Lovelace"');
  expect(await run('verify', folder)).toMatchObject({ code: 0 });
  const note = join(user.folder, 'questions.md');
  expect(await run('questions', pair[0], '--out', note)).toMatchObject({ code: 0, stdout: '' });
  expect(readFileSync(note, 'utf8')).toMatch(/^# Questions about Claude Files API\n/);
  const reply = join(user.folder, 'reply.txt');
  writeFileSync(reply, 'Files are kept in two regions.');
  const answered = await run('answer', pair[0], reply);
  expect(answered.stdout).toContain(`Ask again with: ship-or-skip review ${pair[0]}`);
  expect(answered.stdout).toContain('skeptic was approved by Ada Lovelace');
  expect((await run('corrections')).stdout).toMatch(/^\d{4}-\d\d-\d\d {2}claude-files-api: .*Panel score before: \d+/);
  expect(await run('verify', folder)).toMatchObject({ code: 0 });
});

test('approving needs a person’s name', async () => {
  expect(await run('approve', pair[0])).toMatchObject({ code: 2 });
  expect(await run('approve', pair[0], '--as', 'ship-or-skip')).toMatchObject({ code: 2 });
});
