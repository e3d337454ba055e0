import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Anchor, assembleAnchors } from '../../src/core/comparison/anchor.ts';
import { assembleDossier } from '../../src/core/facts/dossier.ts';
import { parseModel } from '../../src/core/model.ts';
import { checksOf, type Persona } from '../../src/core/panel/persona.ts';
import { calibrate } from '../../src/flows/calibrate.ts';
import { compareTools } from '../../src/flows/compare/compare-tools.ts';
import { readFactsFile } from '../../src/sources/facts-file.ts';
import { buildDesk, inventPersona, opinionOf, quotable, toolFiles } from '../fixtures/desk.ts';

const personas = [inventPersona('builder'), inventPersona('skeptic', 20)];
const second = parseModel('hugging-face:openai/gpt-oss-120b:cheapest');
const quotes = [{ source: 'S1', text: quotable, verified: true }];

/** An anchor with so many yes among the twelve known answers of each persona. */
function anchorOf(slug: string, yes: number): Anchor {
  const source = { kind: 'note' as const, title: 'Note', url: null, retrieved: '2026-11-20', text: `It ${quotable}.` };
  const tool = {
    slug,
    name: slug,
    maker: null,
    jobs: ['x'],
    tagline: 'x',
    category: 'x',
    url: 'https://x.example/',
    description: 'x',
  };
  const facts = {
    ...tool,
    pricing: { text: null, model: 'unknown' as const, entry: null, amounts: [] },
    launched: null,
  };
  const dossier = assembleDossier({ ...facts, discontinued: null, licence: null, aliases: [] }, [source]);
  const answersOf = (persona: Persona) =>
    checksOf(persona).map(({ id }, index) => {
      const answer = index < yes ? ('yes' as const) : ('no' as const);
      return { id, answer, said: answer, because: '', quotes };
    });
  const known = new Map(personas.map((persona) => [persona.id, answersOf(persona)]));
  return { grade: 'good', expect: 'ship', dossier: { ...dossier, asOf: '2026-11-20' }, known };
}

/** The lead says nine of twelve, the second juror six, whatever the tool. */
async function deskWith(more: Parameters<typeof buildDesk>[1] = {}) {
  const anchors = async () => assembleAnchors(1, [anchorOf('brass', 9), anchorOf('tin', 6)]);
  return buildDesk(
    ({ seat, purpose, model }) => {
      const persona = personas.find(({ id }) => id === seat.persona);
      if (persona === undefined) throw new Error(`no persona ${seat.persona}`);
      const opinion = opinionOf(persona, { yes: model === second.written ? 6 : 9 });
      return JSON.stringify(purpose === 'ballot' ? { checks: opinion.checks } : opinion);
    },
    { anchors, ...more },
  );
}

const orderOf = (out: string) => ({
  targets: [toolFiles.lantern, toolFiles.quill],
  personas: [],
  wishes: { fresh: false, note: null, leadNamed: false },
  choose: async () => null,
  out,
});

test('a comparison made after a calibration reports it beside the scores and takes its noise from it', async () => {
  const { desk, out, store } = await deskWith();
  const before = await compareTools(desk, orderOf(out));
  expect(before.published?.comparison).toMatchObject({
    calibration: [],
    outcome: { noiseBasis: 'panel-constant', noise: 6 },
  });
  await calibrate(desk, []);
  const after = (await compareTools(desk, orderOf(out))).published?.comparison;
  // differences 0 and 25: mean 12.5, standard deviation √312.5
  const model = desk.lead.written;
  expect(after?.calibration).toMatchObject([
    { persona: 'builder', model, leniency: 12.5, anchors: expect.stringMatching(/^1-[0-9a-f]{8}$/) },
    { persona: 'skeptic', model, leniency: 12.5 },
  ]);
  expect(after?.calibration[0]?.spread).toBeCloseTo(Math.sqrt(312.5));
  expect(after?.outcome.noiseBasis).toBe('calibration');
  expect(after?.outcome.noise).toBeCloseTo(2 * Math.sqrt(312.5));
  expect(after?.tools.map(({ panel }) => panel.score)).toEqual(
    before.published?.comparison.tools.map(({ panel }) => panel.score),
  );
  expect((await store.listTools()).map(({ slug }) => slug)).toEqual(['lantern', 'quill']);
});

test('the evidence holds the calibration, so its figures can be computed again', async () => {
  const { desk, out } = await deskWith();
  await calibrate(desk, []);
  const { published } = await compareTools(desk, orderOf(out));
  const evidence = JSON.parse(readFileSync(join(published?.folder ?? '', 'evidence.json'), 'utf8'));
  expect(evidence.supplements.calibrations.map(({ persona }: { persona: string }) => persona).sort()).toEqual([
    'builder',
    'skeptic',
  ]);
});

test('a contested check shows the reasons and quotes of both sides', async () => {
  const { desk, out } = await deskWith({ ballots: [second] });
  const { published } = await compareTools(desk, orderOf(out));
  const contested = published?.comparison.tools[0]?.reviews[0]?.checks.filter(({ contested }) => contested) ?? [];
  expect(contested).toHaveLength(3);
  for (const { jurors } of contested) {
    expect(jurors.map(({ juror, answer }) => [juror, answer])).toEqual([
      ['lead', 'yes'],
      [second.written, 'no'],
    ]);
    for (const { because, quotes: shown } of jurors) expect([because, shown]).toEqual(['The note says so.', quotes]);
  }
});

test('a tool of the lead’s vendor is flagged, with the score the other families give', async () => {
  const { desk, out, store } = await deskWith({ ballots: [second] });
  const { tool, sources } = await readFactsFile(toolFiles.lantern);
  await store.keepDossier(assembleDossier({ ...tool, maker: 'Anthropic' }, sources), '2026-11-23');
  const { published } = await compareTools(desk, { ...orderOf(out), targets: ['lantern', toolFiles.quill] });
  const [lantern, quill] = published?.comparison.tools ?? [];
  // every scripted reply says it comes from the lead’s family
  expect(lantern?.reviews[0]?.conflict).toEqual({ family: 'anthropic', scoreWithout: null });
  expect(quill?.reviews[0]?.conflict).toBeNull();
});
