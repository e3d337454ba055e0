import { styleText } from 'node:util';
import { createLogUpdate } from 'log-update';
import type { SeatEvent } from '../desk.ts';
import type { Terminal } from './house.ts';

/** Shows what happens to the seats while it happens. */
export interface Progress {
  watch: (event: SeatEvent) => void;
  /** Leaves the last state on the screen; nothing is drawn afterwards. */
  close: () => void;
}

/** One live line per seat on a terminal, plain lines when piped, nothing when quiet. */
export function openProgress(terminal: Terminal, options: { quiet: boolean; verbose: boolean }): Progress {
  if (options.quiet) return { watch: () => {}, close: () => {} };
  return terminal.live && !options.verbose ? liveProgress(terminal) : plainProgress(terminal, options.verbose);
}

/** Piped: one line when a seat is settled; with --verbose one for each stage. */
function plainProgress(terminal: Terminal, verbose: boolean): Progress {
  const final = new Set(['standing', 'done', 'candidate', 'missing', 'judged']);
  return {
    watch: (event) => {
      if (verbose || final.has(event.stage)) terminal.err(`${lineOf(event, false)}\n`);
    },
    close: () => {},
  };
}

function liveProgress(terminal: Terminal): Progress {
  const update = createLogUpdate(process.stderr, { defaultWidth: terminal.columns });
  const seats = new Map<string, SeatEvent>();
  return {
    watch: (event) => {
      seats.set(`${event.tool} ${event.persona}`, event);
      update([...seats.values()].map((seat) => lineOf(seat, terminal.colour).slice(0, terminal.columns + 40)).join('\n'));
    },
    close: () => update.done(),
  };
}

const words: Record<SeatEvent['stage'], string> = {
  waiting: 'waiting',
  asking: 'asking…',
  checking: 'checking the evidence…',
  repairing: 'asking for corrections…',
  balloting: 'asking another juror…',
  repeating: 'asking again, to see how far the score moves…',
  judged: 'judged head to head',
  standing: 'stands',
  done: 'done',
  candidate: 'new review, waits beside the standing one',
  missing: 'missing',
};

function lineOf(event: SeatEvent, colour: boolean): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string) => (colour ? styleText(style, text, { validateStream: false }) : text);
  const mark = event.stage === 'missing' ? paint('red', '✗') : 'score' in event ? paint('green', '✓') : paint('dim', '·');
  return `${mark} ${event.tool.padEnd(34)} ${event.persona.padEnd(10)} ${words[event.stage]}${resultOf(event)}`;
}

function resultOf(event: SeatEvent): string {
  if (event.stage === 'missing') return `: ${event.reason.split('\n')[0]}`;
  if (event.stage === 'judged') return `, prefers ${event.prefers ?? 'neither'}`;
  if (!('score' in event)) return '';
  const score = event.score === null ? 'unscored' : `${Math.round(event.score)}/100 ${event.verdict}`;
  if (event.stage === 'standing') return `, ${score}`;
  return `, ${score}, ${event.costUsd === null ? 'cost unknown' : `$${event.costUsd.toFixed(4)}`}`;
}
