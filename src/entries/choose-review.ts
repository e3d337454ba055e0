import type { Answer, Choice, Chooser } from '../flows/ask/decide-candidate.ts';
import type { House } from './house.ts';
import type { RunOptions } from './options.ts';
import type { AtDesk } from './run.ts';

/** How candidates are decided: by `--keep`, else by asking the person at the terminal, else not at all. `--keep` is a person’s word only on a terminal. */
export function chooserOf(
  house: House,
  options: Pick<RunOptions, 'keep' | 'quiet'>,
  { settle }: Pick<AtDesk, 'settle'>,
): Chooser {
  const { terminal } = house;
  return async (choice) => {
    settle();
    const asks = options.keep === undefined && terminal.canAsk;
    if (asks || !options.quiet) await show(house, choice);
    const keep = asks ? await askPerson(house, choice) : (options.keep ?? null);
    const by: Answer['by'] = terminal.canAsk ? 'person' : 'script';
    return keep === null ? null : { keep, by };
  };
}

async function show({ terminal }: House, { dossier, persona, standing, candidate }: Choice): Promise<void> {
  const { sideBySide } = await import('../pages/side-by-side.ts');
  const { painted } = await import('../pages/terminal-text.ts');
  const { columns, colourErr: colour } = terminal;
  const title = painted(`${dossier.tool.name}, ${persona.name}`, 'bold', colour);
  terminal.err(`\n${title}\n${sideBySide(standing, candidate, { columns, colour })}\n\n`);
}

/** Whole words only: an `n` may well mean no. */
const answers: ReadonlyMap<string, 'new' | 'old' | null> = new Map([
  ['new', 'new'],
  ['old', 'old'],
  ['later', null],
  ['', null],
]);

/** Asks until the answer is one of the three; no answer at all is later. */
async function askPerson({ terminal, signal }: House, { persona }: Choice): Promise<'new' | 'old' | null> {
  for (;;) {
    const line = await terminal.ask(`${persona.name}: keep the new review, or the old one? [new/old/later] `, signal);
    const answer = answers.get((line ?? '').trim().toLowerCase());
    if (answer !== undefined) return answer;
    terminal.err(
      'Please type the whole word. new: the new review replaces the old one. old: the new one is dropped. later: the old one stands, the new one waits.\n',
    );
  }
}
