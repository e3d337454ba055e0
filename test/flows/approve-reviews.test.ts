import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { Comparison } from '../../src/core/comparison/comparison.ts';
import { InvalidOrder } from '../../src/flows/ask/review-tools.ts';
import { compareTools } from '../../src/flows/compare/compare-tools.ts';
import { approveReviews } from '../../src/flows/publish/approve-reviews.ts';
import { buildDesk, opinionOf, type TestDesk, toolFiles } from '../fixtures/desk.ts';

let built: TestDesk;
beforeEach(async () => {
  const personas: TestDesk['personas'] = [];
  built = await buildDesk(({ seat }) => {
    const persona = personas.find(({ id }) => id === seat.persona);
    const silent = persona === undefined || (seat.tool === 'quill' && seat.persona === 'skeptic');
    return silent ? 'no' : JSON.stringify(opinionOf(persona));
  });
  personas.push(...built.personas);
  const wishes = { fresh: false, note: null, leadNamed: false };
  const targets = [toolFiles.lantern, toolFiles.quill];
  await compareTools(built.desk, { targets, personas: [], wishes, choose: async () => null, out: built.out });
});

const approve = (by: string, persona?: string, target = 'lantern') =>
  approveReviews(built.desk, { target, persona, by });
const resultsOf = ({ approvals }: Awaited<ReturnType<typeof approve>>) => approvals.map(({ result }) => result);
const approvedOnPage = () => {
  const text = readFileSync(join(built.out, 'lantern-vs-quill/comparison.json'), 'utf8');
  return Comparison.parse(JSON.parse(text)).tools.map(({ reviews }) =>
    reviews.map(({ approved }) => approved?.by ?? null),
  );
};

test('nothing is approved until a person does', () => {
  expect(approvedOnPage()).toEqual([
    [null, null],
    [null, null],
  ]);
});

test('one seat or all are approved under a name, and the pages say who and when', async () => {
  const one = await approve('Ada', 'skeptic');
  expect(resultsOf(one)).toEqual(['approved']);
  expect(one.published).toHaveLength(1);
  expect(approvedOnPage()[0]).toEqual([null, 'Ada']);
  expect(resultsOf(await approve('Grace'))).toEqual(['approved', 'approved']);
  expect(approvedOnPage()[0]).toEqual(['Grace', 'Grace']);
  const seat = await built.store.findSeat('lantern', 'builder');
  expect(seat.approved).toEqual({ by: 'Grace', at: '2026-11-23T10:00:00.000Z' });
});

test('approving twice is approving once', async () => {
  await approve('Ada');
  const history = await built.store.history('lantern');
  const again = await approve('  Ada ');
  expect(resultsOf(again)).toEqual(['already', 'already']);
  expect(again.published).toEqual([]);
  expect(await built.store.history('lantern')).toEqual(history);
});

test('an empty seat is said to be empty', async () => {
  expect(resultsOf(await approve('Ada', undefined, 'quill'))).toEqual(['approved', 'empty']);
});

test('a review of earlier facts is not approved: no page shows it', async () => {
  const present = await built.store.findDossier('lantern');
  if (present === null) throw new Error('no dossier');
  await built.store.keepDossier({ ...present, key: 'dossier:v1:newer' }, '2026-11-24');
  expect(resultsOf(await approve('Ada'))).toEqual(['outdated', 'outdated']);
});

test.each(['', ' ', 'ship-or-skip', 'Ship-Or-Skip ', 'A\u202eda', 'Ada\nGrace', '—', 'x'.repeat(81)])(
  'the name %j cannot answer for a review',
  async (name) => {
    await expect(approve(name)).rejects.toThrow(InvalidOrder);
    expect((await built.store.findSeat('lantern', 'builder')).approved).toBeNull();
  },
);
