import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CalibrationRun } from '../../src/core/comparison/calibration.ts';
import { assembleDossier, type Dossier, type UndatedDossier } from '../../src/core/facts/dossier.ts';
import { hashText } from '../../src/core/key.ts';
import type { Repeat, Review } from '../../src/core/opinion/review.ts';
import type { Decision, KeepReview, NewReview, Store } from '../../src/store/contract/contract.ts';
import { describeFiles } from './files.ts';
import { describeLedger } from './ledger.ts';
import { describeNames } from './names.ts';
import { describeSnapshots } from './snapshots.ts';
import {
  at,
  sampleBallot,
  sampleByline,
  sampleComparison,
  sampleDossier,
  sampleDuel,
  samplePrompt,
  sampleReply,
  sampleReview,
} from './store-samples.ts';

/** One empty place of an implementation, for one test. */
export interface StorePlace {
  /** Opens the store that is there; a second time is a second handle on the same one. */
  open(): Promise<Store>;
  /** Starts a program that writes to the same store without end, see `write-without-end.ts`. */
  startWriter(persona: string): ChildProcess;
  remove(): Promise<void>;
}

const rule = 'ship-or-skip';
const builder = { tool: 'clock', persona: 'builder' };

/** What every store must do. */
export function describeStore(name: string, findPlace: () => Promise<StorePlace>): void {
  describe(name, () => {
    let place: StorePlace;
    let store: Store;
    let clock: Dossier;

    beforeEach(async () => {
      place = await findPlace();
      store = await place.open();
      clock = await store.keepDossier(sampleDossier('clock'), '2026-11-23');
    });
    afterEach(async () => {
      await store.close();
      await place.remove();
    });

    function keeping(review: NewReview, more: Partial<KeepReview> = {}): KeepReview {
      return { review, stand: true, over: null, by: rule, why: 'the seat was empty', settles: [], at, ...more };
    }
    /** Decided against what stands at that moment. */
    const keep = async (headline: string, more: Partial<KeepReview> = {}): Promise<Review> => {
      const standing = await store.findSeat('clock', 'builder');
      const over = standing.review?.id ?? null;
      const { review } = await store.keepReview(keeping(sampleReview(clock, headline), { over, ...more }));
      return review;
    };
    const decision = (of: Decision['decision'], by: string) => ({ decision: of, by, why: 'because', at });
    async function keepCall(more: Parameters<typeof samplePrompt>[0] = {}): Promise<number> {
      const { callId } = await store.calls.keep(samplePrompt(more), sampleReply());
      if (callId === null) throw new Error('a kept reply has a callId');
      return callId;
    }

    describe('snapshots', () => describeSnapshots(() => store));
    describeNames(
      () => store,
      () => place.open(),
    );
    describeLedger(findPlace);

    describe('the journal', () => {
      test('keeps a reply as it came and gives it back until it is settled', async () => {
        const reply = sampleReply({
          servedBy: 'groq',
          supplied: { by: 'Ada', on: '2026-11-01', older: true },
          stop: 'length',
        });
        const kept = await store.calls.keep(samplePrompt(), reply);
        expect(kept).toEqual({ ...reply, callId: expect.any(Number) });
        expect(await store.calls.findUnsettled(samplePrompt())).toEqual(kept);
      });

      test('keeps the first of two replies to the same call', async () => {
        const first = await store.calls.keep(samplePrompt(), sampleReply({ text: 'first' }));
        const second = await store.calls.keep(samplePrompt(), sampleReply({ text: 'late' }));
        expect(second).toEqual(first);
      });

      test('a second paid reply to the same call stays on record under the next attempt, and answers nothing', async () => {
        const first = await store.calls.keep(samplePrompt(), sampleReply({ text: 'first' }));
        const late = sampleReply({ text: 'late', requestId: 'req_2', costUsd: 0.5 });
        await store.calls.keep(samplePrompt(), late);
        expect(await store.calls.attempt('prompt:v1:a', 'opinion')).toBe(1);
        expect(await store.calls.findUnsettled(samplePrompt())).toEqual(first);
        expect(await store.calls.findUnsettled(samplePrompt({ attempt: 2 }))).toBeNull();
        await keep('It ticks', { settles: [first.callId ?? 0] });
        expect(await store.calls.attempt('prompt:v1:a', 'opinion')).toBe(3);
      });

      test('what is returned is what a second program reads, half a character included', async () => {
        const kept = await store.calls.keep(samplePrompt(), sampleReply({ text: 'half \ud83d of one' }));
        const other = await place.open();
        expect(await other.calls.findUnsettled(samplePrompt())).toEqual(kept);
        await other.close();
      });

      test('a review is returned as a second program reads it, to the order of its members', async () => {
        const kept = await keep('It ticks');
        const other = await place.open();
        const { review } = await other.findSeat('clock', 'builder');
        expect(JSON.stringify(kept)).toBe(JSON.stringify(review));
        await other.close();
      });

      test('of replies kept at the same time one that cannot be kept takes none of the others with it', async () => {
        const keepAs = (key: string) => store.calls.keep(samplePrompt({ key }), sampleReply());
        const late = store.keepReview(keeping(sampleReview(clock, 'It ticks'), { settles: [1000] }));
        const done = await Promise.allSettled([keepAs('prompt:v1:1'), late, keepAs('prompt:v1:2')]);
        expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
        await expect(late).rejects.toThrow('call 1000');
        for (const [index, key] of [[0, 'prompt:v1:1'] as const, [2, 'prompt:v1:2'] as const])
          expect(done[index]).toEqual({
            status: 'fulfilled',
            value: await store.calls.findUnsettled(samplePrompt({ key })),
          });
        expect(await store.history('clock')).toEqual([]);
      });

      test('the very same reply kept again takes no attempt', async () => {
        const first = await store.calls.keep(samplePrompt(), sampleReply());
        expect(await store.calls.keep(samplePrompt(), sampleReply())).toEqual(first);
        await keep('It ticks', { settles: [first.callId ?? 0] });
        expect(await store.calls.keep(samplePrompt(), sampleReply())).toEqual(first);
        expect(await store.calls.attempt('prompt:v1:a', 'opinion')).toBe(2);
      });

      test.each([{ key: 'prompt:v1:b' }, { purpose: 'repair' as const }, { attempt: 2 }])(
        'holds calls apart that differ in %o',
        async (difference) => {
          const other = samplePrompt(difference);
          await store.calls.keep(samplePrompt(), sampleReply({ text: 'one' }));
          expect(await store.calls.findUnsettled(other)).toBeNull();
          await store.calls.keep(other, sampleReply({ text: 'other' }));
          expect(await store.calls.findUnsettled(other)).toMatchObject({ text: 'other' });
          expect(await store.calls.findUnsettled(samplePrompt())).toMatchObject({ text: 'one' });
        },
      );

      test('asks under the last attempt while it is unsettled, then under the next', async () => {
        const attempt = () => store.calls.attempt('prompt:v1:a', 'opinion');
        expect(await attempt()).toBe(1);
        const first = await keepCall();
        expect(await attempt()).toBe(1);
        await keep('It ticks', { settles: [first] });
        expect(await attempt()).toBe(2);
        expect(await store.calls.findUnsettled(samplePrompt())).toBeNull();
        await keepCall({ attempt: 2 });
        expect(await attempt()).toBe(2);
        expect(await store.calls.attempt('prompt:v1:a', 'ballot')).toBe(1);
      });

      test('keeps a paid reply about a tool it has never heard of', async () => {
        const prompt = samplePrompt({ seat: { tool: 'unheard-of', persona: 'builder' } });
        await store.calls.keep(prompt, sampleReply());
        expect(await store.calls.findUnsettled(prompt)).not.toBeNull();
      });

      test.each([
        'a clock 🕰️ and a family 👩‍👩‍👧‍👦',
        'naïve Ω 時計 ساعة',
        "'; drop table calls; --",
        '\r\n\t"\\u0041"',
        '',
      ])('keeps the text %j to the letter', async (text) => {
        const kept = await store.calls.keep(samplePrompt(), sampleReply({ text, stopReason: text }));
        expect(kept).toMatchObject({ text, stopReason: text });
        const review = await keep(text, { by: text, why: text });
        expect(review.opinion.headline).toBe(text);
        expect((await store.history('clock'))[0]).toMatchObject({ review, decisions: [{ by: text, why: text }] });
      });

      test('keeps a text of a million characters', async () => {
        const text = 'ö🕰'.repeat(333_334);
        expect((await store.calls.keep(samplePrompt(), sampleReply({ text }))).text === text).toBe(true);
      });

      test('holds unknown and nothing apart', async () => {
        const unknown = await store.calls.keep(samplePrompt(), sampleReply({ usage: null, costUsd: null }));
        const nothing = await store.calls.keep(samplePrompt({ attempt: 2 }), sampleReply({ costUsd: 0 }));
        expect(unknown).toMatchObject({ usage: null, costUsd: null });
        expect(nothing.costUsd).toBe(0);
      });
    });

    describe('what cannot be kept exactly', () => {
      const usage = { input: 1, output: 1, thinking: null, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0 };
      const nothing = undefined as never;

      test.each([
        ['a cost that is not a number', { costUsd: Number.NaN }],
        ['an infinite duration', { tookMs: Number.POSITIVE_INFINITY }],
        ['a usage that is not a number', { usage: { ...usage, input: Number.NaN } }],
        ['a usage with a hole', { usage: { ...usage, thinking: nothing } }],
        ['an undefined request id', { requestId: nothing }],
        ['an undefined usage', { usage: nothing }],
      ])('%s is refused in a reply, not kept as unknown', async (_, inexact) => {
        await expect(store.calls.keep(samplePrompt(), sampleReply(inexact))).rejects.toThrow('cannot be kept');
        expect(await store.calls.findUnsettled(samplePrompt())).toBeNull();
      });

      test.each<[string, (review: NewReview) => NewReview]>([
        ['NaN as a gut score', (review) => ({ ...review, opinion: { ...review.opinion, gutScore: Number.NaN } })],
        ['an undefined headline', (review) => ({ ...review, opinion: { ...review.opinion, headline: nothing } })],
        ['an undefined note', (review) => ({ ...review, note: nothing })],
        ['a NaN cost', (review) => ({ ...review, byline: { ...review.byline, costUsd: Number.NaN } })],
      ])('%s is refused in a review, and its calls stay unsettled', async (_, spoil) => {
        const call = await keepCall();
        const refused = store.keepReview(keeping(spoil(sampleReview(clock)), { settles: [call] }));
        await expect(refused).rejects.toThrow();
        expect(await store.history('clock')).toEqual([]);
        expect(await store.calls.findUnsettled(samplePrompt())).not.toBeNull();
      });

      test('an undefined licence is refused in a dossier, and the tool keeps its present one', async () => {
        const changed = sampleDossier('clock', ['It stopped.']);
        const refused = store.keepDossier({ ...changed, tool: { ...changed.tool, licence: nothing } }, '2026-11-24');
        await expect(refused).rejects.toThrow('licence');
        expect(await store.findDossier('clock')).toEqual(clock);
      });

      test('an undefined reason is refused in a ballot', async () => {
        const review = await keep('It ticks');
        const refused = store.keepBallot(sampleBallot(review.id, clock.key, { reason: nothing }), []);
        await expect(refused).rejects.toThrow('reason');
        expect(await store.listBallots(review.id)).toEqual([]);
      });
    });

    describe('dossiers', () => {
      test('an unknown tool has none', async () => {
        expect(await store.findDossier('sundial')).toBeNull();
      });

      test('a dossier comes back whole, its sources in their order', async () => {
        const texts = Array.from({ length: 12 }, (_, index) => `Text ${index}`);
        const long = sampleDossier('sundial', texts);
        const kept = await store.keepDossier(long, '2026-11-24');
        expect(kept).toEqual({ ...long, asOf: '2026-11-24' });
        expect(await store.findDossier('sundial')).toEqual(kept);
      });

      test('the same key on a later day keeps the day it was first stored', async () => {
        expect(await store.keepDossier(sampleDossier('clock'), '2027-01-01')).toEqual(clock);
        expect(await store.findDossier('clock')).toEqual(clock);
      });

      test('a changed text is another dossier; the former one comes back with its day', async () => {
        const changed = await store.keepDossier(sampleDossier('clock', ['It stopped.']), '2026-11-24');
        expect(await store.findDossier('clock')).toEqual(changed);
        expect(changed.asOf).toBe('2026-11-24');
        await store.keepDossier(sampleDossier('clock'), '2026-11-25');
        expect(await store.findDossier('clock')).toEqual(clock);
      });

      test('the day of a key is known while it is another dossier that is present, and of an unknown key there is none', async () => {
        await store.keepDossier(sampleDossier('clock', ['It stopped.']), '2026-11-24');
        expect(await store.asOfDossier(clock.key)).toBe('2026-11-23');
        expect(await store.asOfDossier('dossier:v1:unknown')).toBeNull();
      });

      test('two tools may hold the same text', async () => {
        const sundial = await store.keepDossier(sampleDossier('sundial'), '2026-11-24');
        expect(sundial.sources[0]?.hash).toBe(clock.sources[0]?.hash);
        expect(await store.findDossier('sundial')).toEqual(sundial);
      });

      test('tools are listed by slug, with the number of standing reviews', async () => {
        const abacus = await store.keepDossier(sampleDossier('abacus'), '2026-11-24');
        await keep('It ticks');
        await keep('a candidate', { stand: false });
        await store.markMissing({ ...builder, persona: 'skeptic' }, { promptKey: 'p', reason: 'refused' }, []);
        expect(await store.listTools()).toEqual([
          { slug: 'abacus', name: 'The abacus', dossierKey: abacus.key, asOf: '2026-11-24', reviews: 0 },
          { slug: 'clock', name: 'The clock', dossierKey: clock.key, asOf: '2026-11-23', reviews: 1 },
        ]);
      });
    });

    describe('a seat', () => {
      const seat = () => store.findSeat('clock', 'builder');

      test('is empty at first', async () => {
        expect(await seat()).toEqual({ ...builder, review: null, approved: null, missing: null });
      });

      test('holds the review that stands, as it was kept', async () => {
        const review = await keep('It ticks');
        expect(review).toEqual({ ...sampleReview(clock, 'It ticks'), id: review.id });
        expect(await seat()).toEqual({ ...builder, review, approved: null, missing: null });
        expect(await store.findSeat('clock', 'skeptic')).toMatchObject({ review: null });
      });

      test('says which lead its model stood in for, and nothing where nobody stood in', async () => {
        const byline = { ...sampleByline(clock.key), standsInFor: 'claude:claude-sonnet-5-5' };
        const instead = sampleReview(clock, 'It ticks', { byline });
        const { review } = await store.keepReview(keeping(instead));
        expect(review).toEqual({ ...instead, id: review.id });
        expect((await keep('It ticks too', { over: review.id })).byline).not.toHaveProperty('standsInFor');
      });

      test('is not moved by a candidate', async () => {
        const standing = await keep('It ticks');
        await keep('It tocks', { stand: false });
        expect((await seat()).review).toEqual(standing);
      });

      test('is taken by a newer review that stands', async () => {
        await keep('It ticks');
        const newer = await keep('It tocks');
        expect((await seat()).review).toEqual(newer);
      });

      test('is the same when a review is kept twice', async () => {
        const first = await keep('It ticks');
        const before = await store.history('clock');
        expect(await keep('It ticks')).toEqual(first);
        expect(await store.history('clock')).toEqual(before);
      });

      test('can be taken again by a review that stood before', async () => {
        const first = await keep('It ticks');
        await keep('It tocks');
        expect(await keep('It ticks')).toEqual(first);
        expect((await seat()).review).toEqual(first);
        expect(await store.history('clock')).toHaveLength(2);
      });

      test('is not moved by a late worker whose call another one settled', async () => {
        const call = await keepCall();
        const first = await keep('in time', { settles: [call] });
        await keep('too late', { settles: [call] });
        expect((await seat()).review).toEqual(first);
        expect((await store.history('clock')).map(({ state }) => state)).toEqual(['candidate', 'stands']);
      });

      test('that two workers saw empty goes to the first; the review of the other waits', async () => {
        const first = await keep('in time', { over: null });
        const other = await store.keepReview(keeping(sampleReview(clock, 'by another lead'), { over: null }));
        expect(other.stands).toBe(false);
        expect((await seat()).review).toEqual(first);
        expect((await store.history('clock')).map(({ state, decisions }) => [state, decisions.length])).toEqual([
          ['candidate', 0],
          ['stands', 1],
        ]);
      });

      test('that two workers saw out of date goes to the first; the review of the other waits', async () => {
        const old = await keep('out of date');
        const first = await keep('in time', { over: old.id });
        await keep('by another lead', { over: old.id });
        expect((await seat()).review).toEqual(first);
      });

      test('is not marked missing by a late worker', async () => {
        const call = await keepCall();
        await keep('in time', { settles: [call] });
        await store.markMissing(builder, { promptKey: 'p', reason: 'rejected twice' }, [call]);
        expect((await seat()).missing).toBeNull();
        expect(await store.findRefusal(builder, 'p')).toBeNull();
      });

      test('is not marked filled by a late worker', async () => {
        const call = await keepCall();
        await store.markMissing(builder, { promptKey: 'p', reason: 'rejected twice' }, [call]);
        await keep('too late', { settles: [call] });
        expect(await seat()).toMatchObject({ review: null, missing: { reason: 'rejected twice' } });
      });

      test('that is missing says why, and keeps its standing review', async () => {
        const review = await keep('It ticks');
        const call = await keepCall();
        const missing = { promptKey: 'prompt:v1:b', reason: 'refused (policy)' };
        await store.markMissing(builder, missing, [call]);
        expect(await seat()).toEqual({ ...builder, review, approved: null, missing });
        expect(await store.calls.findUnsettled(samplePrompt())).toBeNull();
        const later = { promptKey: 'prompt:v1:c', reason: 'rejected twice' };
        await store.markMissing(builder, later, []);
        expect((await seat()).missing).toEqual(later);
      });

      test('that was missing is not when a review stands, but still is when one is a candidate', async () => {
        const missing = { promptKey: 'p', reason: 'refused' };
        await store.markMissing(builder, missing, []);
        await keep('a candidate', { stand: false });
        expect((await seat()).missing).toEqual(missing);
        await keep('It ticks');
        expect((await seat()).missing).toBeNull();
      });

      test('remembers every question that was refused, whatever was refused or stands since', async () => {
        await store.markMissing(builder, { promptKey: 'prompt:v1:b', reason: 'refused' }, []);
        await store.markMissing(builder, { promptKey: 'prompt:v1:c', reason: 'rejected twice' }, []);
        await keep('It ticks');
        expect(await store.findRefusal(builder, 'prompt:v1:b')).toBe('refused');
        expect(await store.findRefusal(builder, 'prompt:v1:c')).toBe('rejected twice');
        expect(await store.findRefusal(builder, 'prompt:v1:d')).toBeNull();
        expect(await store.findRefusal({ ...builder, persona: 'skeptic' }, 'prompt:v1:b')).toBeNull();
        await store.markMissing(builder, { promptKey: 'prompt:v1:b', reason: 'refused anew' }, []);
        expect(await store.findRefusal(builder, 'prompt:v1:b')).toBe('refused anew');
      });

      test.each([true, false])(
        'a question that led to a review was not refused, whether it stands: %s',
        async (stand) => {
          const { promptKey } = sampleReview(clock).byline;
          await store.markMissing(builder, { promptKey, reason: 'refused' }, []);
          await keep('It ticks', { stand });
          expect(await store.findRefusal(builder, promptKey)).toBeNull();
        },
      );

      test('of an unknown tool cannot be marked missing', async () => {
        const sundial = { tool: 'sundial', persona: 'builder' };
        await expect(store.markMissing(sundial, { promptKey: 'p', reason: 'refused' }, [])).rejects.toThrow();
      });

      test('a person approved is never moved by a rule, only by a person', async () => {
        const approved = await keep('It ticks', { by: 'Ada' });
        expect(await seat()).toMatchObject({ approved: { by: 'Ada', at } });
        await keep('It tocks', { by: rule });
        expect((await seat()).review).toEqual(approved);
        const newer = await keep('It rings', { by: 'Grace' });
        expect((await seat()).review).toEqual(newer);
      });
    });

    describe('neighbours', () => {
      const saying = (dossier: UndatedDossier, text: string, persona = 'builder') => {
        const sample = sampleReview(dossier, text, { persona });
        const [statement] = sample.opinion.statements;
        return { ...sample, opinion: { ...sample.opinion, statements: statement ? [{ ...statement, text }] : [] } };
      };
      const skeptic = (text: string) => saying(clock, text, 'skeptic');
      const said = async (seat = builder, limit = 10) => {
        const { beside, elsewhere } = await store.listNeighbours(seat, limit);
        return [beside, elsewhere].map((reviews) => reviews.map(({ prose }) => prose));
      };

      test('an empty store has none', async () => {
        expect(await said()).toEqual([[], []]);
      });

      test('are what stands of other personas on the tool, and of the persona on other tools, the last first', async () => {
        const sundial = await store.keepDossier(sampleDossier('sundial'), '2026-11-23');
        const gong = await store.keepDossier(sampleDossier('gong'), '2026-11-23');
        await keep('its own');
        const { review: before } = await store.keepReview(keeping(skeptic('the skeptic here, before')));
        await store.keepReview(keeping(skeptic('the skeptic here'), { over: before.id }));
        await store.keepReview(keeping(saying(sundial, 'the builder there')));
        await store.keepReview(keeping(saying(gong, 'the builder elsewhere')));
        await store.keepReview(keeping(saying(gong, 'a candidate'), { stand: false }));
        await store.keepReview(keeping(saying(gong, 'the skeptic elsewhere', 'skeptic')));
        expect(await said()).toEqual([['the skeptic here'], ['the builder elsewhere', 'the builder there']]);
        expect(await said(builder, 1)).toEqual([['the skeptic here'], ['the builder elsewhere']]);
        expect(await said({ tool: 'gong', persona: 'builder' }, 1)).toEqual([
          ['the skeptic elsewhere'],
          ['the builder there'],
        ]);
        expect(await said(builder, 0)).toEqual([['the skeptic here'], []]);
      });

      test('are those of now, whoever moved a seat since they were looked at', async () => {
        const sundial = await store.keepDossier(sampleDossier('sundial'), '2026-11-23');
        const first = await store.keepReview(keeping(saying(sundial, 'first')));
        expect(await said()).toEqual([[], ['first']]);
        const other = await place.open();
        await other.keepReview(keeping(saying(sundial, 'second'), { over: first.review.id }));
        expect(await said()).toEqual([[], ['second']]);
        await other.decide(first.review.id, { decision: 'kept', by: 'Ada', why: 'better', at });
        await other.close();
        expect(await said()).toEqual([[], ['first']]);
      });
    });

    describe('settling', () => {
      test('happens with the review or not at all: a review of an unknown dossier leaves its call unsettled', async () => {
        const call = await keepCall();
        const stray = sampleReview(clock, 'It ticks', { byline: sampleByline('dossier:v1:unknown') });
        await expect(store.keepReview(keeping(stray, { settles: [call] }))).rejects.toThrow();
        expect(await store.calls.findUnsettled(samplePrompt())).toMatchObject({ callId: call });
        expect(await store.calls.attempt('prompt:v1:a', 'opinion')).toBe(1);
      });

      test('happens with the review or not at all: an unknown call leaves neither review nor settled call', async () => {
        const call = await keepCall();
        await expect(keep('It ticks', { settles: [call, call + 1000] })).rejects.toThrow(`call ${call + 1000}`);
        expect(await store.history('clock')).toEqual([]);
        expect(await store.findSeat('clock', 'builder')).toMatchObject({ review: null });
        expect(await store.calls.findUnsettled(samplePrompt())).not.toBeNull();
      });

      test('never takes another seat’s call', async () => {
        const call = await keepCall({ seat: { tool: 'clock', persona: 'skeptic' } });
        const missing = { promptKey: 'p', reason: 'refused' };
        await expect(keep('It ticks', { settles: [call] })).rejects.toThrow('seat clock/builder');
        await expect(store.markMissing(builder, missing, [call])).rejects.toThrow('seat clock/builder');
        expect(await store.findSeat('clock', 'builder')).toMatchObject({ review: null, missing: null });
        expect(await store.calls.findUnsettled(samplePrompt())).not.toBeNull();
      });

      test('takes opinion and repair together', async () => {
        const repair = samplePrompt({ key: 'prompt:v1:r', purpose: 'repair' });
        const calls = [await keepCall(), await keepCall(repair)];
        await keep('It ticks', { settles: calls });
        expect(await store.calls.findUnsettled(samplePrompt())).toBeNull();
        expect(await store.calls.findUnsettled(repair)).toBeNull();
      });

      test('a dossier of another tool cannot carry a review', async () => {
        const sundial = await store.keepDossier(sampleDossier('sundial'), '2026-11-24');
        const mixed = sampleReview(clock, 'It ticks', { byline: sampleByline(sundial.key) });
        await expect(store.keepReview(keeping(mixed))).rejects.toThrow();
        expect(await store.history('clock')).toEqual([]);
      });
    });

    describe('deciding', () => {
      test('a candidate that is kept takes the seat, approved', async () => {
        await keep('It ticks');
        const candidate = await keep('It tocks', { stand: false });
        await store.decide(candidate.id, decision('kept', 'Ada'));
        expect(await store.findSeat('clock', 'builder')).toMatchObject({
          review: candidate,
          approved: { by: 'Ada', at },
        });
      });

      test('a candidate that is declined leaves the seat alone and is remembered', async () => {
        const standing = await keep('It ticks');
        const candidate = await keep('It tocks', { stand: false });
        await store.decide(candidate.id, decision('declined', 'Ada'));
        expect(await store.findSeat('clock', 'builder')).toMatchObject({ review: standing, approved: null });
        const [entry] = await store.history('clock');
        const remembered = { reviewId: candidate.id, ...decision('declined', 'Ada') };
        expect(entry).toMatchObject({ state: 'candidate', decisions: [remembered] });
      });

      test('the last word decides whether a person approved', async () => {
        const review = await keep('It ticks');
        await store.decide(review.id, decision('kept', 'Ada'));
        expect(await store.findSeat('clock', 'builder')).toMatchObject({ approved: { by: 'Ada', at } });
        await store.decide(review.id, decision('kept', rule));
        expect(await store.findSeat('clock', 'builder')).toMatchObject({ approved: null });
      });

      test('declining a review is not approving it, even when it stands', async () => {
        const review = await keep('It ticks');
        await store.decide(review.id, decision('declined', 'Ada'));
        expect(await store.findSeat('clock', 'builder')).toMatchObject({ review, approved: null });
      });

      test('an unknown review cannot be decided about', async () => {
        await expect(store.decide(404, decision('kept', 'Ada'))).rejects.toThrow('no review 404');
      });
    });

    describe('history', () => {
      test('tells every review, newest first, what became of it and who decided', async () => {
        const first = await keep('first');
        const second = await keep('second', { stand: false });
        const third = await keep('third', { why: 'out of date' });
        await store.decide(second.id, decision('declined', 'Ada'));
        const byRule = { reviewId: first.id, decision: 'kept', by: rule, why: 'the seat was empty', at };
        expect(await store.history('clock')).toEqual([
          { review: third, state: 'stands', decisions: [{ ...byRule, reviewId: third.id, why: 'out of date' }] },
          { review: second, state: 'candidate', decisions: [{ reviewId: second.id, ...decision('declined', 'Ada') }] },
          { review: first, state: 'stood', decisions: [byRule] },
        ]);
      });

      test('can be read for one seat', async () => {
        await keep('of the builder');
        const skeptic = sampleReview(clock, 'of the skeptic', { persona: 'skeptic' });
        const { review } = await store.keepReview(keeping(skeptic));
        expect((await store.history('clock', 'skeptic')).map((entry) => entry.review)).toEqual([review]);
        expect(await store.history('clock')).toHaveLength(2);
        expect(await store.history('sundial')).toEqual([]);
      });
    });

    describe('ballots', () => {
      test('are listed in the order they were kept, the missing with their reason', async () => {
        const review = await keep('It ticks');
        const given = sampleBallot(review.id, clock.key, { written: 'z:last-by-name' });
        const none = sampleBallot(review.id, clock.key, {
          written: 'a:first-by-name',
          checks: null,
          reason: 'refused',
        });
        await store.keepBallot(given, []);
        await store.keepBallot(none, []);
        expect(await store.listBallots(review.id)).toEqual([given, none]);
        expect(await store.listBallots(review.id + 1)).toEqual([]);
      });

      test('of the same model count once: the first', async () => {
        const review = await keep('It ticks');
        const first = sampleBallot(review.id, clock.key);
        await store.keepBallot(first, []);
        await store.keepBallot({ ...first, checks: [] }, []);
        expect(await store.listBallots(review.id)).toEqual([first]);
      });

      test('of any number of reviews come at once, each with its own', async () => {
        const ids: number[] = [];
        for (const headline of ['It ticks', 'It rings', 'It stops']) ids.push((await keep(headline)).id);
        const [first = 0, second = 0, third = 0] = ids;
        const ballots = [sampleBallot(first, clock.key), sampleBallot(third, clock.key)];
        for (const ballot of ballots) await store.keepBallot(ballot, []);
        const juryOf = (id: number) => ({ ballots: ballots.filter(({ reviewId }) => reviewId === id), repeats: [] });
        const [alone, all] = [await store.listJuries([first]), await store.listJuries([third, second, first])];
        expect(alone).toEqual(new Map([[first, juryOf(first)]]));
        expect(all).toEqual(new Map([first, third].map((id) => [id, juryOf(id)])));
        expect(await store.listJuries([second, third])).toEqual(new Map([[third, juryOf(third)]]));
      });

      test('settle their calls, or neither happens', async () => {
        const prompt = samplePrompt({ purpose: 'ballot' });
        const call = await keepCall(prompt);
        const review = await keep('It ticks');
        await expect(store.keepBallot(sampleBallot(404, clock.key), [call])).rejects.toThrow('no review 404');
        const empty = sampleBallot(review.id, clock.key, { checks: null, reason: null });
        await expect(store.keepBallot(empty, [call])).rejects.toThrow();
        expect(await store.calls.findUnsettled(prompt)).not.toBeNull();
        await store.keepBallot(sampleBallot(review.id, clock.key), [call]);
        expect(await store.calls.findUnsettled(prompt)).toBeNull();
      });
    });

    describe('duels', () => {
      beforeEach(() => store.keepDossier(sampleDossier('sundial'), '2026-11-23'));

      test('are given back as they came, the newest answer to a question first', async () => {
        const first = sampleDuel();
        const second = sampleDuel({ attempt: 2, said: null, because: 'no usable answer', quotes: [], wanted: true });
        await store.keepDuel(first, []);
        await store.keepDuel(second, []);
        await store.keepDuel(
          sampleDuel({ key: 'duel:v1:b', byline: { ...first.byline, promptKey: 'prompt:v1:b' } }),
          [],
        );
        expect(await store.listDuels('duel:v1:a')).toEqual([second, first]);
        expect(await store.listDuels('duel:v1:c')).toEqual([]);
      });

      test('are kept once for each attempt, and become wanted for good', async () => {
        await store.keepDuel(sampleDuel(), []);
        await store.keepDuel(sampleDuel({ said: 'second' }), []);
        expect(await store.listDuels('duel:v1:a')).toEqual([sampleDuel()]);
        await store.keepDuel(sampleDuel({ wanted: true }), []);
        await store.keepDuel(sampleDuel({ wanted: false }), []);
        expect(await store.listDuels('duel:v1:a')).toEqual([sampleDuel({ wanted: true })]);
      });

      test('settle their calls, which must be those of the persona on the first tool', async () => {
        const call = { key: 'prompt:v1:duel', purpose: 'duel' as const };
        const callId = await keepCall(call);
        await store.keepDuel(sampleDuel(), [callId]);
        expect(await store.calls.findUnsettled(samplePrompt(call))).toBeNull();
        const stray = sampleDuel({ attempt: 2, persona: 'skeptic' });
        await expect(store.keepDuel(stray, [callId])).rejects.toThrow('is not one of seat clock/skeptic');
        expect(await store.listDuels('duel:v1:a')).toHaveLength(1);
      });

      test('are between two tools', async () => {
        await expect(store.keepDuel(sampleDuel({ second: 'clock' }), [])).rejects.toThrow();
      });
    });

    describe('comparisons', () => {
      beforeEach(async () => {
        for (const slug of ['abacus', 'sundial']) await store.keepDossier(sampleDossier(slug), '2026-11-23');
      });

      test('keep the day their content last changed', async () => {
        const first = await store.keepComparison(sampleComparison(['clock', 'abacus']));
        expect(first).toEqual({ ...sampleComparison(['abacus', 'clock']), generatedAt: at });
        const later = { generatedAt: '2026-12-01T00:00:00.000Z', outDir: '/elsewhere' };
        const same = await store.keepComparison(sampleComparison(['abacus', 'clock'], later));
        expect(same).toEqual({ ...first, outDir: '/elsewhere' });
        expect(await store.comparisonsOf('clock')).toEqual([same]);
        const contentKey = 'comparison:v1:b';
        const changed = await store.keepComparison(sampleComparison(['abacus', 'clock'], { ...later, contentKey }));
        expect(changed).toEqual({ ...same, contentKey, generatedAt: later.generatedAt });
        expect(await store.comparisonsOf('clock')).toEqual([changed]);
      });

      test('are found by each of their tools, by slug', async () => {
        const pair = await store.keepComparison(sampleComparison(['clock', 'sundial']));
        const three = await store.keepComparison(sampleComparison(['sundial', 'abacus', 'clock']));
        expect(await store.comparisonsOf('clock')).toEqual([three, pair]);
        expect(await store.comparisonsOf('abacus')).toEqual([three]);
        expect(await store.comparisonsOf('hourglass')).toEqual([]);
      });

      test('of unknown tools, or of other tools under a known address, are refused', async () => {
        const early = sampleComparison(['clock', 'hourglass']);
        await expect(store.keepComparison(early)).rejects.toThrow();
        await store.keepDossier(sampleDossier('hourglass'), '2026-11-23');
        await expect(store.keepComparison(early), 'nothing was left behind').resolves.toEqual(early);
        const pair = await store.keepComparison(sampleComparison(['clock', 'sundial']));
        const clash = sampleComparison(['abacus', 'clock'], { slug: pair.slug });
        await expect(store.keepComparison(clash)).rejects.toThrow('clock, sundial');
        expect(await store.comparisonsOf('clock')).toEqual([early, pair]);
        expect(await store.comparisonsOf('abacus')).toEqual([]);
      });
    });

    describe('settlements', () => {
      const settling = (reviewId: number, as: 'right' | 'wrong' | 'void', number = 1) => ({
        reviewId,
        number,
        as,
        why: 'it did not come',
        by: 'Ada',
        at,
      });

      test('are all kept, in the order they were said', async () => {
        const first = await keep('first');
        const second = await keep('second');
        const said = [settling(second.id, 'wrong', 2), settling(first.id, 'void'), settling(second.id, 'right', 2)];
        expect(await store.listSettlements()).toEqual([]);
        for (const settlement of said) await store.keepSettlement(settlement);
        expect(await store.listSettlements()).toEqual(said);
      });

      test('of an unknown review, or of no prediction, are refused', async () => {
        const review = await keep('It ticks');
        await expect(store.keepSettlement(settling(404, 'right'))).rejects.toThrow('no review 404');
        await expect(store.keepSettlement(settling(review.id, 'right', 0))).rejects.toThrow();
        await expect(store.keepSettlement({ ...settling(review.id, 'right'), as: 'maybe' as never })).rejects.toThrow();
        expect(await store.listSettlements()).toEqual([]);
      });
    });

    describe('makers’ answers', () => {
      const given = { kind: 'maker' as const, title: 'Reply', url: null, retrieved: '2026-11-24', text: 'It chimes.' };
      const correction = { on: '2026-11-25', what: 'The maker answered.', scoreBefore: 62.5 };
      const answered = () => assembleDossier(clock.tool, [...clock.sources, given]);
      const source = { ...given, id: 'S2', hash: hashText(given.text) };
      const answer = () => ({ source, dossier: answered(), day: '2026-11-25', correction });

      test('become part of the present dossier and a line of the corrections log', async () => {
        const { dossier, isNew } = await store.keepAnswer(answer());
        expect(isNew).toBe(true);
        expect(dossier).toEqual({ ...answered(), asOf: '2026-11-25' });
        expect(await store.findDossier('clock')).toEqual(dossier);
        expect(await store.listAnswers('clock')).toEqual([given]);
        expect(await store.listAnswers('sundial')).toEqual([]);
        expect(await store.listCorrections()).toEqual([{ ...correction, tool: 'clock', dossierKey: dossier.key }]);
      });

      test('are answers once, with one correction, however often they come', async () => {
        await store.keepAnswer(answer());
        const { isNew } = await store.keepAnswer({ ...answer(), correction: { ...correction, on: '2026-12-01' } });
        expect(isNew).toBe(false);
        expect(await store.listAnswers('clock')).toHaveLength(1);
        expect(await store.listCorrections()).toMatchObject([{ on: '2026-11-25' }]);
      });

      test('are kept whole or not at all', async () => {
        const spoilt = { ...answer(), correction: { ...correction, scoreBefore: 101 } };
        await expect(store.keepAnswer(spoilt)).rejects.toThrow();
        expect(await store.findDossier('clock')).toEqual(clock);
        expect(await store.listAnswers('clock')).toEqual([]);
        expect(await store.listCorrections()).toEqual([]);
      });

      test('may be corrections of a tool that has no score', async () => {
        await store.keepAnswer({ ...answer(), correction: { ...correction, scoreBefore: null } });
        expect(await store.listCorrections()).toMatchObject([{ scoreBefore: null }]);
      });
    });

    describe('repeats', () => {
      const repeatOf = (review: Review, number: number): Repeat => {
        const { written: _written, ...answered } = sampleBallot(review.id, clock.key);
        return { ...answered, number };
      };

      test('of a review come back by number, and settle their calls', async () => {
        const review = await keep('It ticks');
        const [first, second] = [
          await keepCall({ purpose: 'ballot' }),
          await keepCall({ purpose: 'ballot', attempt: 2 }),
        ];
        await store.keepRepeat(repeatOf(review, 3), [second]);
        await store.keepRepeat({ ...repeatOf(review, 2), checks: null, reason: 'refused' }, [first]);
        expect((await store.listRepeats(review.id)).map(({ number, reason }) => [number, reason])).toEqual([
          [2, 'refused'],
          [3, null],
        ]);
        expect(await store.calls.attempt('prompt:v1:a', 'ballot')).toBe(3);
      });

      test('are kept once under their number, and are no ballots', async () => {
        const review = await keep('It ticks');
        await store.keepRepeat(repeatOf(review, 2), []);
        await store.keepRepeat({ ...repeatOf(review, 2), checks: null, reason: 'refused' }, []);
        expect(await store.listRepeats(review.id)).toEqual([repeatOf(review, 2)]);
        expect(await store.listBallots(review.id)).toEqual([]);
      });

      test('of an unknown review are refused, and the first run is no repeat', async () => {
        const review = await keep('It ticks');
        await expect(store.keepRepeat(repeatOf({ ...review, id: 99 }, 2), [])).rejects.toThrow();
        await expect(store.keepRepeat(repeatOf(review, 1), [])).rejects.toThrow();
      });
    });

    describe('calibrations', () => {
      const runOf = (more: Partial<CalibrationRun> = {}): CalibrationRun => ({
        persona: 'builder',
        written: 'claude:claude-sonnet-5-5',
        anchors: '1-aaaaaaaa',
        ranAt: at,
        answers: ['brass', 'tin'].map((tool) => ({
          tool,
          checks: [{ id: 'ticks', answer: 'yes' as const, said: 'yes' as const, because: 'it says so', quotes: [] }],
          reason: null,
          known: [{ id: 'ticks', answer: 'no' as const }],
          byline: sampleByline('dossier:v1:of-an-anchor'),
        })),
        ...more,
      });
      const none: ReadonlyMap<string, readonly number[]> = new Map();

      test('come back whole: the newest of a persona by a model, as written or as its service names it', async () => {
        expect(await store.lastCalibration({ persona: 'builder', model: 'claude-sonnet-5-5' })).toBeNull();
        await store.keepCalibration(runOf(), none);
        const newer = runOf({ ranAt: '2026-11-24T10:00:00.000Z' });
        await store.keepCalibration(newer, none);
        const { persona, written, anchors } = newer;
        expect(await store.lastCalibration({ persona, model: 'claude-sonnet-5-5' })).toEqual(newer);
        expect(await store.lastCalibration({ persona, written, anchors })).toEqual(newer);
        for (const other of [
          { persona: 'skeptic', written, anchors },
          { persona, written: 'x', anchors },
          { persona, written, anchors: '2' },
        ])
          expect(await store.lastCalibration(other)).toBeNull();
      });

      test('settle the calls of their anchors, which are no tools', async () => {
        const brass = await keepCall({ seat: { tool: 'brass', persona: 'builder' }, purpose: 'ballot' });
        expect(await store.keepCalibration(runOf(), new Map([['brass', [brass]]]))).toBe(true);
        expect(await store.calls.attempt('prompt:v1:a', 'ballot')).toBe(2);
        expect((await store.listTools()).map(({ slug }) => slug)).toEqual(['clock']);
      });

      test('of a late worker are not kept a second time', async () => {
        const brass = await keepCall({ seat: { tool: 'brass', persona: 'builder' }, purpose: 'ballot' });
        const settles = new Map([['brass', [brass]]]);
        await store.keepCalibration(runOf(), settles);
        expect(await store.keepCalibration(runOf({ ranAt: '2026-11-24T10:00:00.000Z' }), settles)).toBe(false);
        expect(await store.lastCalibration({ persona: 'builder', model: 'claude-sonnet-5-5' })).toEqual(runOf());
      });

      test('of a worker who is late for one anchor leave the calls of the others as they are', async () => {
        const seat = (tool: string) => ({ seat: { tool, persona: 'builder' }, purpose: 'ballot' as const });
        const brass = await keepCall({ ...seat('brass'), key: 'prompt:v1:brass' });
        const tin = await keepCall({ ...seat('tin'), key: 'prompt:v1:tin' });
        await store.keepCalibration(runOf(), new Map([['tin', [tin]]]));
        const late = new Map([
          ['brass', [brass]],
          ['tin', [tin]],
        ]);
        expect(await store.keepCalibration(runOf({ ranAt: '2026-11-24T10:00:00.000Z' }), late)).toBe(false);
        expect(await store.calls.attempt('prompt:v1:brass', 'ballot')).toBe(1);
        expect(await store.lastCalibration({ persona: 'builder', model: 'claude-sonnet-5-5' })).toEqual(runOf());
      });

      test('happen whole or not at all', async () => {
        const brass = await keepCall({ seat: { tool: 'brass', persona: 'builder' }, purpose: 'ballot' });
        const settles = new Map([
          ['brass', [brass]],
          ['tin', [brass]],
        ]);
        await expect(store.keepCalibration(runOf(), settles)).rejects.toThrow();
        expect(await store.calls.attempt('prompt:v1:a', 'ballot')).toBe(1);
        await expect(store.keepCalibration(runOf({ answers: [] }), none)).rejects.toThrow();
        expect(await store.lastCalibration({ persona: 'builder', model: 'claude-sonnet-5-5' })).toBeNull();
      });
    });

    describeFiles(
      () => store,
      () => place.open(),
    );

    describe('for good', () => {
      test('everything is there after closing and opening again', async () => {
        const call = await keepCall();
        const review = await keep('It ticks', { settles: [call], by: 'Ada' });
        await store.keepBallot(sampleBallot(review.id, clock.key), []);
        await keepCall({ attempt: 2 });
        const before = [await store.findSeat('clock', 'builder'), await store.history('clock')];
        await store.close();
        store = await place.open();
        expect([await store.findSeat('clock', 'builder'), await store.history('clock')]).toEqual(before);
        expect(await store.findDossier('clock')).toEqual(clock);
        expect(await store.listBallots(review.id)).toHaveLength(1);
        expect(await store.calls.attempt('prompt:v1:a', 'opinion')).toBe(2);
        expect(await store.calls.findUnsettled(samplePrompt({ attempt: 2 }))).not.toBeNull();
      });

      test('two handles write hundreds of times at once without hindering each other', async () => {
        const other = await place.open();
        const handles = [store, other];
        const rounds = Array.from({ length: 300 }, (_, index) => index + 1);
        await Promise.all(
          rounds.map(async (attempt) => {
            const [mine, theirs] = attempt % 2 === 0 ? [store, other] : [other, store];
            const { callId } = await mine.calls.keep(samplePrompt({ attempt }), sampleReply());
            expect(await theirs.calls.findUnsettled(samplePrompt({ attempt }))).toMatchObject({ callId });
            const review = sampleReview(clock, `round ${attempt}`);
            await theirs.keepReview(keeping(review, { settles: callId === null ? [] : [callId] }));
          }),
        );
        for (const handle of handles) {
          expect(await handle.history('clock')).toHaveLength(rounds.length);
          expect(await handle.calls.attempt('prompt:v1:a', 'opinion')).toBe(rounds.length + 1);
        }
        await other.close();
      });

      test('two workers with the same reply make one review', async () => {
        const other = await place.open();
        const call = await keepCall();
        const work = (handle: Store) => handle.keepReview(keeping(sampleReview(clock), { settles: [call] }));
        const [mine, theirs] = await Promise.all([work(store), work(other)]);
        expect({ ...theirs, isNew: mine.isNew }).toEqual(mine);
        expect(theirs.isNew).toBe(!mine.isNew);
        const history = await store.history('clock');
        expect(history.map(({ decisions }) => decisions.length)).toEqual([1]);
        await other.close();
      });

      test('a program killed while writing loses nothing it had confirmed, and does not stop another', async () => {
        const victim = confirmationsOf(place.startWriter('builder'));
        const survivor = confirmationsOf(place.startWriter('skeptic'));
        await Promise.all([victim.reach(40), survivor.reach(40)]);
        await victim.kill();
        await survivor.reach(survivor.lines.length + 40);
        await survivor.kill();
        await expectConfirmed(store, 'builder', victim.lines);
        await expectConfirmed(store, 'skeptic', survivor.lines);
        await keepCall({ key: 'prompt:v1:after' });
      });
    });
  });
}

/** What a writing program has confirmed on its standard output, line by line. */
function confirmationsOf(child: ChildProcess) {
  const lines: string[] = [];
  if (child.stdout === null) throw new Error('the writer must have a pipe as standard output');
  const reader = createInterface(child.stdout).on('line', (line) => lines.push(line));
  const ended = once(reader, 'close');
  return {
    lines,
    async reach(count: number): Promise<void> {
      while (lines.length < count) {
        const [line] = await Promise.race([once(reader, 'line'), ended]);
        if (line === undefined) throw new Error(`the writer ended by itself after ${lines.length} lines`);
      }
    },
    async kill(): Promise<void> {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Every confirmed reply is in the journal or went into a review; every review has settled its call. */
async function expectConfirmed(store: Store, persona: string, lines: readonly string[]): Promise<void> {
  const entries = await store.history('clock', persona);
  const reviewed = new Set(entries.map((entry) => Number(entry.review.note)));
  const said = (word: string) =>
    lines.filter((line) => line.startsWith(word)).map((line) => Number(line.split(' ')[1]));
  for (const attempt of said('reply')) {
    const waiting = await store.calls.findUnsettled(samplePrompt({ key: persona, attempt }));
    expect(reviewed.has(attempt), `attempt ${attempt} is either settled or waiting`).toBe(waiting === null);
  }
  expect(said('review').filter((attempt) => !reviewed.has(attempt))).toEqual([]);
  expect(entries.filter((entry) => entry.decisions.length !== 1)).toEqual([]);
}
