import type { BatchEvent, SeatEvent } from '../desk.ts';
import { showTenths } from '../pages/format.ts';
import { cutTo, oneLine, painted, widthOf } from '../pages/terminal-text.ts';
import { describeBatch, newsOfBatches } from './describe-batch.ts';
import type { Terminal } from './house.ts';

/** Shows what happens to the seats while it happens. */
export interface Progress {
  watch: (event: SeatEvent) => void;
  watchBatches: (event: BatchEvent) => void;
  /** Leaves the last state on the screen. May be called again. */
  close: () => void;
}

/** One live line per seat where a person watches, plain lines when piped, nothing when quiet. */
export async function openProgress(
  terminal: Terminal,
  options: { quiet: boolean; verbose: boolean },
): Promise<Progress> {
  if (options.quiet) return { watch: () => {}, watchBatches: () => {}, close: () => {} };
  const live = options.verbose ? null : await terminal.live();
  return live === null ? plainProgress(terminal, options.verbose) : liveProgress(live, terminal);
}

/** Piped: one line when a seat is settled; with --verbose one for each stage that takes time. */
function plainProgress(terminal: Terminal, verbose: boolean): Progress {
  const columns = openColumns();
  const describeNews = newsOfBatches();
  return {
    watchBatches: (event) => {
      const news = describeNews(event);
      if (news !== null) terminal.err(`${news}\n`);
    },
    watch: (event) => {
      columns.hold(event);
      const settled = isSettled(event);
      if (settled || (verbose && event.stage !== 'waiting')) {
        const { mark, text } = describe(event, columns);
        terminal.err(`${mark} ${text}\n`);
      }
    },
    close: () => {},
  };
}

/** Seconds pass on the lines that wait for a model, so that a long answer does not look like a standstill. */
async function liveProgress(stream: NodeJS.WriteStream, terminal: Terminal): Promise<Progress> {
  const { createLogUpdate } = await import('log-update');
  // The cursor is never hidden, so a run that dies leaves no terminal without one.
  const update = createLogUpdate(stream, { showCursor: true });
  const seats = new Map<string, SeatEvent & { since: number }>();
  const columns = openColumns();
  const batches = new Map<string, BatchEvent>();
  const draw = () => {
    const room = (stream.columns || terminal.columns) - 3;
    const lines = [...seats.values()].map((seat) => liveLine(seat, columns, room, terminal.colourErr));
    const under = [...batches.values()].map(
      (event) => `${painted('·', 'dim', terminal.colourErr)} ${cutTo(describeBatch(event), room)}`,
    );
    update([...under, ...lines].join('\n'));
  };
  let clock: NodeJS.Timeout | undefined;
  return {
    watchBatches: (event) => {
      batches.set(event.kind === 'planned' ? `${event.tool} ${event.model}` : event.batch, event);
      draw();
    },
    watch: (event) => {
      seats.set(seatOf(event), { ...event, since: performance.now() });
      columns.hold(event);
      clock ??= setInterval(draw, 1000).unref();
      draw();
    },
    close: () => {
      clearInterval(clock);
      clock = undefined;
      update.done();
    },
  };
}

function liveLine(seat: SeatEvent & { since: number }, columns: Columns, room: number, colour: boolean): string {
  const { mark, style, text } = describe(seat, columns);
  const seconds = Math.floor((performance.now() - seat.since) / 1000);
  const asking = style === 'dim' && seat.stage !== 'waiting' && seconds > 0;
  return `${painted(mark, style, colour)} ${cutTo(asking ? `${text} ${seconds} s` : text, room)}`;
}

function seatOf({ tool, persona }: SeatEvent): string {
  return `${tool} ${persona}`;
}

const words: Record<SeatEvent['stage'], string> = {
  waiting: 'waiting',
  asking: 'asking…',
  checking: 'checking the evidence…',
  repairing: 'asking for corrections…',
  balloting: 'asking another juror…',
  repeating: 'asking again, to see how far the score moves…',
  judged: 'judged head to head',
  answered: 'wrote the answer',
  standing: 'stands',
  done: 'done',
  candidate: 'new, waits beside the old one',
  missing: 'missing',
};

/** How wide the widest names of the run are, which may be those of hundreds of seats. */
interface Columns {
  readonly tool: number;
  readonly persona: number;
  hold(event: SeatEvent): void;
}

function openColumns(): Columns {
  let tool = 0;
  let persona = 0;
  return {
    get tool() {
      return tool;
    },
    get persona() {
      return persona;
    },
    hold: (event) => {
      tool = Math.max(tool, widthOf(event.tool));
      persona = Math.max(persona, widthOf(event.persona));
    },
  };
}

/** One seat on one line, its names as wide as the widest of the run. */
function describe(event: SeatEvent, columns: Columns): { mark: string; style: 'red' | 'green' | 'dim'; text: string } {
  const name = (of: 'tool' | 'persona') => event[of].padEnd(columns[of]);
  const text = `${name('tool')}  ${name('persona')}  ${words[event.stage]}${resultOf(event)}`;
  if (event.stage === 'missing') return { mark: '✗', style: 'red', text };
  return isSettled(event) ? { mark: '✓', style: 'green', text } : { mark: '·', style: 'dim', text };
}

function isSettled(event: SeatEvent): boolean {
  return 'score' in event || event.stage === 'missing' || 'prefers' in event;
}

function resultOf(event: SeatEvent): string {
  if (event.stage === 'missing') return `: ${oneLine(event.reason.split('\n')[0] ?? '')}`;
  if ('prefers' in event) return `, prefers ${oneLine(event.prefers ?? 'neither')}`;
  if (!('score' in event)) return '';
  const score = event.score === null ? 'unscored' : `${showTenths(event.score)} ${event.verdict}`;
  return event.stage === 'standing' ? `, ${score}` : `, ${score}, ${costOf(event)}`;
}

function costOf({ costUsd, supplied }: Extract<SeatEvent, { score: number | null }>): string {
  if (supplied) return 'recorded';
  return costUsd === null ? 'cost unknown' : `$${costUsd.toFixed(4)}`;
}
