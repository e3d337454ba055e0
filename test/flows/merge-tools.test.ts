import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareTools } from '../../src/flows/compare/compare-tools.ts';
import { readDossier } from '../../src/flows/gather/gather-dossier.ts';
import { listTools } from '../../src/flows/gather/list-tools.ts';
import { mergeTools } from '../../src/flows/gather/merge-tools.ts';
import { splitTools } from '../../src/flows/gather/split-tools.ts';
import { republishTool } from '../../src/flows/publish/republish.ts';
import { recallHistory } from '../../src/flows/recall-history.ts';
import { answersWell, buildDesk, type TestDesk, toolFiles } from '../fixtures/desk.ts';
import { keepTool } from './identities.ts';

/** A desk whose store holds the comparisons of these pairs of tools. */
async function withComparisons(
  ...pairs: (readonly [keyof typeof toolFiles, keyof typeof toolFiles])[]
): Promise<TestDesk> {
  const personas: TestDesk['personas'] = [];
  const well = answersWell(() => personas);
  const built = await buildDesk(well);
  personas.push(...built.personas);
  const wishes = { fresh: false, note: null, leadNamed: false };
  for (const pair of pairs)
    await compareTools(built.desk, {
      targets: pair.map((tool) => toolFiles[tool]),
      personas: [],
      wishes,
      choose: async () => null,
      out: built.out,
    });
  return built;
}

const merge = (built: TestDesk, from: string, into: string) =>
  mergeTools(built.desk, { from, into, why: 'one product', by: 'Ada' });
const split = (built: TestDesk, slug: string, from?: string) =>
  splitTools(built.desk, { slug, from, why: 'two products', by: 'Ada' });

describe('after a merge', () => {
  test('the old slug means the surviving tool, in a facts file too, and is listed among its names', async () => {
    const built = await withComparisons(['lantern', 'quill']);
    await merge(built, 'quill', 'lantern');
    expect((await readDossier(built.desk, 'quill')).tool.name).toBe('Lantern');
    expect((await readDossier(built.desk, toolFiles.quill)).tool).toMatchObject({ slug: 'lantern', name: 'Quill' });
    expect(await listTools(built.desk)).toMatchObject([{ slug: 'lantern', aliases: ['Quill'], merged: ['quill'] }]);
  });

  test('reviews of both are in the history, each under the slug it was written for', async () => {
    const built = await withComparisons(['lantern', 'quill']);
    await merge(built, 'quill', 'lantern');
    const entries = await recallHistory(built.desk, 'quill', 'builder');
    expect(entries.map(({ tool }) => tool).sort()).toEqual(['lantern', 'quill']);
  });

  test('a comparison of the product with itself and one under the old slug are listed, kept, and not rendered again', async () => {
    const built = await withComparisons(['lantern', 'quill'], ['quill', 'anvil'], ['lantern', 'anvil']);
    const { withItself, underOldSlug } = await merge(built, 'quill', 'lantern');
    expect(withItself.map(({ slug }) => slug)).toEqual(['lantern-vs-quill']);
    expect(underOldSlug.map(({ slug }) => slug)).toEqual(['anvil-vs-quill']);
    const page = join(built.out, 'lantern-vs-quill/index.html');
    const before = statSync(page).mtimeMs;
    const again = await republishTool(built.desk, 'lantern');
    expect(again.map(({ comparison }) => comparison.slug)).toEqual(['anvil-vs-lantern']);
    expect(existsSync(page) && statSync(page).mtimeMs === before).toBe(true);
    expect(readFileSync(page, 'utf8')).toContain('Quill');
    await split(built, 'quill');
    expect((await republishTool(built.desk, 'lantern')).map(({ comparison }) => comparison.slug)).toEqual([
      'anvil-vs-lantern',
      'lantern-vs-quill',
    ]);
  });

  test('merges follow one another, and say who made them and why', async () => {
    const built = await withComparisons();
    for (const slug of ['anvil', 'lantern', 'quill', 'last']) await keepTool(built.store, slug);
    await merge(built, 'anvil', 'lantern');
    await merge(built, 'lantern', 'quill');
    expect((await readDossier(built.desk, 'anvil')).tool.slug).toBe('quill');
    const { change } = await mergeTools(built.desk, {
      from: 'quill',
      into: 'last',
      why: '  it moved ',
      by: ' Grace ',
    });
    expect(change).toMatchObject({ change: 'merged', slug: 'quill', other: 'last', why: 'it moved', by: 'Grace' });
    expect(change.at).toBe('2026-11-23T10:00:00.000Z');
  });

  test('merging into a slug that was merged away merges into its survivor', async () => {
    const built = await withComparisons();
    for (const slug of ['anvil', 'lantern', 'quill']) await keepTool(built.store, slug);
    await merge(built, 'anvil', 'lantern');
    expect((await merge(built, 'quill', 'anvil')).change.other).toBe('lantern');
  });
});

describe('a merge is refused', () => {
  test.each([
    ['of a tool with itself', ['quill', 'quill'], /cannot be merged into itself/],
    ['of two slugs that mean one tool', ['anvil', 'lantern'], /mean lantern already/],
    ['back into what was merged', ['lantern', 'anvil'], /mean lantern already/],
    ['of what is merged elsewhere', ['anvil', 'quill'], /merged into lantern already/],
    ['of what nobody knows', ['quil', 'lantern'], /Did you mean quill\?/],
    ['into what nobody knows', ['quill', 'nowhere-at-all'], /no tool "nowhere-at-all"/],
  ])('%s', async (_what, [from = '', into = ''], reason) => {
    const built = await withComparisons();
    for (const slug of ['anvil', 'lantern', 'quill']) await keepTool(built.store, slug);
    await merge(built, 'anvil', 'lantern');
    await expect(merge(built, from, into)).rejects.toThrow(reason);
    expect(await built.store.names.list()).toHaveLength(1);
  });

  test('in the name of the program’s own rules', async () => {
    const built = await withComparisons();
    for (const slug of ['anvil', 'quill']) await keepTool(built.store, slug);
    await expect(
      mergeTools(built.desk, { from: 'anvil', into: 'quill', why: 'x', by: 'ship-or-skip' }),
    ).rejects.toThrow(/own rules/);
  });
});

describe('a split', () => {
  test('gives a merged tool back as it was', async () => {
    const built = await withComparisons(['lantern', 'quill']);
    await merge(built, 'quill', 'lantern');
    await split(built, 'quill');
    expect((await readDossier(built.desk, 'quill')).tool.name).toBe('Quill');
    expect((await listTools(built.desk)).map(({ slug, reviews }) => [slug, reviews])).toEqual([
      ['lantern', 2],
      ['quill', 2],
    ]);
  });

  test('takes an alias off its tool, however it is spelled', async () => {
    const built = await withComparisons();
    await keepTool(built.store, 'brindle', { aliases: ['Patchwork Editor'] });
    expect((await readDossier(built.desk, 'patchwork editor')).tool.slug).toBe('brindle');
    await split(built, 'patchwork-editor');
    await expect(readDossier(built.desk, 'Patchwork Editor')).rejects.toThrow(/no tool "Patchwork Editor"/);
  });

  test.each([
    ['of what is neither merged nor an alias', ['quill'], /is merged into nothing, and no alias/],
    ['of a slug from itself', ['quill', 'quill'], /from itself/],
    ['of what is no slug', ['../etc', 'quill'], /is no slug/],
    ['of what is held apart', ['lantern', 'quill'], /held apart already/],
    ['of two that are merged by way of another', ['a', 'c'], /by way of another\. Split first: a/],
  ])('is refused: %s', async (_what, [slug = '', from], reason) => {
    const built = await withComparisons();
    for (const tool of ['lantern', 'quill', 'a', 'b', 'c']) await keepTool(built.store, tool);
    await split(built, 'quill', 'lantern');
    await merge(built, 'a', 'b');
    await merge(built, 'b', 'c');
    await expect(split(built, slug, from)).rejects.toThrow(reason);
  });

  test('of an alias of two tools asks for one of them', async () => {
    const built = await withComparisons();
    await keepTool(built.store, 'brindle', { aliases: ['Patch'] });
    await keepTool(built.store, 'quill', { aliases: ['Patch'] });
    await expect(split(built, 'Patch')).rejects.toThrow(/alias of several tools.*brindle, quill/);
    await split(built, 'patch', 'quill');
    expect((await readDossier(built.desk, 'Patch')).tool.slug).toBe('brindle');
  });
});
