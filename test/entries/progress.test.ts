import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, expect, test, vi } from 'vitest';
import type { SeatEvent } from '../../src/desk.ts';
import type { Terminal } from '../../src/entries/house.ts';
import { openProgress } from '../../src/entries/progress.ts';
import { buildHouse } from './house.ts';

afterEach(() => {
  vi.useRealTimers();
});

const seats = [
  { tool: 'a-tool-with-a-long-name', persona: 'builder' },
  { tool: 'short', persona: 'futurist' },
] as const;
const [first, second] = seats;
const settled = { stage: 'done', score: 76.66, verdict: 'ship', costUsd: 0.01234, supplied: false } as const;

/** A stream that claims to be a terminal; `screen` is all that was written to it, without control sequences. */
function watchedStream(columns: number) {
  const stream = Object.assign(new PassThrough(), { columns, rows: 24, isTTY: true });
  let written = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    written += text;
  });
  const raw = () => {
    stream.read();
    return written;
  };
  return {
    live: async () => stream as unknown as NodeJS.WriteStream,
    raw,
    screen: () => stripVTControlCharacters(raw()),
  };
}

async function progressIn(terminal: Partial<Terminal>, options = { quiet: false, verbose: false }) {
  let said = '';
  const { house } = await buildHouse({ terminal: { err: (text) => (said += text), ...terminal } });
  const progress = await openProgress(house.terminal, options);
  return { ...progress, said: () => said };
}

test('piped, a settled seat is one line, its names as wide as the widest of the run', async () => {
  const { watch, said } = await progressIn({});
  for (const seat of seats) watch({ ...seat, stage: 'waiting' });
  watch({ ...second, stage: 'asking' });
  expect(said()).toBe('');
  watch({ ...second, ...settled });
  watch({ ...first, stage: 'missing', reason: 'the connection was reset\nand more' });
  expect(said()).toBe(
    '✓ short                    futurist  done, 76.7 ship, $0.0123\n✗ a-tool-with-a-long-name  builder   missing: the connection was reset\n',
  );
});

const results: [string, Partial<SeatEvent>, string][] = [
  ['a review that stands', { ...settled, stage: 'standing' }, 'stands, 76.7 ship'],
  ['a candidate', { ...settled, stage: 'candidate' }, 'new, waits beside the old one, 76.7 ship, $0.0123'],
  ['an unscored seat', { ...settled, score: null, verdict: null }, 'done, unscored, $0.0123'],
  ['an unknown cost', { ...settled, costUsd: null }, 'done, 76.7 ship, cost unknown'],
  ['a recorded reply', { ...settled, costUsd: null, supplied: true }, 'done, 76.7 ship, recorded'],
  ['a duel', { stage: 'judged', prefers: 'Lantern' }, 'judged head to head, prefers Lantern'],
  ['a duel without a preference', { stage: 'judged', prefers: null }, 'judged head to head, prefers neither'],
];

test.each(results)('%s says so', async (_what, event, words) => {
  const { watch, said } = await progressIn({});
  watch({ ...second, ...event } as SeatEvent);
  expect(said().trimEnd().endsWith(`futurist  ${words}`)).toBe(true);
});

test('with --verbose every stage that takes time is a line, on a terminal too; with --quiet nothing is', async () => {
  const { live, raw } = watchedStream(80);
  const loud = await progressIn({ live }, { quiet: false, verbose: true });
  for (const stage of ['waiting', 'asking', 'checking', 'repairing', 'balloting', 'repeating'] as const)
    loud.watch({ ...second, stage });
  expect(loud.said().split('\n')).toHaveLength(6);
  const silent = await progressIn({ live }, { quiet: true, verbose: false });
  silent.watch({ ...second, stage: 'missing', reason: 'x' });
  silent.close();
  expect(silent.said() + raw()).toBe('');
});

test('on a terminal each seat has one line that changes, and the last state stays', async () => {
  const { live, screen, raw } = watchedStream(80);
  const { watch, close, said } = await progressIn({ live });
  for (const seat of seats) watch({ ...seat, stage: 'waiting' });
  watch({ ...first, stage: 'asking' });
  expect(screen()).toContain('· a-tool-with-a-long-name  builder   asking…');
  watch({ ...first, ...settled });
  watch({ ...second, stage: 'missing', reason: 'no answer' });
  close();
  expect(screen()).toContain('✓ a-tool-with-a-long-name  builder   done, 76.7 ship, $0.0123');
  expect(screen()).toContain('✗ short                    futurist  missing: no answer');
  expect(raw()).not.toContain('\u001b[?25l');
  expect(said()).toBe('');
});

test.each([24, 40])('in %i columns no line is wrapped: what is too long is cut', async (columns) => {
  const { live, screen } = watchedStream(columns);
  const { watch, close } = await progressIn({ live, colourErr: true });
  watch({ ...first, stage: 'missing', reason: 'a reason that is much longer than the terminal is wide' });
  close();
  const lines = screen()
    .split('\n')
    .filter((line) => line !== '');
  expect(lines).toHaveLength(1);
  expect(lines[0]?.length).toBeLessThan(columns);
  expect(lines[0]?.endsWith('…')).toBe(true);
});

test('seconds pass on a line that waits for a model, and on no other', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  const { live, screen } = watchedStream(80);
  const { watch, close } = await progressIn({ live });
  watch({ ...first, stage: 'asking' });
  watch({ ...second, ...settled });
  vi.advanceTimersByTime(12_000);
  expect(screen()).toContain('asking… 12 s');
  expect(screen()).not.toMatch(/\$0\.0123 \d+ s/);
  close();
  const before = screen();
  vi.advanceTimersByTime(5_000);
  expect(screen()).toBe(before);
});

test('a reason with control sequences is drawn without them', async () => {
  const { watch, said } = await progressIn({});
  watch({ ...second, stage: 'missing', reason: 'bad \u001b[2J\u0007news' });
  expect(said()).toContain('missing: bad news');
});
