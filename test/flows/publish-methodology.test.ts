import { readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseModel } from '../../src/core/model.ts';
import { publishMethodology } from '../../src/flows/publish/publish-methodology.ts';
import { buildDesk } from '../fixtures/desk.ts';

test('the page about the method stands where comparisons link to, with the checklists and prompts of this desk', async () => {
  const { desk, out, personas } = await buildDesk(() => null);
  await publishMethodology(desk, out);
  const html = readFileSync(join(out, 'methodology/index.html'), 'utf8');
  for (const { motto } of personas) expect(html).toContain(motto);
  for (const name of Object.keys(desk.prompts)) expect(html).toContain(`<summary>${name}</summary>`);
  expect(html).toContain('not calibrated with claude:claude-sonnet-5-5');
});

test('it is written again only when something in it changed', async () => {
  const { desk, out } = await buildDesk(() => null);
  const file = join(out, 'methodology/index.html');
  const longAgo = new Date('2020-01-01T00:00:00Z');
  await publishMethodology(desk, out);
  utimesSync(file, longAgo, longAgo);
  await publishMethodology(desk, out);
  expect(statSync(file).mtimeMs).toBe(longAgo.getTime());
  await publishMethodology({ ...desk, ballots: [parseModel('hugging-face:openai/gpt-oss-120b')] }, out);
  expect(statSync(file).mtimeMs).not.toBe(longAgo.getTime());
  expect(readFileSync(file, 'utf8')).toContain('hugging-face:openai/gpt-oss-120b');
});

test('where only recordings answer, no model is named', async () => {
  const { desk, out } = await buildDesk(() => null, { onlyRecordings: true });
  await publishMethodology(desk, out);
  const html = readFileSync(join(out, 'methodology/index.html'), 'utf8');
  expect(html).toContain('recorded replies answer');
  expect(html).not.toContain('claude-sonnet-5-5');
});
