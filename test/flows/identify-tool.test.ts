import { describe, expect, test } from 'vitest';
import { slugPattern } from '../../src/core/facts/slug.ts';
import { identifyTool } from '../../src/flows/gather/identify-tool.ts';
import { mergeTools } from '../../src/flows/gather/merge-tools.ts';
import { splitTools } from '../../src/flows/gather/split-tools.ts';
import { buildDesk } from '../fixtures/desk.ts';
import { keepTool } from './identities.ts';

async function deskOf(...slugs: string[]) {
  const { desk, store } = await buildDesk(() => null);
  for (const slug of slugs) await keepTool(store, slug);
  return { desk, store };
}

const because = expect.any(String);

describe('a product is known', () => {
  test.each([
    ['in another version, at the address of its page', { name: 'Quill 5.0', url: 'https://www.quill.example/?ref=x' }],
    ['by its name alone', { name: 'QUILL', url: null }],
    ['from a launch page', { name: 'Show HN: Quill – notes', url: 'https://www.producthunt.com/posts/quill' }],
  ])('%s', async (_how, product) => {
    const { desk } = await deskOf('quill', 'lantern');
    expect(await identifyTool(desk, product)).toEqual({ slug: 'quill', known: true, because, unsure: [] });
  });

  test('by an alias of the facts', async () => {
    const { desk, store } = await deskOf();
    await keepTool(store, 'quill', { aliases: ['Patchwork Editor'] });
    expect(await identifyTool(desk, { name: 'Patchwork Editor', url: null })).toMatchObject({
      slug: 'quill',
      known: true,
    });
  });

  test('by the name and the address of a tool that was merged into it, and no more once it was split', async () => {
    const { desk } = await deskOf('quill', 'anvil');
    await mergeTools(desk, { from: 'anvil', into: 'quill', why: 'renamed', by: 'Ada' });
    expect(await identifyTool(desk, { name: 'Anvil', url: 'https://anvil.example' })).toMatchObject({ slug: 'quill' });
    await splitTools(desk, { slug: 'anvil', from: undefined, why: 'it was not', by: 'Ada' });
    expect(await identifyTool(desk, { name: 'Anvil', url: 'https://anvil.example' })).toMatchObject({ slug: 'anvil' });
  });
});

describe('an unknown product', () => {
  test.each([
    [
      'gets the slug of its name without version, stage and slogan',
      { name: 'Heron v0.50 beta – notes', url: null },
      'heron',
    ],
    [
      'keeps the version a model is told by',
      { name: 'Heron 4', url: null, description: 'An open-weight model' },
      'heron-4',
    ],
    ['keeps its form', { name: 'Heron SDK v5', url: null }, 'heron-sdk'],
    ['keeps telling signs', { name: 'C++', url: null }, 'c-plus-plus'],
    ['of another script keeps one slug through its versions', { name: '通义千问 2.5', url: null }, 'tool-800ee680'],
  ])('%s', async (_what, product, slug) => {
    const { desk } = await deskOf('quill');
    expect(await identifyTool(desk, product)).toEqual({ slug, known: false, because, unsure: [] });
  });

  test('whose slug another product has gets its maker behind it, or a hash of its address', async () => {
    const { desk } = await deskOf('quill');
    const other = { name: 'Quill', url: 'https://marsh-quill.example/' };
    expect(await identifyTool(desk, { ...other, maker: 'Marsh Inc.' })).toMatchObject({
      slug: 'quill-marsh',
      known: false,
    });
    const { slug, known } = await identifyTool(desk, other);
    expect({ slug, known }).toEqual({ slug: expect.stringMatching(/^quill-[0-9a-f]{8}$/), known: false });
    expect((await identifyTool(desk, { ...other, url: 'http://www.marsh-quill.example?ref=y' })).slug).toBe(slug);
  });

  test('never gets the slug of a tool that was merged away', async () => {
    const { desk, store } = await deskOf('quill');
    await keepTool(store, 'anvil', { name: 'Patchwork' });
    await mergeTools(desk, { from: 'anvil', into: 'quill', why: 'renamed', by: 'Ada' });
    const { slug } = await identifyTool(desk, { name: 'Anvil', url: 'https://marsh.example/' });
    expect(slug).toMatch(/^anvil-[0-9a-f]{8}$/);
  });

  test('with a long name and a taken slug still has a slug within the limit', async () => {
    const { desk, store } = await deskOf();
    const name = 'Extremely '.repeat(12).trim();
    const { slug: taken } = await identifyTool(desk, { name, url: null });
    await keepTool(store, taken, { name, maker: 'Olsen' });
    const { slug } = await identifyTool(desk, { name, url: 'https://marsh.example', maker: 'Marsh' });
    expect(slug).not.toBe(taken);
    expect(slug).toMatch(slugPattern);
    expect(slug.length).toBeLessThanOrEqual(80);
  });

  test('that may be a known one is named beside it, for a person', async () => {
    const { desk } = await deskOf('quill');
    const { known, unsure } = await identifyTool(desk, { name: 'Quill SDK', url: null });
    expect({ known, unsure }).toEqual({
      known: false,
      unsure: [{ slug: 'quill', because: expect.stringContaining('edition') }],
    });
  });
});
