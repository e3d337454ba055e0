import { expect, test } from 'vitest';
import type { BatchEvent } from '../../src/desk.ts';
import { agoOf, describeBatch, newsOfBatches } from '../../src/entries/describe-batch.ts';
import { openProgress } from '../../src/entries/progress.ts';
import { buildHouse } from './house.ts';

const batch = 'msgbatch_1';
const since = '2026-11-25T10:00:00.000Z';
const at = (minutes: number) => new Date(Date.parse(since) + minutes * 60_000);
const waiting = (processed: number): BatchEvent => ({ kind: 'waiting', batch, questions: 8, processed, since });

test.each<[BatchEvent, string]>([
  [{ kind: 'sent', batch, questions: 1, since }, 'batch msgbatch_1 sent: 1 question; most end within the hour'],
  [
    { kind: 'found', batch, questions: 8, since },
    'batch msgbatch_1 was sent before (12 minutes ago) and holds 8 questions: nothing is sent again',
  ],
  [waiting(3), 'batch msgbatch_1: 3 of 8 done, sent 12 minutes ago'],
  [{ kind: 'ended', batch, answered: 8, returned: 0 }, 'batch msgbatch_1 ended: 8 answers'],
  [
    { kind: 'ended', batch, answered: 1, returned: 7 },
    'batch msgbatch_1 ended: 1 answer; 7 came back without an answer and are asked again',
  ],
  [
    { kind: 'lost', batch, problem: 'claude answered 404: gone\u001b[2J.' },
    'batch msgbatch_1 brings nothing any more (claude answered 404: gone.): its questions are asked again',
  ],
  [{ kind: 'left', batch }, 'batch msgbatch_1 goes on at the service: the same command picks it up by this id'],
])('%o is told in a line', (event, line) => {
  const said = describeBatch(event, at(12));
  expect(said.replace('[2J', '')).toBe(line);
  expect(said).not.toContain('\u001b');
});

test('which way was chosen is told with what the others would cost', () => {
  const costs = { 'live-cached': 0.188, batch: 0.1025, 'warmed-batch': 0.0965 };
  const plan = { kind: 'planned', tool: 'litellm', model: 'claude:x', questions: 4, costs } as const;
  expect(describeBatch({ ...plan, way: 'warmed-batch' })).toBe(
    'litellm, 4 questions to claude:x: one in a batch first, the others read its cache entry: about $0.0965 (all at once $0.1025, live $0.1880)',
  );
  expect(describeBatch({ ...plan, way: 'batch' })).toBe(
    'litellm, 4 questions to claude:x: all in one batch: about $0.1025 (with a cache entry written first $0.0965, live $0.1880)',
  );
});

test('a long wait is a line when something changed, and every ten minutes', () => {
  let minutes = 0;
  const news = newsOfBatches(() => at(minutes));
  const told: number[] = [];
  for (; minutes < 25; minutes += 1) if (news(waiting(minutes < 13 ? 0 : 4)) !== null) told.push(minutes);
  expect(told).toEqual([0, 10, 13, 23]);
});

test('a batch that is found again and again is told of once', () => {
  const news = newsOfBatches();
  const found: BatchEvent = { kind: 'found', batch, questions: 8, since };
  expect([news(found), news(found), news({ ...found, batch: 'other' })].map((line) => line === null)).toEqual([
    false,
    true,
    false,
  ]);
});

test.each([
  [0, 'just now'],
  [1, '1 minute ago'],
  [119, '119 minutes ago'],
  [150, '2 hours ago'],
])('%i minutes are %s', (minutes, words) => {
  expect(agoOf(since, at(minutes))).toBe(words);
});

test('quiet says nothing of batches', async () => {
  let said = '';
  const { house } = await buildHouse({ terminal: { err: (text) => (said += text) } });
  const quiet = await openProgress(house.terminal, { quiet: true, verbose: false });
  quiet.watchBatches(waiting(0));
  expect(said).toBe('');
  const plain = await openProgress(house.terminal, { quiet: false, verbose: false });
  plain.watchBatches(waiting(0));
  expect(said).toContain('0 of 8 done');
});
