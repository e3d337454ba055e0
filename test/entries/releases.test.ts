import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { draftComparison } from '../../src/flows/publish/release-comparison.ts';
import { toolFiles } from '../fixtures/desk.ts';
import { buildHouse, type TestHouse } from './house.ts';

const slug = 'lantern-vs-quill';

const entry = {
  tagline: null,
  url: 'https://vapour.example/',
  address: 'vapour.example',
  discussion: null,
  published: null,
};

async function withDraft(): Promise<TestHouse> {
  const house = await buildHouse();
  await house.run('review', toolFiles.lantern, toolFiles.quill);
  await draftComparison(house.desk, ['lantern', 'quill'], house.out, { by: 'ship-or-skip', why: 'they share a job' });
  return house;
}

test('the inbox says what waits, why it does not publish itself, and how to decide', async () => {
  const house = await withDraft();
  const { code, stdout } = await house.run('inbox');
  expect(code).toBe(0);
  expect(stdout).toContain('waits for a person: they share a job');
  expect(stdout).toContain('- 1 of 2 model families have answered');
  expect(stdout).toContain(`ship-or-skip publish ${slug}`);
  expect(JSON.parse((await house.run('inbox', '--json')).stdout)).toMatchObject({ comparisons: [{ slug }] });
});

test('an empty inbox says so', async () => {
  const house = await buildHouse();
  expect((await house.run('inbox')).stdout).toBe('Nothing waits for you.\n');
});

test('a new review that waits beside the old one is in the inbox until somebody decides', async () => {
  const house = await withDraft();
  await house.run('regenerate', 'lantern', 'builder', '--note', 'look again');
  expect((await house.run('inbox')).stdout).toContain('decide: ship-or-skip regenerate lantern builder');
  await house.run('regenerate', 'lantern', 'builder', '--keep', 'old');
  expect((await house.run('inbox')).stdout).not.toContain('regenerate');
});

test('a held launch is in the inbox with what decides about it, whatever it is called', async () => {
  const house = await buildHouse();
  const at = '2026-11-25T02:30:00.000Z';
  const decision = {
    state: 'held' as const,
    reason: 'no-evidence' as const,
    because: 'its page answers 404',
    by: 'ship-or-skip',
    at,
  };
  const launch = { ...entry, guid: 'a', title: 'Vapour', name: 'Vapour \u001b[31m"x"', decision };
  const position = {
    feed: 'hn',
    address: 'https://hn.example/',
    etag: null,
    lastModified: null,
    newest: null,
    readAt: at,
    failure: null,
  };
  const [kept] = await house.store.launches.keepReading({ position, launches: [launch] });
  const { stdout } = await house.run('inbox');
  expect(stdout).toContain('a held launch (https://vapour.example/): its page answers 404');
  expect(stdout).toContain(`ship-or-skip launches take ${kept?.id} --why "…"`);
  expect(stdout).not.toContain('\u001b');
  await house.run('launches', 'leave', String(kept?.id), '--why', 'never was');
  expect((await house.run('inbox')).stdout).toBe('Nothing waits for you.\n');
});

test('publish, unpublish and reject decide under the name that is given', async () => {
  const house = await withDraft();
  expect(await house.run('publish', slug, '--as', 'Ada')).toMatchObject({
    code: 0,
    stdout: `published: ${join(resolve(house.out), slug)}/index.html\n`,
  });
  expect((await house.run('unpublish', slug, '--why', 'wrong licence', '--as', 'Grace')).code).toBe(0);
  expect((await house.run('reject', slug, '--why', 'not a choice')).stdout).toBe(`rejected: ${slug}\n`);
  const history = await house.store.releases.history(slug);
  expect(history.map(({ by, why }) => [by, why])).toEqual([
    ['ship-or-skip', 'they share a job'],
    ['Ada', 'asked for by name'],
    ['Grace', 'wrong licence'],
    ['Ada', 'not a choice'],
  ]);
});

test('the feeds show at once what was published or taken back, and only what is published is taken back', async () => {
  const house = await withDraft();
  const feed = () => readFileSync(join(house.out, 'feed.json'), 'utf8');
  expect(await house.run('unpublish', slug, '--why', 'too early')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('lantern-vs-quill is not published'),
  });
  await house.run('publish', slug);
  expect(feed()).toContain(slug);
  await house.run('unpublish', slug, '--why', 'wrong licence');
  expect(feed()).not.toContain(slug);
  expect((await house.run('unpublish', slug, '--why', 'once more')).code).toBe(0);
});

test('publish without a name publishes what the policy allows, and says why the rest is left', async () => {
  const house = await withDraft();
  const file = join(mkdtempSync(join(tmpdir(), 'policy-')), 'policy.yaml');
  writeFileSync(file, 'publish:\n  families: 2\n');
  expect((await house.run('publish', '--policy', file)).stdout).toMatch(/^left: lantern-vs-quill\n {2}- /);
  writeFileSync(file, 'publish:\n  families: 1\n  clean: false\n');
  expect((await house.run('publish', '--policy', file)).stdout).toMatch(/^published: /);
  expect((await house.run('publish', '--policy', file)).stdout).toBe('Nothing waits to be published.\n');
});

test('a policy with a mistake is refused with its place before anything is published', async () => {
  const house = await withDraft();
  const file = join(mkdtempSync(join(tmpdir(), 'policy-')), 'policy.yaml');
  writeFileSync(file, 'publish:\n  famlies: 1\n');
  const { code, stderr } = await house.run('publish', '--policy', file);
  expect(code).toBe(2);
  expect(stderr).toMatch(/policy\.yaml:2:3/);
  expect(stderr).toContain('families');
  expect((await house.store.releases.find(slug))?.state).toBe('drafted');
});

test('the policy that ships is one the program takes', async () => {
  const house = await withDraft();
  const file = resolve(import.meta.dirname, '../../examples/policy.yaml');
  expect(await house.run('publish', '--policy', file)).toMatchObject({ code: 0 });
});

test('approving a comparison approves its tools’ reviews; an unknown one is named with what is close', async () => {
  const house = await withDraft();
  const { code, stdout } = await house.run('approve', slug, '--as', 'Ada Byron');
  expect(code).toBe(0);
  expect(stdout).toContain('lantern builder: approved\n');
  expect(stdout).toContain('quill skeptic: approved\n');
  expect((await house.store.releases.find(slug))?.state).toBe('approved');
  expect((await house.run('publish', 'lantern-vs-quil')).stderr).toContain('Did you mean lantern-vs-quill?');
});
