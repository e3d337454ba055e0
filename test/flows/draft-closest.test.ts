import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { findOpenSeats } from '../../src/flows/ask/find-open-seats.ts';
import { reviewTools } from '../../src/flows/ask/review-tools.ts';
import { gatherDossier } from '../../src/flows/gather/gather-dossier.ts';
import { draftClosest } from '../../src/flows/night/draft-closest.ts';
import { judgeDraft } from '../../src/flows/publish/release-comparison.ts';
import { answersWell, buildDesk, type TestDesk, toolFiles } from '../fixtures/desk.ts';

const wishes = { fresh: false, note: null, leadNamed: false };
let built: TestDesk;

beforeEach(async () => {
  const personas: TestDesk['personas'] = [];
  built = await buildDesk(answersWell(() => personas));
  personas.push(...built.personas);
});

const review = (targets: string[], personas: string[] = []) =>
  reviewTools(built.desk, { targets, personas, wishes, choose: async () => null });
const newsOf = (slugs: readonly string[]) =>
  slugs.flatMap((tool) => built.personas.map(({ id: persona }) => ({ tool, persona })));
/** Slug and reason of each comparison that is drafted now. */
const draft = async (...slugs: string[]) => {
  const before = new Set((await built.store.releases.list()).map(({ comparison }) => comparison.slug));
  await draftClosest(built.desk, newsOf(slugs), { out: built.out, begun: built.desk.now().toISOString() });
  const drafts = await built.store.releases.list();
  return drafts
    .filter(({ comparison }) => !before.has(comparison.slug))
    .map(({ comparison, decision }) => [comparison.slug, decision?.why]);
};

test('a tool is compared with the reviewed tools that share its job, with the reason, and asks nobody', async () => {
  await review([toolFiles.lantern, toolFiles.quill, toolFiles.anvil]);
  const before = built.asked.length;
  const drafted = await draft('lantern', 'anvil');
  expect(drafted.map(([slug]) => slug)).toEqual(['lantern-vs-quill']);
  expect(drafted[0]?.[1]).toMatch(/^both are hired to /);
  expect(built.asked).toHaveLength(before);
});

test('what a draft shows of earlier runs was used again, what is new was not', async () => {
  await review([toolFiles.lantern, toolFiles.quill]);
  await draft('lantern');
  const { reuses } = await built.store.ledger.read();
  const quill = await built.store.history('quill');
  expect(reuses.map(({ reviewId }) => reviewId).sort()).toEqual(quill.map(({ review }) => review.id).sort());
});

test('the same pair is drafted once, from whichever side, also after it was rejected', async () => {
  await review([toolFiles.lantern, toolFiles.quill]);
  await draft('lantern');
  expect(await draft('quill', 'lantern')).toEqual([]);
  await judgeDraft(built.desk, 'lantern-vs-quill', 'rejected', { by: 'Ada', why: 'no choice' });
  expect(await draft('lantern')).toEqual([]);
});

test('a draft whose documents were not all written is written again, and not decided about twice', async () => {
  await review([toolFiles.lantern, toolFiles.quill]);
  await draft('lantern');
  const [drafted] = await built.store.releases.list();
  const page = join(drafted?.comparison.outDir ?? '', 'lantern-vs-quill/comparison.json');
  rmSync(page);
  expect(await draft('lantern')).toEqual([]);
  expect(existsSync(page)).toBe(true);
  expect(await built.store.releases.history('lantern-vs-quill')).toMatchObject([{ word: 'drafted' }]);
});

test('a tool too few have reviewed is compared with nobody', async () => {
  await review([toolFiles.lantern]);
  await gatherDossier(built.desk, toolFiles.quill);
  expect(await draft('lantern', 'quill')).toEqual([]);
});

test('open seats are the empty ones, of the tools with the newest facts first', async () => {
  await review([toolFiles.lantern], ['builder']);
  const tomorrow = { ...built.desk, now: () => new Date('2026-11-24T10:00:00Z') };
  await gatherDossier(tomorrow, toolFiles.quill);
  expect(await findOpenSeats(built.desk, { stale: false })).toEqual([
    { tool: 'quill', personas: ['builder', 'skeptic'] },
    { tool: 'lantern', personas: ['skeptic'] },
  ]);
});

test('a seat whose persona was changed is open only where stale ones are wanted, and not when a person approved it', async () => {
  await review([toolFiles.lantern]);
  const [builder, skeptic] = built.personas;
  if (builder === undefined || skeptic === undefined) throw new Error('two reviewers are needed');
  const changed = { ...builder, voice: 'Sharper.' };
  const desk = { ...built.desk, panel: { ...built.desk.panel, personas: [changed, skeptic] } };
  expect(await findOpenSeats(desk, { stale: false })).toEqual([]);
  expect(await findOpenSeats(desk, { stale: true })).toEqual([{ tool: 'lantern', personas: ['builder'] }]);
  const { review: standing } = await built.store.findSeat('lantern', 'builder');
  await built.store.decide(standing?.id ?? 0, {
    decision: 'kept',
    by: 'Ada',
    why: 'read it',
    at: '2026-11-23T11:00:00Z',
  });
  expect(await findOpenSeats(desk, { stale: true })).toEqual([]);
});
