import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { example, newcomer } from './program.ts';

const slug = 'claude-files-api-vs-hugging-face-inference-providers';
const output = resolve(import.meta.dirname, '../../output');
const committed = join(output, slug);
const pair = ['compare', example('claude-files-api'), example('hugging-face-inference-providers')];

/** The day a page was made, and the key of the evidence that holds it, are all that differs from run to run. */
const undated = (text: string) =>
  text
    .replaceAll(/evidence:v1:[0-9a-f]{64}/g, '')
    .replaceAll(/("generatedAt": |generated: |date: |datetime=)"[^"]*"/g, '$1""')
    .replaceAll(/(Page generated|Generated|generated)\D{0,80}\d{4}-\d{2}-\d{2}[T\d:.Z]*/g, '$1');

test('without a key the example pair is filled from recorded replies that answer today’s prompts', async () => {
  const { start } = newcomer();
  const { code, stderr } = await start(pair).finished;
  expect(code, stderr).toBe(0);
  expect(stderr).not.toMatch(/older|missing|correction/);
});

test('the committed sample is what the program writes; if not: npm start, and commit output/', async () => {
  const { folder, start } = newcomer();
  const later = pathToFileURL(join(import.meta.dirname, 'forty-days-later.ts')).href;
  expect(await start(pair, { NODE_OPTIONS: `--import=${later}` }).finished).toMatchObject({ code: 0 });
  for (const name of [slug, 'methodology']) {
    const [kept, written] = [join(output, name), join(folder, 'output', name)];
    expect(readdirSync(kept).sort()).toEqual(readdirSync(written).sort());
    for (const file of readdirSync(written)) {
      const textOf = (place: string) => undated(readFileSync(join(place, file), 'utf8'));
      expect(textOf(kept), `${name}/${file}`).toBe(textOf(written));
    }
  }
});

test('recorded replies never become ballots, costs or request ids they do not have', async () => {
  const json = JSON.parse(readFileSync(join(committed, 'comparison.json'), 'utf8'));
  const bylines = json.tools.flatMap((tool: { reviews: { byline: unknown }[] }) =>
    tool.reviews.map(({ byline }) => byline),
  );
  expect(bylines).toHaveLength(8);
  for (const byline of bylines)
    expect(byline).toMatchObject({
      provider: 'recorded',
      requestId: null,
      usage: null,
      costUsd: null,
      supplied: { older: false },
    });
});

test('a result longer than a pipe holds arrives whole, however slowly it is read', async () => {
  const { folder, start } = newcomer();
  await start(pair).finished;
  const { stdout } = await start([...pair, '--json']).finished;
  expect(stdout).toBe(readFileSync(join(folder, 'output', slug, 'comparison.json'), 'utf8'));
  expect(stdout.length).toBeGreaterThan(2 * 65_536);
});
