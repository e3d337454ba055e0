import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseModel } from '../../src/core/model.ts';
import type { Chooser } from '../../src/flows/ask/decide-candidate.ts';
import { planRun } from '../../src/flows/ask/plan-run.ts';
import type { SeatWishes } from '../../src/flows/ask/prepare-seat.ts';
import { regenerateSeat } from '../../src/flows/ask/regenerate-seat.ts';
import { compareTools } from '../../src/flows/compare/compare-tools.ts';
import { answersWell, buildDesk, type TestDesk, toolFiles } from '../fixtures/desk.ts';

const asIs: SeatWishes = { fresh: false, note: null, leadNamed: false };
const later: Chooser = async () => null;
const old: Chooser = async () => ({ keep: 'old', by: 'person' });
const keepNew: Chooser = async () => ({ keep: 'new', by: 'person' });
const page = (out: string) => readFileSync(join(out, 'lantern-vs-quill/index.md'), 'utf8');

/** A comparison whose reviews of Lantern a person approved before its facts changed. */
async function approvedThenChanged() {
  const personas: TestDesk['personas'] = [];
  const built = await buildDesk(answersWell(() => personas));
  personas.push(...built.personas);
  const { desk, store, out } = built;
  const compare = (targets: string[], choose = later, wishes = asIs, at = desk) =>
    compareTools(at, { targets, personas: [], wishes, choose, out });
  await compare([toolFiles.lantern, toolFiles.quill]);
  for (const persona of personas) {
    const { review } = await store.findSeat('lantern', persona.id);
    const decision = { decision: 'kept' as const, by: 'Ada', why: 'good', at: '2026-11-23T11:00:00.000Z' };
    await store.decide(review?.id ?? 0, decision);
  }
  const dossier = await store.findDossier('lantern');
  if (dossier === null) throw new Error('Lantern was compared');
  await store.keepDossier({ ...dossier, key: `${dossier.key.slice(0, -4)}beef` }, '2026-11-24');
  return { ...built, compare, known: ['lantern', 'quill'] };
}

const kindsOf = ({ tools }: Awaited<ReturnType<typeof compareTools>>) => tools[0]?.seats.map(({ kind }) => kind);

test('a review that waits is offered again and never bought again', async () => {
  const { desk, asked, compare, known, store } = await approvedThenChanged();
  await compare(known);
  const before = asked.length;
  const offered: number[] = [];
  const second = await compare(known, async ({ candidate }) => {
    offered.push(candidate.checks.length);
    return null;
  });
  expect(kindsOf(second)).toEqual(['candidate', 'candidate']);
  expect(offered).toHaveLength(2);
  expect(asked).toHaveLength(before);
  expect(await store.history('lantern', 'builder')).toHaveLength(2);
  expect(await planRun(desk, { targets: known, personas: [], wishes: asIs })).toEqual([]);
  expect(kindsOf(await compare(known, keepNew))).toEqual(['candidate', 'candidate']);
  expect(kindsOf(await compare(known))).toEqual(['standing', 'standing']);
  expect(asked).toHaveLength(before);
});

test('the page says that a new review waits, and how to decide; once it is declined, that it was', async () => {
  const { out, compare, known } = await approvedThenChanged();
  await compare(known);
  expect(page(out)).toMatch(/answers an earlier dossier; a new review waits for a person/);
  expect(page(out)).toContain('ship-or-skip regenerate lantern builder');
  expect(page(out)).not.toContain('not asked yet');
  await compare(known, old);
  expect(page(out)).toMatch(/answers an earlier dossier; the new review was declined/);
});

test('a review that was declined leaves the old one without a question, until --fresh or a note', async () => {
  const { asked, compare, known } = await approvedThenChanged();
  await compare(known, old);
  const before = asked.length;
  expect(kindsOf(await compare(known))).toEqual(['missing', 'missing']);
  expect(asked).toHaveLength(before);
  expect(kindsOf(await compare(known, later, { ...asIs, note: 'look again' }))).toEqual(['candidate', 'candidate']);
  await compare(known, later, { ...asIs, fresh: true });
  expect(asked.length).toBeGreaterThan(before + 4);
});

test('another lead over a current review is asked once, whatever is decided', async () => {
  const { desk, asked, compare, known } = await approvedThenChanged();
  await compare(known, keepNew);
  const other = { ...desk, lead: parseModel('claude:claude-opus-5-5') };
  const named = { ...asIs, leadNamed: true };
  const first = await compare(known, later, named, other);
  expect(kindsOf(first)).toEqual(['candidate', 'candidate']);
  const before = asked.length;
  await compare(known, old, named, other);
  expect(kindsOf(await compare(known, later, named, other))).toEqual(['standing', 'standing']);
  expect(asked).toHaveLength(before);
});

test('a decision for the old review is rendered: the page shows who approved it', async () => {
  const { desk, out, compare, known } = await approvedThenChanged();
  await compare(known, keepNew);
  const order = { target: 'quill', persona: 'builder', note: null };
  await regenerateSeat(desk, { ...order, decideWaiting: false, choose: later });
  const { kept, published } = await regenerateSeat(desk, { ...order, decideWaiting: true, choose: old });
  expect({ kept, count: published.length }).toEqual({ kept: 'old', count: 1 });
  const json = JSON.parse(readFileSync(join(out, 'lantern-vs-quill/comparison.json'), 'utf8'));
  expect(JSON.stringify(json.tools[1].reviews[0])).toContain('Ada');
  const now = await regenerateSeat(desk, { ...order, decideWaiting: false, choose: old });
  expect(now.published).toHaveLength(1);
});
