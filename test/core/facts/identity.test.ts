import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { compareIdentified, compareProducts, identify, type Named } from '../../../src/core/facts/identity.ts';

const Fixture = z.strictObject({
  products: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      url: z.string().optional(),
      maker: z.string().nullable().default(null),
      text: z.string().default(''),
      aliases: z.array(z.string()).default([]),
    }),
  ),
  same: z.array(z.array(z.string())),
  doubtful: z.array(z.array(z.string())),
});

const fixture = Fixture.parse(parse(readFileSync(join(import.meta.dirname, '../../fixtures/identity.yaml'), 'utf8')));
const products = fixture.products.map(({ id, url, ...named }) => ({
  id,
  identified: identify({ ...named, urls: url === undefined ? [] : [url] }),
}));
const inOneOf = (groups: readonly string[][], a: string, b: string) =>
  groups.some((group) => group.includes(a) && group.includes(b));

/** Every pair of the fixture that is not left to a person, with its label and what the rule says. */
const judged = products
  .flatMap((a, index) => products.slice(index + 1).map((b) => ({ a, b })))
  .map(({ a, b }) => ({
    pair: `${a.id} and ${b.id}`,
    isSame: inOneOf(fixture.same, a.id, b.id),
    isDoubtful: inOneOf(fixture.doubtful, a.id, b.id),
    says: compareIdentified(a.identified, b.identified).same,
  }))
  .filter(({ isSame, isDoubtful }) => isSame || !isDoubtful);

const count = (isSame: boolean, says: string) =>
  judged.filter((pair) => pair.isSame === isSame && pair.says === says).length;

describe('over the labelled pairs', () => {
  test('the fixture names only products it has, enough of them', () => {
    const ids = products.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(60);
    expect([...fixture.same, ...fixture.doubtful].flat().filter((id) => !ids.includes(id))).toEqual([]);
    expect(judged.filter(({ isSame }) => isSame).length).toBeGreaterThan(80);
  });

  test('no two products are taken for one', () => {
    expect(judged.filter(({ isSame, says }) => !isSame && says === 'yes').map(({ pair }) => pair)).toEqual([]);
  });

  test('no product is taken for two: what is not found is asked', () => {
    expect(judged.filter(({ isSame, says }) => isSame && says === 'no').map(({ pair }) => pair)).toEqual([]);
  });

  test('precision, recall and questions are those the documentation gives', () => {
    const figures = {
      pairs: judged.length,
      same: judged.filter(({ isSame }) => isSame).length,
      precision: count(true, 'yes') / (count(true, 'yes') + count(false, 'yes')),
      recall: Number((count(true, 'yes') / judged.filter(({ isSame }) => isSame).length).toFixed(3)),
      asked: count(true, 'unsure') + count(false, 'unsure'),
    };
    const { pairs, same, precision, recall, asked } = figures;
    const documented = readFileSync(join(import.meta.dirname, '../../../docs/identity.md'), 'utf8');
    expect(documented).toContain(
      `| invented, in the tests | ${pairs} | ${same} | ${precision.toFixed(2)} | ${recall.toFixed(2)} | ${asked} |`,
    );
  });
});

describe('one case each', () => {
  const quillby: Named = {
    name: 'Quillby',
    urls: ['https://quillby.example'],
    maker: 'Quillby',
    text: 'Turns long meetings into calendar tasks',
  };
  test.each<[string, Named, Named, string, RegExp]>([
    ['a name and an address', quillby, { ...quillby, name: 'Quillby 5.0' }, 'yes', /one name and one address/],
    ['one name of two makers', quillby, { name: 'Quillby', maker: 'Marsh' }, 'no', /two makers/],
    ['one name on two sites', quillby, { name: 'Quillby', urls: ['https://marsh.example'] }, 'no', /two addresses/],
    ['a maker whose site moved', quillby, { ...quillby, urls: ['https://marsh.example'] }, 'unsure', /two addresses/],
    [
      'one name, nothing in common',
      { ...quillby, urls: [] },
      { name: 'Quillby', text: 'Shopping lists with recipes for families' },
      'unsure',
      /nothing in common/,
    ],
    [
      'one name at two places, without a word',
      { name: 'Quillby', urls: ['https://quillby.example'] },
      { name: 'Quillby', urls: ['https://github.com/ada/quillby'] },
      'unsure',
      /nothing else/,
    ],
    [
      'an SDK at the address of the product',
      quillby,
      { name: 'Quillby SDK', urls: ['https://quillby.example'] },
      'yes',
      /editions/,
    ],
    ['an SDK of the same version', { name: 'Quillby 5.0' }, { name: 'Quillby SDK v5' }, 'yes', /one version/],
    ['an SDK, and no more known', { name: 'Quillby' }, { name: 'Quillby SDK v5' }, 'unsure', /edition/],
    ['an SDK and a CLI', { name: 'Quillby SDK' }, { name: 'Quillby CLI' }, 'no', /two forms/],
    ['a product and its cloud', { name: 'Quillby' }, { name: 'Quillby Cloud' }, 'no', /within the other/],
    [
      'a product and its editor extension',
      { name: 'Quillby' },
      { name: 'Quillby for VS Code' },
      'no',
      /within the other/,
    ],
    [
      'a feature with the home page of its product',
      quillby,
      { name: 'Quillby Cloud', urls: ['https://quillby.example'] },
      'unsure',
      /home page/,
    ],
    [
      'two names of one repository',
      { name: 'Olsen', urls: ['https://github.com/a/b'] },
      { name: 'Marsh', urls: ['https://github.com/a/b'] },
      'unsure',
      /two names/,
    ],
    [
      'two makers of one home page',
      { name: 'Olsen', urls: ['https://a.example'] },
      { name: 'Marsh', urls: ['https://a.example'] },
      'no',
      /nothing in common/,
    ],
    [
      'two generations of a model',
      { name: 'Heron 3', text: 'open-weight language model' },
      { name: 'Heron 4' },
      'no',
      /two versions of a model/,
    ],
    [
      'a model without its generation',
      { name: 'Heron', text: 'open-weight language model' },
      { name: 'Heron 4' },
      'unsure',
      /which version/,
    ],
    [
      'a name with its author in front, at one page',
      { name: 'Larch Rules', urls: ['https://github.com/a/b'] },
      { name: 'Ingrid Larch Rules', urls: ['https://github.com/a/b'] },
      'yes',
      /in front/,
    ],
    [
      'a part of what is in one repository',
      { name: 'Larch', urls: ['https://github.com/a/b'] },
      { name: 'Larch Plugins', urls: ['https://github.com/a/b'] },
      'unsure',
      /within the other, at one address/,
    ],
    ['two versions, and no more known', { name: 'Otter 2' }, { name: 'Otter 3' }, 'unsure', /two versions/],
    [
      'two versions of what is told alike',
      { name: 'Otter 2', text: 'Reads logs' },
      { name: 'Otter 3', text: 'Reads logs faster' },
      'yes',
      /one name/,
    ],
    [
      'one word under two endings, no more known',
      { name: 'Flint', urls: ['https://flint.dev'] },
      { name: 'Flint', urls: ['https://flint.eu'] },
      'unsure',
      /two places/,
    ],
    ['C and C++', { name: 'C' }, { name: 'C++' }, 'no', /little/],
    ['.NET and Net', { name: '.NET' }, { name: 'Net' }, 'no', /within/],
  ])('%s', (_what, a, b, same, because) => {
    expect(compareProducts(a, b)).toEqual({ same, because: expect.stringMatching(because) });
    expect(compareProducts(b, a)).toEqual(compareProducts(a, b));
  });
});

test('every product is itself, whatever it is called', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
      fc.pre(name.trim() !== '' && /[\p{L}\p{N}\p{S}]/u.test(name));
      const named = { name, urls: ['https://github.com/ada/quillby'], text: 'Says something about meetings' };
      expect(compareProducts(named, named).same).toBe('yes');
    }),
  );
});
