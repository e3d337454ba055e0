import { beforeEach, expect, test } from 'vitest';
import { InvalidOrder } from '../../src/flows/ask/review-tools.ts';
import { mergeTools } from '../../src/flows/gather/merge-tools.ts';
import { listPredictions } from '../../src/flows/list-predictions.ts';
import { settlePrediction, UnknownPrediction } from '../../src/flows/settle-prediction.ts';
import type { KeepReview } from '../../src/store/contract/contract.ts';
import { at, sampleDossier, sampleReview } from '../contracts/store-samples.ts';
import { buildDesk, type TestDesk } from '../fixtures/desk.ts';

let built: TestDesk;
let first: string;

/** Two reviews that stand, one that stood, one that never did; each predicts once. */
beforeEach(async () => {
  built = await buildDesk(() => null);
  const keep = async (tool: string, persona: string, judgeBy: string, more: Partial<KeepReview> = {}) => {
    const dossier = await built.store.keepDossier(sampleDossier(tool), '2026-11-23');
    const base = sampleReview(dossier, `${tool} ${judgeBy}`, { persona });
    const prediction = { beat: 'x', kind: 'prediction' as const, text: `Gone by ${judgeBy}.`, quotes: [], judgeBy };
    const review = { ...base, opinion: { ...base.opinion, statements: [prediction] } };
    const standing = (await built.store.findSeat(tool, persona)).review;
    const kept = await built.store.keepReview({
      review,
      stand: true,
      over: standing?.id ?? null,
      by: 'ship-or-skip',
      why: 'empty',
      settles: [],
      at,
      ...more,
    });
    return `${kept.review.id}.1`;
  };
  first = await keep('clock', 'builder', '2026-11-01');
  await keep('clock', 'builder', '2027-05-01');
  await keep('clock', 'builder', '2027-06-01', { stand: false });
  await keep('sundial', 'skeptic', '2026-11-23');
});

const listed = async (wishes: Parameters<typeof listPredictions>[1] = {}) =>
  (await listPredictions(built.desk, wishes)).predictions.map(({ judgeBy, state, standing }) => [
    judgeBy,
    state,
    standing,
  ]);
const settle = (as: 'right' | 'wrong' | 'void', more: { id?: string; why?: string; by?: string } = {}) =>
  settlePrediction(built.desk, { id: first, as, why: 'it is still there', by: 'Ada', ...more });

test('the ledger holds what stands and what stood, those to be judged first', async () => {
  expect(await listed()).toEqual([
    ['2026-11-01', 'due', false],
    ['2026-11-23', 'due', true],
    ['2027-05-01', 'open', true],
  ]);
});

test('what was said of a tool that was merged away is listed under the tool it is now, and stands no more', async () => {
  await mergeTools(built.desk, { from: 'clock', into: 'sundial', why: 'one product', by: 'Ada' });
  const { predictions } = await listPredictions(built.desk, { tool: 'sundial' });
  expect(predictions.map(({ tool, judgeBy, standing }) => [tool, judgeBy, standing])).toEqual([
    ['sundial', '2026-11-01', false],
    ['sundial', '2026-11-23', true],
    ['sundial', '2027-05-01', false],
  ]);
});

test('can be read for a tool, a persona, or what is due', async () => {
  expect(await listed({ tool: 'sundial' })).toHaveLength(1);
  expect(await listed({ persona: 'builder' })).toHaveLength(2);
  expect(await listed({ due: true, persona: 'builder' })).toEqual([['2026-11-01', 'due', false]]);
  expect(await listed({ persona: 'skeptic', tool: 'clock' })).toEqual([]);
  await expect(listed({ tool: 'clok' })).rejects.toThrow(/Did you mean clock/);
  await expect(listed({ persona: 'sceptic' })).rejects.toThrow(/Did you mean skeptic/);
});

test('the last word counts, and every word is kept', async () => {
  await settle('wrong');
  const settled = await settle('right', { by: 'Grace', why: 'it came back' });
  expect(settled).toMatchObject({ id: first, state: 'right' });
  expect(settled.settlements.map(({ as, by, why }) => [as, by, why])).toEqual([
    ['wrong', 'Ada', 'it is still there'],
    ['right', 'Grace', 'it came back'],
  ]);
  expect((await listPredictions(built.desk, {})).records).toEqual([
    { persona: 'builder', right: 1, wrong: 0, void: 0, due: 0, open: 1 },
    { persona: 'skeptic', right: 0, wrong: 0, void: 0, due: 1, open: 0 },
  ]);
});

test('a record does not hang on what is listed', async () => {
  await settle('wrong');
  expect((await listPredictions(built.desk, { due: true, persona: 'builder' })).records).toMatchObject([
    { wrong: 1, open: 1 },
  ]);
});

test.each(['1.2', '99.1', 'x', '', '1'])('the unknown prediction %j cannot be settled', async (id) => {
  await expect(settle('right', { id })).rejects.toThrow(UnknownPrediction);
});

test('a word without a reason, or by nobody, is refused', async () => {
  await expect(settle('right', { why: ' ' })).rejects.toThrow(/--why/);
  await expect(settle('right', { by: 'ship-or-skip' })).rejects.toThrow(InvalidOrder);
  expect(await built.store.listSettlements()).toEqual([]);
});
