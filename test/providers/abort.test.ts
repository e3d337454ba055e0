import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { orAborted, whenAborted } from '../../src/providers/abort.ts';

test('everybody who waits for a signal is called back once, except who took it back', () => {
  const run = new AbortController();
  const called: string[] = [];
  const stay = whenAborted(run.signal, () => called.push('stays'));
  whenAborted(run.signal, () => called.push('first'));
  whenAborted(run.signal, () => {
    called.push('second');
    forgetThird();
  });
  const forgetThird = whenAborted(run.signal, () => called.push('third'));
  stay();
  run.abort();
  run.abort();
  expect(called).toEqual(['first', 'second']);
});

test('the same function may wait more than once, each for itself', () => {
  const run = new AbortController();
  let calls = 0;
  const count = (): void => {
    calls += 1;
  };
  whenAborted(run.signal, count);
  whenAborted(run.signal, count)();
  run.abort();
  expect(calls).toBe(1);
});

test('a thousand calls that wait for one signal are one listener', async () => {
  const run = new AbortController();
  const never = new Promise<never>(() => {});
  const waiting = Array.from({ length: 1_000 }, () => orAborted(never, run.signal));
  expect(getEventListeners(run.signal, 'abort')).toHaveLength(1);
  run.abort(new Error('the run was ended'));
  const ends = await Promise.allSettled(waiting);
  expect(ends.every((end) => end.status === 'rejected' && String(end.reason) === 'Error: the run was ended')).toBe(
    true,
  );
});

test('what is settled before, stays settled; a signal that has aborted already ends the wait at once', async () => {
  const run = new AbortController();
  expect(await orAborted(Promise.resolve('done'), run.signal)).toBe('done');
  run.abort(new Error('over'));
  await expect(orAborted(new Promise(() => {}), run.signal)).rejects.toThrow('over');
});
