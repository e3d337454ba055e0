import { expect, test } from 'vitest';
import { ProviderFailed } from '../../src/core/call.ts';
import { toolFiles } from '../fixtures/desk.ts';
import { buildHouse } from './house.ts';

const pair = [toolFiles.lantern, toolFiles.quill];

/** A house whose provider goes down when told. */
async function fragileHouse() {
  const state = { down: false };
  const failure = new ProviderFailed('claude', 'network', 'the connection was reset');
  return { state, house: await buildHouse({ answer: () => (state.down ? failure : null) }) };
}

test('compare --fresh with the provider down shows what stands, names what is old, and ends with 3', async () => {
  const { state, house } = await fragileHouse();
  await house.run('compare', ...pair, '--out', house.out);
  state.down = true;
  const { code, stdout, stderr } = await house.run('compare', ...pair, '--out', house.out, '--fresh');
  expect(code, stderr).toBe(3);
  expect(stdout).toContain('Lantern');
  expect(stderr).toMatch(
    /missing: lantern builder, new review \(the old one stands\),[^\n]*\n {2}the connection was reset/,
  );
  expect(stderr).not.toMatch(/No seat has|Run the same command again/);
});

test('compare with the provider down and nothing in the store writes nothing, says so, and ends with 5', async () => {
  const { state, house } = await fragileHouse();
  state.down = true;
  const { code, stdout, stderr } = await house.run('compare', ...pair, '--out', house.out);
  expect({ code, stdout }, stderr).toEqual({ code: 5, stdout: '' });
  expect(stderr).toContain('No seat has a review');
  expect(stderr).toContain('Run the same command again');
});

test('regenerate with the provider down says that the old review stands, and ends with 3', async () => {
  const { state, house } = await fragileHouse();
  await house.run('review', toolFiles.lantern);
  state.down = true;
  const { code, stdout, stderr } = await house.run('regenerate', 'lantern', 'builder');
  expect({ code, stdout }, stderr).toEqual({ code: 3, stdout: '' });
  expect(stderr).toContain('lantern builder, new review (the old one stands)');
});
