import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { EvidenceFile, evidenceKey } from '../../src/core/audit/evidence-file.ts';
import { verifyComparison } from '../../src/core/audit/verify.ts';
import { Comparison } from '../../src/core/comparison/comparison.ts';
import { objectionsTo, usualPolicy } from '../../src/core/comparison/policy.ts';
import { parseModel } from '../../src/core/model.ts';
import { compareTools } from '../../src/flows/compare/compare-tools.ts';
import { verifyFile } from '../../src/flows/compare/verify-comparison.ts';
import { gatherTool } from '../../src/flows/gather/gather-tool.ts';
import { answersWell, buildDesk, opinionOf, quotable, type TestDesk, toolFiles } from '../fixtures/desk.ts';
import { serveTool } from '../fixtures/tool-site.ts';

type Value = null | boolean | number | string | Value[] | { [member: string]: Value };
type Path = (string | number)[];

/** A published pair with two jurors who disagree, an approval, a correction and a missing seat. */
let folder: string;
let comparison: Value;
let written: Value;

beforeAll(async () => {
  const personas: TestDesk['personas'] = [];
  const well = answersWell(() => personas);
  const {
    desk,
    out,
    store,
    personas: invited,
  } = await buildDesk(
    (prompt, count) => {
      const { seat, purpose } = prompt;
      if (seat.tool === 'quill' && seat.persona === 'skeptic') return 'I would rather not.';
      const persona = personas.find(({ id }) => id === seat.persona);
      const yes = seat.tool === 'lantern' ? 9 : 7;
      if (persona !== undefined && purpose === 'ballot')
        return JSON.stringify({ checks: opinionOf(persona, { yes: 5 }).checks });
      return persona === undefined ? well(prompt, count) : JSON.stringify(opinionOf(persona, { yes }));
    },
    { ballots: [parseModel('hugging-face:openai/gpt-oss-120b:cheapest')] },
  );
  personas.push(...invited);
  const targets = [toolFiles.lantern, toolFiles.quill];
  const wishes = { fresh: false, note: 'look at the limits', leadNamed: false };
  const order = { targets, personas: [], wishes, choose: async () => null, out };
  await compareTools(desk, order);
  const seat = await store.findSeat('lantern', 'builder');
  await store.decide(seat.review?.id ?? 0, {
    decision: 'kept',
    by: 'Ada',
    why: 'read',
    at: '2026-11-23T11:00:00.000Z',
  });
  const { published } = await compareTools(desk, { ...order, wishes: { ...wishes, note: null } });
  folder = published?.folder ?? '';
  comparison = read(join(folder, 'comparison.json'));
  written = read(join(folder, 'evidence.json'));
});

const read = (file: string): Value => JSON.parse(readFileSync(file, 'utf8'));

function verify(changed: Value, evidence: Value) {
  return verifyComparison(changed, Object(evidence), EvidenceFile.parse(evidence));
}

/** Where every leaf of a value is. */
function leavesOf(value: Value, path: Path = []): { path: Path; value: null | boolean | number | string }[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesOf(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([member, item]) => leavesOf(item, [...path, member]));
}

/** A copy of a value with one place in it changed. */
function changed(value: Value, [step, ...rest]: Path, to: Value): Value {
  if (step === undefined) return to;
  const copy = (Array.isArray(value) ? [...value] : { ...Object(value) }) as Record<string | number, Value>;
  copy[step] = changed(copy[step] ?? null, rest, to);
  return copy as Value;
}

const enums = [
  ['yes', 'no', 'unknown', 'out'],
  ['ship', 'skip', 'mixed', 'unscored'],
  ['stated', 'judged'],
  ['scored', 'missing'],
  ['open', 'no'],
];

/** What somebody might write there instead. */
function forgeriesOf(value: null | boolean | number | string): Value[] {
  if (value === null) return [0];
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'number') return [value - 0.001];
  const sibling = enums.flatMap((words) => (words.includes(value) ? words.filter((word) => word !== value) : []))[0];
  return [sibling ?? `${value}.`];
}

/** `["tools", 0, "name"]` as the report writes it. */
const pathText = (path: Path) =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : /^\w+$/.test(step) ? `.${step}` : `["${step}"]`))
    .join('')
    .slice(1);

test('what was published follows from its evidence', () => {
  const { checked, faults } = verify(comparison, written);
  expect(faults).toEqual([]);
  expect(checked.numbers).toBeGreaterThan(200);
  expect(checked.quotes).toBe(3 * 12 * 2);
  expect(checked.keys).toBeGreaterThanOrEqual(1 + 4 + 6);
  expect(JSON.stringify(comparison)).toContain('"approved":{"by":"Ada"');
});

test('what the sources of a gathered tool disagree on follows from the evidence, word for word', async () => {
  const personas: TestDesk['personas'] = [];
  const site = await serveTool();
  const built = await buildDesk(
    answersWell(() => personas),
    { fetchSource: site.fetchSource },
  );
  personas.push(...built.personas);
  await gatherTool(built.desk, `${site.url}/`, { model: false });
  const wishes = { fresh: false, note: null, leadNamed: false };
  const order = { targets: ['tern', toolFiles.quill], personas: [], wishes, choose: async () => null, out: built.out };
  const { published } = await compareTools(built.desk, order);
  const place = published?.folder ?? '';
  const [shown, evidence] = [read(join(place, 'comparison.json')), read(join(place, 'evidence.json'))];
  expect(Object(shown).contradictions).toMatchObject([
    { tool: 'tern', field: 'pricing', sides: [{ source: 'S1' }, { source: 'S2' }] },
    { tool: 'tern', field: 'stars', sides: [{ source: 'S1' }, { source: 'S4' }] },
  ]);
  expect(readFileSync(join(place, 'index.md'), 'utf8')).toMatch(
    /Sources disagree .*19 USD \(S1\), .*\$29 per month.*\(S2\)/,
  );
  expect(objectionsTo(Comparison.parse(shown), usualPolicy).join()).toContain('sources disagree on pricing');
  expect(verify(shown, evidence).faults).toEqual([]);
  const side = ['supplements', 'contradictions', 1, 'sides', 1];
  const forged = (member: string, to: string) => {
    const unsealed = changed(evidence, [...side, member], to);
    const sealed = changed(unsealed, ['key'], evidenceKey(Object(unsealed)));
    return verify(shown, sealed).faults.map(({ path }) => path);
  };
  expect(forged('quote', 'It has 99,000 stars on GitHub.')).toEqual(['supplements.contradictions[1].quotes[1]']);
  expect(forged('source', 'S9')).toContain('supplements.contradictions[1].sides[1].source');
  expect(forged('value', '99000')).toEqual(['contradictions[1].sides[1].value']);
});

test('a tie that was decided head to head follows from its duels', async () => {
  const personas: TestDesk['personas'] = [];
  const built = await buildDesk(({ seat, purpose, turns }) => {
    const persona = personas.find(({ id }) => id === seat.persona);
    const quotes = [{ source: 'A.S1', text: quotable }];
    if (purpose === 'duel') return JSON.stringify({ because: 'It is clearer.', quotes, prefers: 'neither' });
    return persona === undefined ? String(turns.length) : JSON.stringify(opinionOf(persona));
  });
  personas.push(...built.personas);
  const targets = [toolFiles.lantern, toolFiles.quill];
  const wishes = { fresh: false, note: null, leadNamed: false };
  const { published } = await compareTools(built.desk, {
    targets,
    personas: [],
    wishes,
    choose: async () => null,
    out: built.out,
  });
  expect(published?.comparison.outcome.personas).toHaveLength(2);
  const { checked, faults } = await verifyFile(published?.folder ?? '', undefined);
  expect(faults).toEqual([]);
  expect(checked.quotes).toBe(4 * 12 + 4);
});

test('the evidence holds neither notes nor prompts', () => {
  expect(JSON.stringify(written)).not.toContain('look at the limits');
  expect(JSON.stringify(written)).not.toContain('Quote exactly, word for word');
});

test('every value changed by hand in the comparison is named, alone', () => {
  const evidence = EvidenceFile.parse(written);
  const leaves = leavesOf(comparison);
  const sample = leaves.filter(({ value }) => typeof value !== 'string' || value.length < 20);
  expect(sample.length).toBeGreaterThan(700);
  for (const { path, value } of sample) {
    for (const forgery of forgeriesOf(value)) {
      const { faults } = verifyComparison(changed(comparison, path, forgery), Object(written), evidence);
      expect(faults, `${pathText(path)}: ${value} → ${forgery}`).toMatchObject([
        { file: 'comparison', path: pathText(path), found: forgery, expected: value },
      ]);
    }
  }
}, 120_000);

test('what was added, left out or put in another order is named', () => {
  const tools = (comparison as { tools: Value[] }).tools;
  const dropped = changed(comparison, ['tools'], tools.slice(0, 1));
  expect(verify(dropped, written).faults).toMatchObject([{ path: 'tools[1]', found: undefined }]);
  const added = changed(comparison, ['outcome', 'chooseIf', 'anvil'], ['you like anvils']);
  expect(verify(added, written).faults).toMatchObject([{ path: 'outcome.chooseIf.anvil', expected: undefined }]);
  expect(verify(changed(comparison, ['tools'], tools.toReversed()), written).faults.length).toBeGreaterThan(10);
  expect(verify(changed(comparison, ['tools'], {}), written).faults).toMatchObject([{ path: 'tools' }]);
});

describe('evidence changed by hand', () => {
  test('is told by its own key, whatever was changed', () => {
    const { key } = EvidenceFile.parse(written);
    for (const { path, value } of leavesOf(written).filter((leaf) => pathText(leaf.path) !== 'key')) {
      const [forgery = null] = forgeriesOf(value);
      expect(evidenceKey(Object(changed(written, path, forgery))), pathText(path)).not.toBe(key);
    }
    const forged = changed(written, ['tools', 0, 'seats', 0, 'review', 'personaKey'], 'persona:v1:0');
    expect(verify(comparison, forged).faults).toMatchObject([{ file: 'evidence', path: 'key', found: key }]);
  });

  /** A forger who makes the key again, and the comparison too. */
  function forge(path: Path, to: Value) {
    const forged = changed(written, path, to);
    const rekeyed = changed(forged, ['key'], evidenceKey(Object(forged)));
    return verify(comparison, rekeyed).faults.map(({ file, path: at }) => `${file} ${at}`);
  }

  const duel = (more: Record<string, Value>): Value => ({
    persona: 'builder',
    first: 'lantern',
    second: 'quill',
    said: 'first',
    because: 'It is.',
    quotes: [],
    byline: null,
    ...more,
  });
  const check: Path = ['tools', 0, 'seats', 0, 'review', 'opinion', 'checks', 0];
  const at = 'evidence tools[0].seats[0].review.opinion.checks[0]';

  test.each<[string, Path, Value, string]>([
    [
      'a source',
      ['tools', 0, 'dossier', 'sources', 0, 'text'],
      'It loses papers.',
      'evidence tools[0].dossier.sources[0].hash',
    ],
    ['a source’s title', ['tools', 0, 'dossier', 'sources', 0, 'title'], 'Praise', 'evidence tools[0].dossier.key'],
    ['a fact', ['tools', 0, 'dossier', 'tool', 'licence'], 'MIT', 'evidence tools[0].dossier.key'],
    ['a quote', [...check, 'quotes', 0, 'text'], 'loses every document at once', `${at}.quotes[0]`],
    ['the source of a quote', [...check, 'quotes', 0, 'source'], 'S9', `${at}.quotes[0]`],
    ['an answer that its juror did not give', [...check, 'answer'], 'no', `${at}.answer`],
    ['an answer without a quote', [...check, 'quotes'], [], `${at}.answer`],
    ['a check answered twice', [...check, 'id'], 'builder-2', 'evidence tools[0].seats[0].review.opinion.checks[1].id'],
    [
      'the dossier of a review',
      ['tools', 0, 'seats', 0, 'review', 'byline', 'dossierKey'],
      'dossier:v1:0',
      'evidence tools[0].seats[0].review.byline.dossierKey',
    ],
    [
      'another seat’s review',
      ['tools', 0, 'seats', 0, 'review', 'persona'],
      'skeptic',
      'evidence tools[0].seats[0].review.persona',
    ],
    [
      'another review’s ballot',
      ['tools', 0, 'seats', 0, 'ballots', 0, 'reviewId'],
      99,
      'evidence tools[0].seats[0].ballots[0].reviewId',
    ],
    ['a reviewer left out', ['tools', 0, 'seats'], [], 'evidence tools[0].seats'],
    [
      'a weight',
      ['personas', 0, 'groups', 0, 'checks', 0, 'weight'],
      20,
      'comparison tools[0].reviews[0].checks[0].weight',
    ],
    [
      'a duel with another tool',
      ['supplements', 'duels'],
      [duel({ second: 'anvil' })],
      'evidence supplements.duels[0]',
    ],
    [
      'a quote of a duel',
      ['supplements', 'duels'],
      [duel({ quotes: [{ source: 'A.S1', text: 'wins every single time', verified: true }] })],
      'evidence supplements.duels[0].quotes[0]',
    ],
    ['the threshold', ['panel', 'shipThreshold'], 70, 'comparison panel.shipThreshold'],
  ])('%s is found under a key made again', (_, path, to, expected) => {
    expect(forge(path, to)).toContain(expected);
  });
});

describe('files', () => {
  test('are found in a folder, and the evidence beside the comparison or where it is said to be', async () => {
    expect((await verifyFile(folder, undefined)).faults).toEqual([]);
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    const moved = join(elsewhere, 'proof.json');
    writeFileSync(moved, readFileSync(join(folder, 'evidence.json')));
    const copy = join(elsewhere, 'comparison.json');
    writeFileSync(copy, JSON.stringify(comparison));
    await expect(verifyFile(copy, undefined)).rejects.toThrow(/evidence\.json.*--evidence/);
    expect((await verifyFile(copy, moved)).faults).toEqual([]);
    renameSync(moved, join(elsewhere, 'evidence.json'));
    expect((await verifyFile(copy, undefined)).faults).toEqual([]);
  });

  test.each([
    ['no JSON', '{"tools": [', /expected/],
    ['a member twice', '{"tools": [], "tools": [], "outcome": {}}', /each key once/],
    ['something else', '{"name": "x"}', /expected a comparison\.json/],
    ['a list', '[]', /expected a comparison\.json/],
  ])('that hold %s are refused by name', async (_, text, problem) => {
    const file = join(folder, 'broken.json');
    writeFileSync(file, text);
    await expect(verifyFile(file, undefined)).rejects.toThrow(problem);
    await expect(verifyFile(file, undefined)).rejects.toThrow('broken.json');
  });

  test('that are not there are named', async () => {
    await expect(verifyFile(join(folder, 'nothing.json'), undefined)).rejects.toThrow(/nothing\.json.*no such file/);
  });

  test('that are no evidence are refused, with the place', async () => {
    const file = join(folder, 'no-evidence.json');
    writeFileSync(file, JSON.stringify(changed(written, ['tools', 0, 'dossier', 'asOf'], 7)));
    await expect(verifyFile(folder, file)).rejects.toThrow('tools[0].dossier.asOf');
  });
});
