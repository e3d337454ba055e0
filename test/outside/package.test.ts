import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'elsewhere-'));

/** No key of whoever runs this reaches the program; the Node that runs the tests comes first. */
const environment = { HOME: folder, PATH: [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter) };

function run(command: string, args: string[], cwd = folder, env: NodeJS.ProcessEnv = environment) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

beforeAll(() => {
  const packed = run('npm', ['pack', '--pack-destination', folder], root, { ...process.env, ...environment });
  expect(packed.status, packed.stderr).toBe(0);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? 'no tarball';
  const installed = run('npm', ['install', '--no-audit', '--no-fund', join(folder, tarball)], folder, {
    ...process.env,
    ...environment,
  });
  expect(installed.status, installed.stderr).toBe(0);
});

const bin = join(folder, 'node_modules/.bin/ship-or-skip');
const examples = join(folder, 'node_modules/ship-or-skip/examples');

test('the tarball installed elsewhere compares the example pair, with the prompts, personas and templates it brought', () => {
  const { status, stderr } = run(bin, [
    'compare',
    join(examples, 'claude-files-api.yaml'),
    join(examples, 'hugging-face-inference-providers.yaml'),
  ]);
  expect(stderr).toContain('recorded');
  expect(status, stderr).toBe(0);
  expect(existsSync(join(folder, 'output/claude-files-api-vs-hugging-face-inference-providers/index.html'))).toBe(true);
});

test('it prints help, its version and its schemas', () => {
  expect(run(bin, ['--help'])).toMatchObject({ status: 0, stderr: '' });
  expect(run(bin, ['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(JSON.parse(run(bin, ['schema', 'tool']).stdout)).toMatchObject({ type: 'object' });
});

test('an older Node is told what to do, and nothing else happens', () => {
  const script = `Object.defineProperty(process.versions, 'node', { value: '20.20.2' }); import(${JSON.stringify(join(root, 'src/bin.js'))})`;
  const { status, stdout, stderr } = run(process.execPath, ['-e', script]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/needs Node 22\.19 or newer; this is 20\.20\.2/);
});
