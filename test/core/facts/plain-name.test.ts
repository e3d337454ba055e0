import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainName } from '../../../src/core/facts/plain-name.ts';

describe('a name is taken apart', () => {
  test.each([
    ['Quillby 5.0', { core: ['quillby'], version: '5' }],
    ['Quillby v0.50 – Background tasks', { core: ['quillby'], version: '0.50' }],
    ['Quillby SDK v5', { core: ['quillby'], version: '5', forms: ['sdk'] }],
    ['Quillby AI SDK v5 beta', { core: ['quillby', 'ai'], version: '5', forms: ['sdk'] }],
    ['Quillby 2026 (Open Source)', { core: ['quillby'], version: '2026', brackets: [] }],
    ['Quillby for Teams', { core: ['quillby'], plans: ['team'] }],
    ['Quillby Enterprise Edition', { core: ['quillby'], plans: ['enterprise'] }],
    ['Ripple.js 16 RC 2', { core: ['ripple', 'js'], version: '16' }],
    ['RAIL-5 Mini API', { core: ['rail', '5', 'mini'], version: null, forms: ['api'] }],
    ['RAIL-5', { core: ['rail', '5'], version: null }],
    ['Heron 4 8B', { core: ['heron', '4', '8b'], version: null }],
    ['Gateway (v0)', { core: ['gateway'], version: null, brackets: ['v0'] }],
    ['Route Gateway by Norvell GmbH', { core: ['route', 'gateway'], maker: 'norvell' }],
    ['Search powered by Quillby', { core: ['search', 'powered', 'by', 'quillby'], maker: null }],
    ['Show HN: Tidepool – mirror buckets', { core: ['tidepool'] }],
    ['Norvell: Route Gateway', { core: ['route', 'gateway'] }],
    ['The Quillby', { core: ['quillby'] }],
    ['Karpathy’s Skills', { core: ['karpathy', 'skills'] }],
    ['Quillby.ai', { core: ['quillby'] }],
    ['C++', { core: ['cplusplus'], plans: [] }],
    ['2048', { core: ['2048'], version: null }],
    ['SDK', { core: ['sdk'], forms: [] }],
    ['v0', { core: ['v0'], version: null }],
    ['通义千问 2.5', { core: ['通义千问'], version: '2.5' }],
    ['🚀', { core: ['🚀'] }],
  ])('%s', (name, parts) => {
    expect(plainName(name, 'Norvell Inc.')).toMatchObject(parts);
  });

  test('marks tell letters of other scripts apart, and accents no Latin ones', () => {
    expect(plainName('がく').core).not.toEqual(plainName('かく').core);
    expect(plainName('Café').core).toEqual(plainName('Cafe').core);
  });

  test('any text has a core, and its case does not matter', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abv5 .0-–:()[]千問+#'), minLength: 1 }), (name) => {
        expect(plainName(name.toUpperCase()).core).toEqual(plainName(name).core);
        if (name.trim() !== '') expect(plainName(name).core.join('')).not.toBe('');
      }),
    );
  });
});

test('a long name of untrusted text takes no time worth naming', () => {
  const nasty = [' ', 'a\u0301\u0301', 'by A', 'v1 ', '(', '- ', ': ', 'beta 1 ', '++'];
  for (const piece of nasty) expect(plainName(`x${piece.repeat(100_000)}`).core.length).toBeGreaterThan(0);
});
