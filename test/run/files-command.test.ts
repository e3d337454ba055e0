import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { longestInline } from '../../src/core/asking/document.ts';
import { startWire, type Wire, type WireOptions } from '../wire/server.ts';
import { answerHonestly, questionOf } from './honest-juror.ts';
import { writeLargeTool } from './large-tools.ts';
import { newcomer, type Running } from './program.ts';

let wire: Wire;
afterEach(() => wire.close());

const key = 'sk-ant-test';

async function begin(options: WireOptions = {}) {
  wire = await startWire((request) => answerHonestly(questionOf(request)), options);
  const { folder, start } = newcomer();
  const settings = { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: wire.url };
  const run = (args: string, more: Record<string, string> = settings): Running['finished'] =>
    start(args.split(' '), more).finished;
  return { folder, run };
}

/** The tool gets a second dossier, and with it a second file; the first one is no longer needed. */
async function withTwoDossiers(options: WireOptions = {}) {
  const { folder, run } = await begin(options);
  writeLargeTool(folder, 'Ledgerly');
  await run('review ledgerly.yaml --persona skeptic');
  appendFileSync(join(folder, 'ledgerly-manual.txt'), '\nLedgerly has closed its cellar for good this spring.');
  await run('review ledgerly.yaml --persona skeptic');
  const [earlier, present] = wire.files.uploaded.map(({ id }) => id);
  return { folder, run, earlier, present };
}

const plant = (filename: string, apiKey = key) => wire.files.plant({ owner: `Bearer ${apiKey}`, filename }).id;

test('files lists what was uploaded, and which of it the present dossier needs', async () => {
  const { run, earlier, present } = await withTwoDossiers();
  const { code, stdout, stderr } = await run('files');
  expect(code, stderr).toBe(0);
  const day = new Date().toISOString().slice(0, 10);
  expect(stdout.split('\n')).toEqual([
    expect.stringMatching(
      `^${earlier}  ledgerly  [\\d,]+ bytes  uploaded ${day}  expires \\S+  not needed: an earlier dossier$`,
    ),
    expect.stringMatching(
      `^${present}  ledgerly  [\\d,]+ bytes  uploaded ${day}  expires \\S+  needed: the present dossier$`,
    ),
    '',
  ]);
  const listed = JSON.parse((await run('files --json')).stdout);
  const [, file] = wire.files.uploaded;
  expect(listed[1]).toEqual({
    id: present,
    tool: 'ledgerly',
    bytes: Buffer.byteLength(file?.text ?? ''),
    uploadedAt: file?.createdAt.toISOString(),
    expiresAt: file?.expiresAt?.toISOString(),
    needed: true,
    because: 'the present dossier',
  });
});

test('files --prune deletes what no present dossier needs, files of ours the store does not know too, and nobody else’s', async () => {
  const { run, earlier, present } = await withTwoDossiers();
  const ours = plant('ship-or-skip.gannet.0123456789abcdef.txt');
  const foreign = [
    plant('report.txt'),
    plant('ship-or-skip.txt'),
    plant('my-ship-or-skip.gannet.0123456789abcdef.txt'),
    plant('ship-or-skip.gannet.0123456789abcdef.txt', 'sk-ant-other'),
  ];
  const planned = await run('files --prune --dry-run');
  expect(planned.stdout).toMatch(new RegExp(`^${earlier} .*would be deleted: an earlier dossier$`, 'm'));
  expect(planned.stdout).toMatch(new RegExp(`^${ours} .*would be deleted: this store does not know it$`, 'm'));
  expect(wire.files.present()).toHaveLength(7);

  const pruned = await run('files --prune --json');
  expect(pruned.code, pruned.stderr).toBe(0);
  expect(JSON.parse(pruned.stdout)).toMatchObject([
    { id: earlier, deleted: true, problem: null },
    { id: ours, tool: 'gannet', deleted: true, problem: null },
  ]);
  expect(wire.files.present().map(({ id }) => id)).toEqual([present, ...foreign]);
  expect(JSON.parse((await run('files --json')).stdout).map(({ id }: { id: string }) => id)).toEqual([present]);
  expect((await run('files --prune')).stdout).toBe('Nothing to delete: every file is needed.\n');
});

test('a file that was deleted or has expired leaves the list with the next prune', async () => {
  const { run, earlier = '', present = '' } = await withTwoDossiers();
  wire.files.lose(earlier);
  wire.files.expire(present);
  const { stdout } = await run('files');
  expect(stdout).toMatch(/not needed: the service no longer has it\n.*not needed: its time has come\n$/);
  expect((await run('files --prune')).code).toBe(0);
  expect((await run('files')).stdout).toMatch(/^No files\./);
});

test('one file that cannot be deleted is told, stops no other, and is deleted the next time', async () => {
  let broken = '';
  const fault = { fault: 'status', status: 500, message: 'try later' } as const;
  const { run, earlier = '' } = await withTwoDossiers({
    filesFault: ({ method, path }) => (method === 'DELETE' && path.endsWith(broken) ? fault : null),
  });
  broken = earlier;
  const ours = plant('ship-or-skip.gannet.0123456789abcdef.txt');
  const { code, stdout, stderr } = await run('files --prune');
  expect(code).toBe(3);
  expect(stdout).toMatch(new RegExp(`^${earlier} .*still there: claude answered 500: try later\\.$`, 'm'));
  expect(stdout).toMatch(new RegExp(`^${ours} .*deleted: this store does not know it$`, 'm'));
  expect(stderr).toContain('Run the same command again');
  broken = 'nothing';
  expect((await run('files --prune')).code).toBe(0);
  expect(wire.files.present()).toHaveLength(1);
});

test('a list longer than a page is read to its end', async () => {
  const { run } = await begin();
  for (let index = 0; index < 205; index += 1) plant(`ship-or-skip.gannet.${index.toString(16).padStart(16, '0')}.txt`);
  expect(JSON.parse((await run('files --json')).stdout)).toHaveLength(205);
});

test('without a key, with a refused one or without a service it says what to do', async () => {
  const { run } = await begin({ filesFault: () => ({ fault: 'status', status: 401, type: 'authentication_error' }) });
  expect(await run('files', {})).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('ANTHROPIC_API_KEY is not set'),
  });
  const refused = await run('files');
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('Check ANTHROPIC_API_KEY') });
  expect(refused.stderr).not.toContain(key);
  const away = await run('files', { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: 'http://127.0.0.1:9' });
  expect(away).toMatchObject({ code: 5, stderr: expect.stringContaining('no connection') });
  expect(await run('files --dry-run')).toMatchObject({ code: 2, stderr: expect.stringContaining('--prune') });
});

test('the help names the limit that is in force', async () => {
  const { run } = await begin();
  expect((await run('files --help', {})).stdout).toContain(`${longestInline.toLocaleString('en')} characters`);
});

test('prompt shows a long dossier as the document it is', async () => {
  const { folder, run } = await begin();
  const manual = writeLargeTool(folder, 'Ledgerly');
  const { stdout } = await run('prompt ledgerly.yaml --persona skeptic', {});
  const day = new Date().toISOString().slice(0, 10);
  const at = stdout.indexOf(
    `# ---- Dossier of Ledgerly as of ${day}: uploaded once to Claude and named by its id, about `,
  );
  expect(at).toBeGreaterThan(stdout.indexOf('# ---- system: rules shared by all personas'));
  expect(stdout.indexOf(manual)).toBeGreaterThan(at);
  expect(stdout.indexOf('# ---- cache breakpoint')).toBeGreaterThan(stdout.indexOf(manual));
  expect(stdout.indexOf('# ---- the persona, about')).toBeGreaterThan(stdout.indexOf('# ---- cache breakpoint'));
});
