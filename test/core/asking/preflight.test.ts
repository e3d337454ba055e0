import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cuePattern, preflight } from '../../../src/core/asking/preflight.ts';
import { assembleDossier, type UnnumberedSource } from '../../../src/core/facts/dossier.ts';
import { parsePricing } from '../../../src/core/facts/pricing.ts';
import { toolOf } from '../../../src/core/facts/tool.ts';
import type { Check, Persona } from '../../../src/core/panel/persona.ts';

const tool = toolOf(
  {
    name: 'Lantern DB',
    maker: null,
    jobs: ['store time series'],
    tagline: 'A time series store',
    category: 'Developer Tools',
    url: 'https://lantern.example',
    pricing: null,
    launched: null,
    discontinued: null,
    licence: null,
    description: 'It stores.',
    aliases: [],
  },
  parsePricing,
);

const source = (text: string): UnnumberedSource => ({
  kind: 'note',
  title: 'A note',
  url: null,
  retrieved: '2026-11-20',
  text,
});

const check = (id: string, cues: string[], more: Partial<Check> = {}): Check => {
  return { id, ask: `Is it so about ${id}?`, kind: 'stated', weight: 1, silence: 'open', cues, ...more };
};

const persona = (id: string, checks: Check[]): Persona => ({
  id,
  name: id.toUpperCase(),
  order: 1,
  motto: 'm',
  reader: 'r',
  voice: 'v',
  excitedBy: ['a', 'b'],
  tiredOf: ['a', 'b'],
  beats: [],
  words: { min: 50, max: 100 },
  groups: [{ name: 'All', checks }],
  banned: [],
});

describe('a cue', () => {
  test.each([
    ['file', ['file', 'Files', 'filed', 'filing'], ['profile', 'filet', 'files_']],
    ['retry', ['retries', 'retried', 'retrying'], ['entry']],
    ['limit', ['limits', 'limited', 'limiting'], ['limitless', 'unlimited']],
    ['plan', ['plan', 'planned', 'planning', 'plans'], ['plane', 'plant']],
    ['logs', ['log', 'logs', 'logging', 'logged'], ['login', 'blog']],
    ['rate limit', ['rate limits', 'rate-limited', 'rate\nlimit'], ['rate of limit']],
    ['status', ['status'], ['statu']],
    ['429', ['429'], ['4290', '1429']],
    ['file_id', ['file_id'], ['profile_id']],
    ['v2.1', ['v2.1'], ['v2x1', 'v2.10']],
    ['$', ['$5'], ['5']],
    ['C++', ['C++'], ['C+']],
  ])('%s finds its inflections as whole words', (cue, found, passed) => {
    for (const word of found) expect(`x ${word}, y`).toMatch(cuePattern(cue));
    for (const word of passed) expect(`x ${word}, y`).not.toMatch(cuePattern(cue));
  });

  test('may be any text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (cue) => {
        fc.pre(cue.trim() !== '');
        expect(cuePattern(cue)).toBeInstanceOf(RegExp);
      }),
    );
  });
});

describe('preflight', () => {
  const dossier = assembleDossier(tool, [
    source('It starts. The limit is 5 files per call.'),
    source('Limits are stated. A file above the limit is refused with status 413.'),
  ]);

  test('shows the sentence with the most cues and where it stands', () => {
    const { personas } = preflight(dossier, [persona('builder', [check('limits', ['limit', 'status', 'refuse'])])]);
    expect(personas[0]?.checks).toEqual([
      {
        id: 'limits',
        ask: 'Is it so about limits?',
        kind: 'stated',
        weight: 1,
        silence: 'open',
        group: 'All',
        hint: {
          source: 'S2',
          sentence: 'A file above the limit is refused with status 413.',
          cues: ['limit', 'status', 'refuse'],
        },
      },
    ]);
  });

  test('among equals, the first sentence is shown', () => {
    const { personas } = preflight(dossier, [persona('builder', [check('limits', ['limit'])])]);
    expect(personas[0]?.checks[0]?.hint).toMatchObject({ source: 'S1', sentence: 'The limit is 5 files per call.' });
  });

  test('tells the highest coverage that is likely, and what is missing', () => {
    const checks = [check('limits', ['limit'], { weight: 3 }), check('uptime', ['uptime'], { weight: 5 })];
    const [seat] = preflight(dossier, [persona('builder', checks)]).personas;
    expect(seat).toMatchObject({ persona: 'builder', name: 'BUILDER', coverageCeiling: 3 / 8, missing: ['uptime'] });
  });

  test('asks the maker where silence counts as no, and where most weight hangs, the weightiest first', () => {
    const builder = persona('builder', [
      check('limits', ['limit'], { silence: 'no' }),
      check('uptime', ['uptime'], { silence: 'no' }),
      check('heavy', ['moat'], { weight: 7 }),
      check('light', ['colour']),
    ]);
    const skeptic = persona('skeptic', [
      check('uptime', ['uptime'], { silence: 'no' }),
      check('starts', ['start'], { weight: 3 }),
    ]);
    expect(preflight(dossier, [builder, skeptic]).questions).toEqual([
      { ask: 'Is it so about heavy?', personas: ['builder'], weightShare: 0.7 },
      { ask: 'Is it so about uptime?', personas: ['builder', 'skeptic'], weightShare: 0.25 },
    ]);
  });

  test('holds no score and no verdict', () => {
    const text = JSON.stringify(preflight(dossier, [persona('builder', [check('limits', ['limit'])])]));
    expect(text).not.toMatch(/score|verdict/i);
  });
});
