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

test('a program that runs holds the lock whatever becomes of its memory; one that is killed leaves none behind', async () => {
  const file = database();
  const module = resolve(import.meta.dirname, '../../src/store/night-lock.ts');
  const code = `import { lockNight } from ${JSON.stringify(module)};
    const said = lockNight(process.argv[1]) === null ? 'none' : 'held';
    globalThis.gc();
    setImmediate(() => console.log(said));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '--eval', code, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  try {
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    expect(said.toString()).toBe('held\n');
    expect(lockNight(file)).toBeNull();
  } finally {
    child.kill('SIGKILL');
    await closed;
  }
  const release = lockNight(file);
  expect(release).not.toBeNull();
  release?.();
});
