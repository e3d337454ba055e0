import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { Policy } from '../../src/core/comparison/policy.ts';
import { reviewTools } from '../../src/flows/ask/review-tools.ts';
import { compareTools } from '../../src/flows/compare/compare-tools.ts';
import { approveComparison } from '../../src/flows/publish/approve-comparison.ts';
import { listInbox } from '../../src/flows/publish/list-inbox.ts';
import { publishDrafts } from '../../src/flows/publish/publish-drafts.ts';
import {
  draftComparison,
  judgeDraft,
  releaseComparison,
  requireRelease,
  withdrawComparison,
} from '../../src/flows/publish/release-comparison.ts';
import { answersWell, buildDesk, type TestDesk, toolFiles } from '../fixtures/desk.ts';

const slug = 'lantern-vs-quill';
const wishes = { fresh: false, note: null, leadNamed: false };
const night = { by: 'ship-or-skip', why: 'they share a job' };
const ada = { by: 'Ada', why: 'read it' };
/** One juror of one family, two reviewers of equal mind: all the fixtures have. */
const lenient = Policy.parse({ publish: { families: 1, clean: false } });
const strict = Policy.parse({ publish: { families: 2 } });

let built: TestDesk;
let drafts: string;
let site: string;

beforeEach(async () => {
  const personas: TestDesk['personas'] = [];
  built = await buildDesk(answersWell(() => personas));
  personas.push(...built.personas);
  const order = { personas: [], wishes, choose: async () => null };
  await reviewTools(built.desk, { ...order, targets: [toolFiles.lantern, toolFiles.quill] });
  site = join(built.out, slug, 'index.html');
  drafts = join(built.out, 'drafts', slug, 'index.html');
});

const draft = () => draftComparison(built.desk, ['quill', 'lantern'], built.out, night);
const stateOf = async () => (await requireRelease(built.desk, slug)).state;

test('a drafted comparison is written where no reader looks, and waits with what speaks against it', async () => {
  await draft();
  expect([existsSync(drafts), existsSync(site)]).toEqual([true, false]);
  const { comparisons, moreComparisons } = await listInbox(built.desk, strict);
  expect(moreComparisons).toBe(0);
  expect(await listInbox(built.desk, strict, { most: 0 })).toMatchObject({ comparisons: [], moreComparisons: 1 });
  expect(comparisons).toMatchObject([{ slug, state: 'drafted', why: 'they share a job', page: drafts }]);
  expect(comparisons[0]?.objections).toContain('1 of 2 model families have answered');
});

test('publishing moves the documents out of the drafts, taking back moves them in again', async () => {
  await draft();
  await releaseComparison(built.desk, slug, ada);
  expect([existsSync(join(drafts, '..')), existsSync(site), await stateOf()]).toEqual([false, true, 'published']);
  expect((await listInbox(built.desk, strict)).comparisons).toEqual([]);
  await withdrawComparison(built.desk, slug, { by: 'Ada', why: 'the licence changed' });
  expect([existsSync(drafts), existsSync(join(site, '..')), await stateOf()]).toEqual([true, false, 'unpublished']);
  const history = await built.store.releases.history(slug);
  expect(history.map(({ word, by }) => [word, by])).toEqual([
    ['drafted', 'ship-or-skip'],
    ['published', 'Ada'],
    ['unpublished', 'Ada'],
  ]);
});

test('a file somebody else put beside the documents is left where it is', async () => {
  await draft();
  await releaseComparison(built.desk, slug, ada);
  const own = join(site, '../notes.txt');
  writeFileSync(own, 'mine');
  await withdrawComparison(built.desk, slug, ada);
  expect([readFileSync(own, 'utf8'), existsSync(site)]).toEqual(['mine', false]);
});

test('what the policy has no objection to publishes itself, in the name of the rule', async () => {
  await draft();
  const first = await publishDrafts(built.desk, strict);
  expect(first).toMatchObject({ published: [], left: [{ slug }] });
  expect(await publishDrafts(built.desk, null)).toMatchObject({ published: [], left: [{ slug }] });
  const { published } = await publishDrafts(built.desk, lenient);
  expect(published.map((one) => one.slug)).toEqual([slug]);
  expect((await requireRelease(built.desk, slug)).decision).toMatchObject({ word: 'published', by: 'ship-or-skip' });
});

test.each(['rejected', 'unpublished'] as const)('what a person %s stays in, whatever the policy', async (state) => {
  await draft();
  if (state === 'rejected') await judgeDraft(built.desk, slug, 'rejected', ada);
  else {
    await releaseComparison(built.desk, slug, ada);
    await withdrawComparison(built.desk, slug, ada);
  }
  expect(await publishDrafts(built.desk, lenient)).toEqual({ published: [], left: [] });
  expect(await stateOf()).toBe(state);
});

test('a rejected draft waits for nobody and is not drafted again', async () => {
  await draft();
  await judgeDraft(built.desk, slug, 'rejected', { by: 'Ada', why: 'not a choice' });
  await draft();
  expect(await stateOf()).toBe('rejected');
  expect((await listInbox(built.desk, strict)).comparisons).toEqual([]);
  expect((await listInbox(built.desk, strict, { all: true })).comparisons).toMatchObject([{ why: 'not a choice' }]);
});

test('a person who approves a draft answers for every review, and it goes out with the next publishing', async () => {
  await draft();
  const tools = await approveComparison(built.desk, { comparison: slug, by: 'Ada' });
  expect(tools.map(({ tool }) => tool)).toEqual(['lantern', 'quill']);
  expect((await built.store.findSeat('quill', 'skeptic')).approved?.by).toBe('Ada');
  expect(await stateOf()).toBe('approved');
  await publishDrafts(built.desk, null);
  expect((await requireRelease(built.desk, slug)).decision).toMatchObject({ word: 'published', by: 'Ada' });
});

test('a comparison asked for by name is shown, also one that waited', async () => {
  await draft();
  const order = { targets: ['lantern', 'quill'], personas: [], wishes, choose: async () => null, out: built.out };
  await compareTools(built.desk, order);
  expect([existsSync(site), existsSync(drafts), await stateOf()]).toEqual([true, false, 'published']);
});

test('a published comparison is taken back before it is rejected, and a name that is close is told', async () => {
  await draft();
  await releaseComparison(built.desk, slug, ada);
  await expect(judgeDraft(built.desk, slug, 'rejected', ada)).rejects.toThrow(/unpublish lantern-vs-quill/);
  await expect(requireRelease(built.desk, 'lantern-vs-quil')).rejects.toThrow(/Did you mean lantern-vs-quill\?/);
});
