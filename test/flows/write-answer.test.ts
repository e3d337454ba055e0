import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { planRun } from '../../src/flows/ask/plan-run.ts';
import { compareTools } from '../../src/flows/compare/compare-tools.ts';
import { verifyFile } from '../../src/flows/compare/verify-comparison.ts';
import {
  type Answer,
  answersWell,
  buildDesk,
  quotable,
  type TestDesk,
  toolFiles,
  writtenOnTop,
} from '../fixtures/desk.ts';

const pair = [toolFiles.lantern, toolFiles.quill];
const asIs = { fresh: false, note: null, leadNamed: false };
const slug = 'lantern-vs-quill';

/** A desk where Lantern is ahead by more than the noise. */
async function deskWith(writeOnTop: Answer) {
  const personas: TestDesk['personas'] = [];
  const built = await buildDesk(
    answersWell(() => personas),
    { writeOnTop },
  );
  personas.push(...built.personas);
  const order = { targets: pair, personas: [], wishes: asIs, choose: async () => null, out: built.out };
  const compare = (more: Partial<Parameters<typeof compareTools>[1]> = {}) =>
    compareTools(built.desk, { ...order, ...more });
  const written = () => built.asked.filter(({ schema }) => schema.name === 'answer');
  const plan = async () => (await planRun(built.desk, { ...order, duel: false })).map(({ kind }) => kind);
  return { ...built, compare, written, plan };
}

test('one call reads the dossiers and then the reviews, and its answer stands on top and follows from the evidence', async () => {
  const { compare, written, out } = await deskWith(() => writtenOnTop('A'));
  const { published, missingAnswer } = await compare();
  expect(missingAnswer).toBeNull();
  expect(published?.comparison.answer).toMatchObject({ pick: 'lantern', agrees: true });
  const [prompt] = written();
  expect(written()).toHaveLength(1);
  expect(prompt?.shared).toContain(quotable);
  expect(prompt?.shared).not.toContain('What the panel wrote');
  expect(prompt?.own).toContain('Verdict: ship. It does what it says');
  expect(prompt?.own, 'scores are in no prompt').not.toMatch(/\b75\b/);
  const file = join(out, slug, 'comparison.json');
  expect((await verifyFile(file, undefined)).faults).toEqual([]);
  expect(readFileSync(join(out, slug, 'index.html'), 'utf8')).toContain('Choose Lantern: it keeps what it was given.');
});

test('it is planned, kept, and asked again only when a review says something else or an editor asks afresh', async () => {
  const { compare, written, plan } = await deskWith(() => writtenOnTop('A'));
  expect(await plan()).toContain('answer');
  await compare();
  expect(await plan()).toEqual([]);
  await compare();
  expect(written()).toHaveLength(1);
  await compare({ wishes: { ...asIs, fresh: true } });
  expect(written().length).toBeGreaterThan(1);
});

test('where it picks otherwise than the scores both are shown, and the comparison waits for a person', async () => {
  const { compare, store, out } = await deskWith(() => writtenOnTop('B', 'Choose Quill: papers stay here.'));
  const { published } = await compare();
  expect(published?.comparison.answer).toMatchObject({ pick: 'quill', agrees: false });
  expect(published?.comparison.outcome.winner).toBe('lantern');
  expect((await store.releases.find(slug))?.state).toBe('drafted');
  expect(existsSync(join(out, slug))).toBe(false);
  expect(readFileSync(join(out, 'drafts', slug, 'index.md'), 'utf8')).toContain('a person has yet to decide');
});

test('an answer that proves nothing is sent back once, and then the computed one stands', async () => {
  const { compare, written, out } = await deskWith(() =>
    writtenOnTop('A').replaceAll(quotable, 'words that stand nowhere'),
  );
  const { published, missingAnswer } = await compare();
  expect(written().map(({ purpose }) => purpose)).toEqual(['answer', 'repair']);
  expect(written()[1]?.turns.at(-1)?.text).toContain('a fact needs a quote that stands in its source');
  expect(published?.comparison.answer).toBeNull();
  expect(missingAnswer).toMatchObject({ reason: expect.stringContaining('answer[0].quotes'), failure: null });
  expect(readFileSync(join(out, slug, 'index.md'), 'utf8')).toContain('scores');
});
