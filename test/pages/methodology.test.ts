import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { checksOf, type PanelOfPersonas } from '../../src/core/panel/persona.ts';
import { type Methodology, renderMethodology } from '../../src/pages/methodology.ts';
import { workedExample } from '../../src/pages/worked-example.ts';
import { readPanel } from '../../src/sources/panel-files.ts';
import { inventPersona, panel } from '../fixtures/desk.ts';
import { readTemplates } from './read-templates.ts';

const root = resolve(import.meta.dirname, '../..');
const templates = readTemplates();
let shipped: PanelOfPersonas;
beforeAll(async () => {
  shipped = await readPanel(join(root, 'personas'));
});

const render = (parts: Partial<Methodology> = {}) =>
  renderMethodology(
    { ...shipped, prompts: {}, models: { lead: null, ballots: [] }, calibration: [], ...parts },
    templates,
  )['index.html'];

const textOf = (html: string) =>
  html
    .replace(/<style>.*?<\/style>/s, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&#x27;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll(/\s+/g, ' ');

test('every check of every persona file is there, with its weight and what silence means', () => {
  const text = textOf(render());
  for (const persona of shipped.personas) {
    expect(text).toContain(persona.motto);
    for (const { ask, weight, silence, cap } of checksOf(persona))
      expect(text.slice(text.lastIndexOf(ask)).slice(0, ask.length + 160)).toMatch(
        new RegExp(
          `${cap === undefined ? '' : `caps the score at ${cap.most}.*`} ${weight} .*${silence === 'no' ? 'counts as no' : 'left out'}`,
        ),
      );
  }
});

test('thresholds, rules and profiles are those of the panel file', () => {
  const text = textOf(render());
  expect(text).toContain(`From ${shipped.panel.shipThreshold} a reviewer says ship`);
  for (const rule of shipped.panel.rules) expect(text).toContain(rule);
  for (const profile of shipped.panel.profiles) expect(text).toContain(profile.for);
});

test('prompts stand there in full', () => {
  const opinion = readFileSync(join(root, 'prompts/opinion.hbs'), 'utf8');
  expect(textOf(render({ prompts: { opinion } }))).toContain('Poor because any product could stand in');
});

test('the worked example adds up by the rules it explains', () => {
  const persona = inventPersona('builder');
  const example = workedExample(persona, panel);
  // twelve checks of weight 10, silence left out: 3, 10 no for both; 4, 11 split; 5, 7, 12 without a majority for yes or no;
  // the fourth and the tenth decisive (× 3), the sixth and the twelfth minor (× 0.5)
  expect(example).toMatchObject({
    yes: '45',
    counted: '85',
    exact: '52.94',
    answered: '70',
    all: '120',
    result: '53: Skip',
  });
  expect(example.rows.map(({ counts }) => counts).filter((counts) => counts === 'yes')).toHaveLength(5);
});

test('models are named with their calibration, or that there is none', () => {
  const figures = { leniency: -2.04, spread: 3, anchors: 'v1', ranAt: '2026-11-15T03:00:00Z' };
  const text = textOf(
    render({
      models: { lead: 'claude:claude-sonnet-5-5', ballots: ['hugging-face:openai/gpt-oss-120b'] },
      calibration: [
        { persona: 'builder', model: 'claude:claude-sonnet-5-5', figures },
        { persona: 'skeptic', model: 'claude:claude-sonnet-5-5', figures: null },
      ],
    }),
  );
  expect(text).toContain(
    'scores tools with known answers 2 points too low on average, give or take 3 (anchors v1, 2026-11-15)',
  );
  expect(text).toContain('Skeptic: not calibrated with claude:claude-sonnet-5-5');
  expect(text).toContain('Ballots are asked of hugging-face:openai/gpt-oss-120b');
  expect(textOf(render())).toContain('recorded replies answer');
});

test('asks nothing of the network, runs nothing, and has no dead link or double id', () => {
  const html = render();
  const style = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? '';
  expect(html).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  expect(html).not.toMatch(/<script|<link|<img|<iframe|\ssrc=|\sstyle=/i);
  const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]);
  expect(new Set(ids).size).toBe(ids.length);
  const levels = [...html.matchAll(/<h([1-6])[\s>]/g)].map((match) => Number(match[1]));
  expect(levels.filter((level, index) => level - (levels[index - 1] ?? 0) > 1)).toEqual([]);
});

test('hostile words in persona and prompt files stay words', () => {
  const attack = '"><script>alert(1)</script></pre>\u202E';
  const persona = { ...inventPersona('builder'), motto: attack, voice: attack };
  const html = render({ personas: [persona], prompts: { [attack]: attack } });
  expect(html).not.toMatch(/<script|\u202E/);
  expect(html.match(/<pre>/g)).toHaveLength(1);
});
