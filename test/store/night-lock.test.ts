import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { lockNight } from '../../src/store/night-lock.ts';

const database = (): string => join(mkdtempSync(join(tmpdir(), 'night-')), 'test.sqlite');

test('one program at a time holds the lock, and the next one gets it when it is given back', () => {
  const file = database();
  const release = lockNight(file);
  expect(release).not.toBeNull();
  expect(lockNight(file)).toBeNull();
  release?.();
  const again = lockNight(file);
  expect(again).not.toBeNull();
  again?.();
});

test('a program that is killed leaves no lock behind', async () => {
  const file = database();
  const module = resolve(import.meta.dirname, '../../src/store/night-lock.ts');
  const code = `import { lockNight } from ${JSON.stringify(module)};
    console.log(lockNight(process.argv[1]) === null ? 'none' : 'held');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  expect(said.toString()).toBe('held\n');
  expect(lockNight(file)).toBeNull();
  child.kill('SIGKILL');
  await once(child, 'close');
  const release = lockNight(file);
  expect(release).not.toBeNull();
  release?.();
});
