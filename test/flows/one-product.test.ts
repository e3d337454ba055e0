import { describe, expect, test } from 'vitest';
import { InvalidOrder, readAll } from '../../src/flows/ask/review-tools.ts';
import { AmbiguousTool } from '../../src/flows/gather/find-known.ts';
import { findTwins } from '../../src/flows/gather/find-twins.ts';
import { readDossier } from '../../src/flows/gather/gather-dossier.ts';
import { mergeTools } from '../../src/flows/gather/merge-tools.ts';
import { splitTools } from '../../src/flows/gather/split-tools.ts';
import { buildDesk, toolFiles } from '../fixtures/desk.ts';
import { keepTool, writeFacts } from './identities.ts';

async function deskWithFacts() {
  const built = await buildDesk(() => null);
  const facts = (file: string, more: Record<string, unknown>) => writeFacts(`${built.out}/..`, file, more);
  return { ...built, facts };
}

describe('a tool of the store is found', () => {
  test.each(['lantern', 'LANTERN', 'https://www.lantern.example/?utm_source=x', 'lantern.example', 'Patch Work'])(
    'as %s',
    async (target) => {
      const { desk, store } = await buildDesk(() => null);
      await keepTool(store, 'lantern', { aliases: ['Patchwork'] });
      await keepTool(store, 'quill');
      expect((await readDossier(desk, target)).tool.slug).toBe('lantern');
    },
  );

  test('but not where two share what was written', async () => {
    const { desk, store } = await buildDesk(() => null);
    await keepTool(store, 'lantern', { url: 'https://works.example/' });
    await keepTool(store, 'quill', { url: 'https://works.example/' });
    await expect(readDossier(desk, 'https://works.example')).rejects.toThrow(AmbiguousTool);
    await expect(readDossier(desk, 'https://works.example')).rejects.toThrow(/lantern or quill/);
  });

  test('its own slug comes before the alias of another', async () => {
    const { desk, store } = await buildDesk(() => null);
    await keepTool(store, 'lantern', { aliases: ['Quill'] });
    await keepTool(store, 'quill', { name: 'Feather' });
    expect((await readDossier(desk, 'quill')).tool.name).toBe('Feather');
  });
});

describe('a pair of a product with itself is refused, naming both spellings', () => {
  test.each([
    ['slug', 'lantern'],
    ['name', 'Lantern'],
    ['address', 'http://www.lantern.example/index.html#top'],
    ['merged slug', 'old-lantern'],
    ['name of what was merged', 'Firefly'],
  ])('a facts file and a %s', async (_what, target) => {
    const { desk, store } = await deskWithFacts();
    await keepTool(store, 'lantern', { name: 'Lantern', url: 'https://lantern.example/' });
    await keepTool(store, 'old-lantern', { name: 'Firefly' });
    await mergeTools(desk, { from: 'old-lantern', into: 'lantern', why: 'renamed', by: 'Ada' });
    const refusal = readAll(desk, [toolFiles.lantern, target]);
    await expect(refusal).rejects.toThrow(InvalidOrder);
    await expect(readAll(desk, [toolFiles.lantern, target])).rejects.toThrow(
      `"${toolFiles.lantern}" and "${target}" are both Lantern`,
    );
  });

  test('two facts files of one product under two slugs, until a person says they are two', async () => {
    const { desk, facts } = await deskWithFacts();
    const five = facts('five.yaml', { name: 'Lantern 5.0', slug: 'lantern-5', url: 'https://lantern.example/?ref=x' });
    await expect(readAll(desk, [toolFiles.lantern, five])).rejects.toThrow(
      /lantern\.yaml" and ".*five\.yaml" are one product: one name and one address[\s\S]*split lantern-5 --from lantern/,
    );
    await splitTools(desk, { slug: 'lantern-5', from: 'lantern', why: 'a rewrite', by: 'Ada' });
    expect(await readAll(desk, [toolFiles.lantern, five])).toHaveLength(2);
  });
});

test('a facts file that goes by the name of another at another address is doubted, not refused', async () => {
  const { desk, facts } = await deskWithFacts();
  const alias = facts('alias.yaml', {
    name: 'Firefly',
    url: 'https://firefly.example/',
    aliases: ['Lantern'],
    maker: 'Lantern Works',
  });
  const twins = await findTwins(desk, [await readDossier(desk, toolFiles.lantern), await readDossier(desk, alias)]);
  expect(twins).toMatchObject([{ same: 'unsure', slugs: ['lantern', 'firefly'] }]);
});

test('two products are no twins', async () => {
  const { desk } = await deskWithFacts();
  const dossiers = await readAll(desk, [toolFiles.lantern, toolFiles.quill, toolFiles.anvil]);
  expect(await findTwins(desk, dossiers)).toEqual([]);
});

test('a facts file under a merged slug keeps what the maker answered under it', async () => {
  const { desk, store } = await deskWithFacts();
  await keepTool(store, 'lantern', { url: 'https://lantern.example/' });
  const old = await readDossier(desk, toolFiles.quill);
  const source = {
    ...old.sources[0],
    id: 'S2',
    kind: 'maker' as const,
    title: 'Answer',
    text: 'We keep it for ten years.',
    hash: 'h',
    url: null,
    retrieved: '2026-11-22',
  };
  const dossier = { ...old, sources: [...old.sources, source] };
  await store.keepAnswer({
    dossier,
    day: '2026-11-22',
    source,
    correction: { on: '2026-11-22', what: 'answered', scoreBefore: null },
  });
  await mergeTools(desk, { from: 'quill', into: 'lantern', why: 'renamed', by: 'Ada' });
  const { tool, sources } = await readDossier(desk, toolFiles.lantern);
  expect(tool.slug).toBe('lantern');
  expect(sources.map(({ text }) => text)).toContain('We keep it for ten years.');
});
