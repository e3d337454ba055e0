import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { example, newcomer } from './program.ts';

test('what was backed up comes back, and the database that was there stays beside it', async () => {
  const { folder, start } = newcomer();
  const run = (...args: string[]) => start(args).finished;
  const pair = [example('claude-files-api'), example('hugging-face-inference-providers')];
  expect((await run('compare', ...pair, '--quiet')).code).toBe(0);
  const backup = join(folder, 'backups/saved.sqlite');
  expect(await run('backup', backup)).toMatchObject({ code: 0, stdout: expect.stringContaining(`${backup} (`) });
  expect((await run('backup', backup)).code).toBe(2);
  const fresh = ['--database', join(folder, 'fresh.sqlite')];
  expect(await run('restore', backup, ...fresh)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^restored: /),
  });
  expect(JSON.parse((await run('tools', '--json', ...fresh)).stdout)).toHaveLength(2);
  expect((await run('restore', backup)).stdout).toMatch(/before: {3}ship-or-skip\.sqlite\.before-/);
  expect(readdirSync(folder).filter((name) => name.includes('.before-'))).toHaveLength(1);
});
