import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readPanel, readPromptTemplates } from '../../src/sources/panel-files.ts';

const root = join(import.meta.dirname, '../..');

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panel-'));
  await cp(join(root, 'personas'), join(folder, 'personas'), { recursive: true });
  await cp(join(root, 'prompts'), join(folder, 'prompts'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

const persona = (name: string) => join(folder, 'personas', name);

async function edit(path: string, from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  expect(text).toMatch(from);
  await writeFile(path, text.replace(from, to));
}

const message = (reading: Promise<unknown>): Promise<string> =>
  reading.then(
    () => 'no error',
    (error: Error) => `${error.name} ${error.message.replaceAll(`${folder}/`, '')}`,
  );

describe('the panel', () => {
  test('has its personas in display order', async () => {
    const { panel, personas } = await readPanel(join(folder, 'personas'));
    expect(panel.rules.length).toBeGreaterThan(0);
    expect(personas.map(({ id }) => id)).toEqual(['builder', 'skeptic', 'founder', 'futurist']);
  });

  test('gains a reviewer when a file is dropped in', async () => {
    const text = await readFile(persona('builder.yaml'), 'utf8');
    await writeFile(
      persona('auditor.yaml'),
      text.replace('id: builder', 'id: auditor').replace(/^order: .*$/m, 'order: 1'),
    );
    const { personas } = await readPanel(join(folder, 'personas'));
    expect(personas.map(({ id }) => id)).toEqual(['auditor', 'builder', 'skeptic', 'founder', 'futurist']);
  });

  test('refuses a persona whose id is not its file name', async () => {
    await cp(persona('builder.yaml'), persona('auditor.yaml'));
    expect(await message(readPanel(join(folder, 'personas')))).toBe(
      'InvalidFile personas/auditor.yaml:1:5: id: found "builder", expected "auditor", as the file is named',
    );
  });

  test('names the problems of every file at once', async () => {
    await edit(persona('builder.yaml'), 'motto:', 'moto:');
    await edit(persona('skeptic.yaml'), /^name: .*$/m, 'name: [a]');
    await edit(persona('panel.yaml'), /^shipThreshold: .*$/m, 'shipThreshold: 101');
    const told = await message(readPanel(join(folder, 'personas')));
    expect(told).toMatch(
      /personas\/builder\.yaml:\d+:1: moto: found the unknown key "moto", .* did you mean "motto"\?/,
    );
    expect(told).toContain('personas/builder.yaml:1:1: motto: found nothing, expected text');
    expect(told).toMatch(/personas\/skeptic\.yaml:\d+:7: name: found a list of 1, expected text/);
    expect(told).toMatch(/personas\/panel\.yaml:\d+:16: shipThreshold: found 101, a number, expected at most 100/);
  });

  test('may weigh the checks of profiles; one that nobody asks is refused with its place, and what was meant', async () => {
    const path = persona('panel.yaml');
    await writeFile(path, (await readFile(path, 'utf8')).replace('data-known: 3', 'data-knows: 3'));
    expect(await message(readPanel(join(folder, 'personas')))).toMatch(
      /personas\/panel\.yaml:\d+:7: profiles\[2\]\.checks\.data-knows: found the unknown check "data-knows", .* did you mean "data-known"\?/,
    );
  });

  test('may lose a persona that profiles name: its checks are passed over with it', async () => {
    await rm(persona('skeptic.yaml'));
    const { panel, personas } = await readPanel(join(folder, 'personas'));
    expect(personas.map(({ id }) => id)).not.toContain('skeptic');
    expect(panel.profiles.map(({ id }) => id)).toEqual(['solo-builder', 'startup', 'regulated-enterprise']);
  });

  test('needs panel.yaml and a persona', async () => {
    await rm(persona('panel.yaml'));
    expect(await message(readPanel(join(folder, 'personas')))).toContain('personas/panel.yaml:1:1: found no such file');
    const empty = await mkdtemp(join(tmpdir(), 'empty-'));
    await cp(join(root, 'personas/panel.yaml'), join(empty, 'panel.yaml'));
    expect(await message(readPanel(empty))).toContain(
      'found no persona, expected at least one persona file beside panel.yaml',
    );
    await rm(empty, { recursive: true });
    expect(await message(readPanel(empty))).toContain('found no folder that can be read');
  });

  test('does not overlook a persona with another file ending', async () => {
    await cp(persona('builder.yaml'), persona('builder.yml'));
    expect(await message(readPanel(join(folder, 'personas')))).toContain('builder.yml:1:1: found another file ending');
  });
});

describe('the prompt templates', () => {
  test('that are shipped can be read', async () => {
    const templates = await readPromptTemplates(join(root, 'prompts'));
    expect(Object.keys(templates)).toEqual([
      'panel',
      'persona',
      'opinion',
      'ballot',
      'repair',
      'dossiers',
      'duel',
      'reviews',
      'answer',
      'facts',
      'document',
      'enclosed',
    ]);
    for (const text of Object.values(templates)) expect(text.trim()).not.toBe('');
  });

  test('are refused with every problem when they name what is not there', async () => {
    await writeFile(join(folder, 'prompts/panel.hbs'), 'Rules\n{{#each rules}}{{this}}{{/each}} {{persona.name}}\n');
    await writeFile(join(folder, 'prompts/repair.hbs'), '{{#each issues}}{{weight}}{{/each}}');
    await rm(join(folder, 'prompts/ballot.hbs'));
    expect(await message(readPromptTemplates(join(folder, 'prompts')))).toBe(
      'InvalidFile prompts/ballot.hbs:1:1: found no such file, expected a readable text file\n' +
        'prompts/panel.hbs:2:36: found the unknown name "persona.name", expected one of rules, facts, sources, asOf, fence\n' +
        'prompts/repair.hbs:1:19: found the unknown name "weight", expected one of path, problem',
    );
  });
});
