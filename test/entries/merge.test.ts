import { expect, test } from 'vitest';
import { toolFiles } from '../fixtures/desk.ts';
import { keepTool, writeFacts } from '../flows/identities.ts';
import { buildHouse, type TestHouse } from './house.ts';

async function houseOf(...slugs: string[]): Promise<TestHouse> {
  const house = await buildHouse();
  for (const slug of slugs) await keepTool(house.store, slug);
  return house;
}

test('merge says what the slug means, how to undo it, and which pages stay as they are', async () => {
  const house = await houseOf();
  await house.run('compare', toolFiles.lantern, toolFiles.quill, '--out', house.out);
  await house.run('compare', 'quill', toolFiles.anvil, '--out', house.out);
  const { code, stdout } = await house.run('merge', 'quill', 'lantern', '--why', 'renamed');
  expect(code).toBe(0);
  expect(stdout).toContain('quill means lantern from now on. Undo it with: ship-or-skip split quill --why "…"');
  expect(stdout).toContain(
    `compares the product with itself, and is not rendered again: ${house.out}/lantern-vs-quill`,
  );
  expect(stdout).toContain(
    `stays as it is: ${house.out}/anvil-vs-quill. Make it anew with: ship-or-skip compare anvil lantern`,
  );
});

test('tools shows the names of what was merged, and --changes who did it; names of others cannot steer the terminal', async () => {
  const house = await houseOf('lantern');
  await keepTool(house.store, 'quill', { aliases: ['Feather\u001b[31m'] });
  await house.run('merge', 'quill', 'lantern', '--why', 'one\u001b[2Jproduct', '--as', 'Grace');
  const listed = await house.run('tools');
  expect(listed.stdout).toMatch(/^lantern .* also: quill, Feather, quill\n$/);
  expect(JSON.parse((await house.run('tools', '--json')).stdout)).toMatchObject([
    { slug: 'lantern', aliases: ['quill', expect.any(String)], merged: ['quill'] },
  ]);
  await house.run('split', 'quill', '--why', 'two after all');
  expect((await house.run('tools', '--changes')).stdout).toBe(
    '2026-11-23 10:00 UTC  quill split from lantern by Ada: two after all\n' +
      '2026-11-23 10:00 UTC  quill merged into lantern by Grace: oneproduct\n',
  );
  expect(JSON.parse((await house.run('tools', '--changes', '--json')).stdout)).toMatchObject([
    { change: 'merged', by: 'Grace' },
    { change: 'split', by: 'Ada' },
  ]);
});

test('without a change the audit trail says so', async () => {
  const house = await houseOf('lantern');
  expect((await house.run('tools', '--changes')).stdout).toBe('Nobody has merged or split a tool.\n');
});

test.each([
  [['merge', 'lantern', 'lantern', '--why', 'x'], /into itself/],
  [['merge', 'lantern', 'lanternn', '--why', 'x'], /Did you mean lantern\?/],
  [['merge', 'lantern', 'quill'], /--why/],
  [['merge', 'lantern', 'quill', '--why', ' '], /empty/],
  [['split', 'lantern', '--why', 'x'], /merged into nothing/],
  [['compare', 'https://lantern.example', 'lantern'], /"https:\/\/lantern.example" and "lantern" are both lantern/],
])('%j is refused with exit code 2', async (argv, reason) => {
  const house = await houseOf('lantern', 'quill');
  const { code, stderr } = await house.run(...argv);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(reason) });
});

test('compare goes on with two that may be one product, and says so first', async () => {
  const house = await houseOf();
  const sdk = writeFacts(`${house.out}/..`, 'sdk.yaml', { name: 'Lantern SDK', url: 'https://lantern.example/sdk' });
  const { code, stderr } = await house.run('compare', toolFiles.lantern, sdk, '--dry-run');
  expect(code).toBe(0);
  expect(stderr).toContain('lantern and lantern-sdk may be one product: the names differ in edition.');
  expect(stderr).toContain('ship-or-skip split lantern-sdk --from lantern');
  await house.run('split', 'lantern-sdk', '--from', 'lantern', '--why', 'two downloads');
  expect((await house.run('compare', toolFiles.lantern, sdk, '--dry-run')).stderr).not.toContain('may be one product');
});

test('a facts file under a new slug for a product the store has is reviewed, and that is said first', async () => {
  const house = await houseOf();
  await house.run('review', toolFiles.lantern);
  const five = writeFacts(`${house.out}/..`, 'five.yaml', { name: 'Lantern 5.0', slug: 'lantern-5' });
  const { code, stderr } = await house.run('review', five, '--dry-run');
  expect(code).toBe(0);
  expect(stderr).toContain(
    'note: lantern and lantern-5 are one product by their names and addresses: one name and one address. ' +
      'Settle it with: ship-or-skip merge lantern-5 lantern',
  );
  expect((await house.run('review', five, '--dry-run', '--quiet')).stderr).not.toContain('one product');
  await house.run('review', five);
  await house.run('merge', 'lantern-5', 'lantern', '--why', 'one editor');
  expect((await house.run('review', five, '--dry-run')).stderr).not.toContain('one product');
});

test('history of a merged tool shows under which slug each review was written', async () => {
  const house = await houseOf();
  await house.run('compare', toolFiles.lantern, toolFiles.quill, '--out', house.out);
  await house.run('merge', 'quill', 'lantern', '--why', 'renamed');
  const { stdout } = await house.run('history', 'quill', 'builder');
  expect(stdout).toContain(', as lantern\n');
  expect(stdout).toContain(', as quill\n');
});
