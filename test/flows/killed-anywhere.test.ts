import { expect, test } from 'vitest';
import type { Desk } from '../../src/desk.ts';
import { reviewTools } from '../../src/flows/ask/review-tools.ts';
import { type BatchingDesk, buildBatchingDesk } from '../fixtures/batching.ts';
import { inventPersona, panel, toolFiles } from '../fixtures/desk.ts';

const wishes = { fresh: false, note: null, leadNamed: false };
const order = { targets: [toolFiles.lantern], personas: [], wishes, choose: async () => null };
const personas = [inventPersona('builder'), inventPersona('skeptic', 20), inventPersona('founder', 30)];

/** What changes something in the store or asks something of the service; between two of these a kill comes to the same. */
const changes = ['note', 'renew', 'open', 'settle', 'close', 'keep', 'send', 'look', 'recent', 'read'];

/** Makes every change a step: the run dies before or after the one with this number, and takes no step more. */
function mortal(dieAt: number, after: boolean) {
  let taken = 0;
  let dead = false;
  const die = (): never => {
    dead = true;
    throw new Error('killed');
  };
  const step = async (work: () => Promise<unknown>): Promise<unknown> => {
    if (dead) throw new Error('killed');
    taken += 1;
    const last = taken === dieAt;
    if (last && !after) die();
    const result = await work();
    return last ? die() : result;
  };
  const wrap = <T extends object>(part: T): T =>
    new Proxy(part, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        if (!changes.includes(String(name))) return member.bind(target);
        return (...args: unknown[]) => step(() => member.apply(target, args));
      },
    });
  return { wrap, steps: () => taken };
}

/** The desk of a run that dies: its batches, its journal and its requests to the service are steps. */
function mortalDesk({ desk, batching }: BatchingDesk, { wrap }: ReturnType<typeof mortal>): Desk {
  const { store } = desk;
  return {
    ...desk,
    store: { ...store, batches: wrap(store.batches), calls: wrap(store.calls) },
    batching: { ...batching, service: wrap(batching.service) },
  };
}

/** How often each question was put into a batch the service took, and how often a reply was kept. */
function countsOf({ wire }: BatchingDesk) {
  const creates = wire.requests.filter(({ method, path }) => method === 'POST' && path === '/v1/messages/batches');
  const ids = creates.flatMap(({ body }) => (body.requests as { custom_id: string }[]).map((one) => one.custom_id));
  return { sent: ids.length, different: new Set(ids).size };
}

test.each([false, true])(
  'killed at any step (after it: %s), the next run sends no question twice and fills every seat',
  async (after) => {
    for (let dieAt = 1; ; dieAt += 1) {
      const it = await buildBatchingDesk({ habits: { twice: true }, desk: { panel: { panel, personas } } });
      const batching = { ...it.batching, minimumPrefixOf: () => 100 };
      const death = mortal(dieAt, after);
      const died = await reviewTools(mortalDesk({ ...it, batching }, death), order).then(
        () => false,
        () => true,
      );
      const later = { ...it.desk, batching, now: () => new Date(Date.now() + 60_000) };
      const [tool] = await reviewTools(later, order);
      await it.wire.close();
      const where = `killed ${after ? 'after' : 'before'} step ${dieAt}`;
      expect(
        tool?.seats.map((seat) => 'review' in seat),
        where,
      ).not.toContain(false);
      expect(countsOf(it), where).toEqual({ sent: 3, different: 3 });
      expect(it.asked, where).toEqual([]);
      expect(await it.store.batches.listOpen(), where).toEqual([]);
      await it.store.close();
      if (!died) {
        expect(dieAt).toBeGreaterThan(15);
        return;
      }
    }
  },
  120_000,
);
