import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isReserved, longestSlug, slugOf, slugPattern } from '../../../src/core/facts/slug.ts';

describe('a name becomes a slug', () => {
  test.each([
    ['Claude Files API', 'claude-files-api'],
    ['C', 'c'],
    ['C++', 'c-plus-plus'],
    ['C#', 'c-sharp'],
    ['C♯', 'c-sharp'],
    ['F#', 'f-sharp'],
    ['F*', 'f-star'],
    ['.NET', 'dot-net'],
    ['ASP.NET', 'asp-net'],
    ['Node.js', 'node-js'],
    ['GPT-4.1', 'gpt-4-1'],
    ['v0', 'v0'],
    ['Weights & Biases', 'weights-and-biases'],
    ['AT&T', 'at-and-t'],
    ['Crème Brûlée', 'creme-brulee'],
    ['Straße Ærø Łódź', 'strasse-aero-lodz'],
    ['İstanbul', 'istanbul'],
    ['Ｆｕｌｌ Ｗｉｄｔｈ', 'full-width'],
    ["Karpathy's Skills™", 'karpathys-skills'],
    ['  --Foo__Bar!!  ', 'foo-bar'],
    ['2048', '2048'],
    ['../../etc/passwd', 'etc-passwd'],
    ['Cur\u200bsor', 'cursor'],
    ['\u202eQuillby\u202c', 'quillby'],
    ['CON', 'con-tool'],
    ['aux.', 'aux-tool'],
    ['COM1', 'com1-tool'],
    ['Methodology', 'methodology-tool'],
    ['Conda', 'conda'],
  ])('%s is %s', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  test('a name without a Latin letter is a hash that depends on the name', () => {
    expect(slugOf('通义千问')).toMatch(/^tool-[0-9a-f]{8}$/);
    expect(slugOf('通义千问')).not.toBe(slugOf('文心一言'));
    expect(slugOf('🚀')).toMatch(/^tool-[0-9a-f]{8}$/);
    expect(slugOf('通义千问 2.5')).toMatch(/^tool-[0-9a-f]{8}$/);
    expect(slugOf('')).toMatch(/^tool-[0-9a-f]{8}$/);
  });

  test('letters that only marks tell apart stay apart, and invisible ones make no difference', () => {
    expect(slugOf('がく')).not.toBe(slugOf('かく'));
    expect(slugOf('مرآت')).not.toBe(slugOf('مرات'));
    expect(slugOf('می\u200cخواهم')).toBe(slugOf('میخواهم'));
    expect(slugOf('👩\u200d💻')).toMatch(/^tool-[0-9a-f]{8}$/);
    expect(slugOf('שלום')).not.toBe(slugOf('עולם'));
  });

  test('a letter that only looks Latin makes another product', () => {
    expect(slugOf('Сursor')).toMatch(/^ursor-[0-9a-f]{8}$/);
  });

  test('a mixed name keeps its Latin part, and stays apart from others with the same one', () => {
    expect(slugOf('Qwen 千问')).toMatch(/^qwen-[0-9a-f]{8}$/);
    expect(slugOf('Qwen 千问')).not.toBe(slugOf('Qwen 文心'));
    expect(slugOf('Qwen 千问')).not.toBe(slugOf('Qwen'));
  });

  test('a long name is cut at a word, and stays apart from another that begins alike', () => {
    const begin = 'incremental '.repeat(9);
    expect(slugOf(`${begin}one`)).toMatch(/^(incremental-)+[0-9a-f]{8}$/);
    expect(slugOf(`${begin}one`)).not.toBe(slugOf(`${begin}two`));
    expect(slugOf('x'.repeat(300))).toHaveLength(longestSlug);
  });
});

const names = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.string({ unit: 'grapheme' }));

test('any text has a slug of the right shape and length, always the same', () => {
  fc.assert(
    fc.property(names, (name) => {
      const slug = slugOf(name);
      expect(slug).toMatch(slugPattern);
      expect(slug.length).toBeLessThanOrEqual(longestSlug);
      expect(isReserved(slug)).toBe(false);
      expect(slugOf(name)).toBe(slug);
    }),
  );
});

test('a slug is its own slug', () => {
  fc.assert(
    fc.property(names, (name) => {
      expect(slugOf(slugOf(name))).toBe(slugOf(name));
    }),
  );
});

test('case, composition and surrounding white space do not change the identity', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'aéüçñ 9+#.千問'), minLength: 1 }), (name) => {
      expect(slugOf(` ${name.normalize('NFD').toUpperCase()} `)).toBe(slugOf(name));
    }),
  );
});

test.each([
  ['通义千问', 'tool-800ee680'],
  ['Qwen 千问', 'qwen-35066e3b'],
  ['🚀', 'tool-ebbc0b28'],
  ['Зеркало', 'tool-a2016d94'],
])('%s keeps its slug from version to version: pages and histories stand under it', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});

test('two names of other scripts share no slug', () => {
  const scripts = fc.string({
    unit: fc.constantFrom(...'千問文心言モデルかながзркл', ...'אבגמרآت'),
    minLength: 1,
    maxLength: 12,
  });
  const plain = (name: string) => name.normalize('NFKC').toLowerCase();
  fc.assert(
    fc.property(scripts, scripts, (a, b) => {
      fc.pre(plain(a) !== plain(b));
      expect(slugOf(a)).not.toBe(slugOf(b));
    }),
  );
});
