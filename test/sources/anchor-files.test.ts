import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { judgePanel, scoreSeat } from '../../src/core/comparison/scoring.ts';
import { checksOf } from '../../src/core/panel/persona.ts';
import { readAnchors } from '../../src/sources/anchor-files.ts';
import { readPanel } from '../../src/sources/panel-files.ts';

const shipped = join(import.meta.dirname, '../../personas');
const { panel, personas } = await readPanel(shipped);

describe('the shipped anchors', async () => {
  const set = await readAnchors(join(shipped, 'anchors'), personas);

  test('are frozen: whoever changes one raises the version in anchors.yaml, and then this line', () => {
    expect(set.version).toBe('2-e9ba75fb');
  });

  test('are two good, two middling and two bad tools with distinct names, judged for one day', () => {
    const count = Map.groupBy(set.anchors, ({ grade }) => grade);
    expect([...count].map(([grade, anchors]) => [grade, anchors.length])).toEqual([
      ['good', 2],
      ['middling', 2],
      ['bad', 2],
    ]);
    expect(new Set(set.anchors.map(({ dossier }) => dossier.tool.slug)).size).toBe(6);
    expect(new Set(set.anchors.map(({ dossier }) => dossier.asOf)).size).toBe(1);
  });

  test.each(set.anchors)(
    '$dossier.tool.slug gets the verdict expected of its known answers',
    ({ known, grade, expect: wanted }) => {
      const seats = personas.map((persona) =>
        scoreSeat(persona, panel, [{ name: 'known', answers: known.get(persona.id) ?? [] }]),
      );
      expect(judgePanel(seats).verdict).toBe(wanted);
      const verdicts = new Set(seats.map(({ verdict }) => verdict));
      if (grade === 'good') expect(verdicts).toEqual(new Set(['ship']));
      if (grade === 'bad') expect(verdicts).toEqual(new Set(['skip']));
      const { score } = judgePanel(seats);
      if (grade === 'middling') expect(score, 'between the good and the bad').toBeGreaterThan(30);
      if (grade === 'middling') expect(score).toBeLessThan(75);
    },
  );

  test.each(set.anchors)('$dossier.tool.slug has an answer to every check, and not the same to all', ({ known }) => {
    for (const persona of personas)
      expect(known.get(persona.id)?.map(({ id }) => id)).toEqual(checksOf(persona).map(({ id }) => id));
    const answers = [...known.values()].flat().map(({ answer }) => answer);
    expect(answers).toContain('yes');
    expect(answers).toContain('unknown');
  });

  test.each(set.anchors)(
    '$dossier.tool.slug gives nothing away in what a prompt shows',
    ({ dossier, grade, expect: wanted }) => {
      const shown = JSON.stringify([dossier.tool, dossier.sources]);
      expect(shown).not.toMatch(/anchor|calibrat|known answer|invented/i);
      expect(JSON.stringify(dossier.tool)).not.toMatch(new RegExp(`\\b(?:${grade}|${wanted})\\b`, 'i'));
    },
  );
});

test('the panel’s reader passes over the folder of anchors', () => {
  expect(personas.map(({ id }) => id)).toEqual(['builder', 'skeptic', 'founder', 'futurist']);
});

describe('a folder of anchors', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'anchors-'));
    await cp(join(shipped, 'anchors'), folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function edit(file: string, from: string | RegExp, to: string): Promise<void> {
    const text = await readFile(join(folder, file), 'utf8');
    expect(text).toMatch(from);
    await writeFile(join(folder, file), text.replace(from, to));
  }

  const message = (): Promise<string> =>
    readAnchors(folder, personas).then(
      () => 'no error',
      (error: Error) => `${error.name} ${error.message.replaceAll(`${folder}/`, '')}`,
    );

  test('gets another version from any change to a source, an answer or a grade', async () => {
    const before = (await readAnchors(folder, personas)).version;
    await edit('quandrel.yaml', 'a video was planned', 'a film was planned');
    const text = (await readAnchors(folder, personas)).version;
    await edit('quandrel.answers.yaml', /limits-told: .*/, 'limits-told: unknown');
    const answer = (await readAnchors(folder, personas)).version;
    await edit('anchors.yaml', 'tarnbridge.yaml, grade: middling', 'tarnbridge.yaml, grade: bad');
    const grade = (await readAnchors(folder, personas)).version;
    expect(new Set([before, text, answer, grade]).size).toBe(4);
  });

  test('names a check that does not exist, one without an answer, and a quote that does not stand in its source', async () => {
    await edit('quandrel.answers.yaml', 'can-be-had:', 'can-be-hat:');
    await edit('glimmergate.answers.yaml', 'word for word, in nine', 'word by word, in nine');
    const told = await message();
    expect(told).toMatch(
      /quandrel\.answers\.yaml:4:3: builder\.can-be-hat: found the unknown check "can-be-hat", expected .* did you mean "can-be-had"\?/,
    );
    expect(told).toMatch(/quandrel\.answers\.yaml:2:1: builder: found no answer, expected .*"can-be-had" too/);
    expect(told).toMatch(
      /glimmergate\.answers\.yaml:\d+:\d+: builder\.does-the-job\.text: found .* expected words that stand in S4/,
    );
  });

  test('says what an answer looks like', async () => {
    await edit('quandrel.answers.yaml', /can-be-had: .*/, 'can-be-had: maybe');
    expect(await message()).toMatch(
      /builder\.can-be-had: found "maybe", expected unknown, not-applicable, or a mapping of answer/,
    );
  });

  test('names a facts file that is not there, and a list that is not one', async () => {
    await edit('anchors.yaml', 'quandrel.yaml', 'gone.yaml');
    expect(await message()).toContain('gone.yaml:1:1: found no such file');
    await edit('anchors.yaml', 'gone.yaml', '../gone.yaml');
    expect(await message()).toContain('expected the plain name of a facts file');
    await rm(join(folder, 'anchors.yaml'));
    expect(await message()).toContain('anchors.yaml:1:1: found no such file');
  });

  test('holds nothing for a reviewer it does not know, and passes over one who is not on the panel', async () => {
    const [builder] = personas;
    if (builder === undefined) throw new Error('the panel is empty');
    const set = await readAnchors(folder, [builder, { ...builder, id: 'auditor' }]);
    expect([...(set.anchors[0]?.known.keys() ?? [])]).toEqual(['builder']);
  });
});
