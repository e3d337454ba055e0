import type { KeptAnswer } from '../core/comparison/written-answer.ts';
import type { AnswerChooser } from '../flows/compare/regenerate-answer.ts';
import type { House } from './house.ts';
import type { RunOptions } from './options.ts';
import type { AtDesk } from './run.ts';

/** Which of two answers stays: by `--keep`, else by asking the person at the terminal, else the old one. */
export function answerChooserOf(
  { terminal, signal }: House,
  { keep, quiet }: Pick<RunOptions, 'keep' | 'quiet'>,
  { settle }: Pick<AtDesk, 'settle'>,
): AnswerChooser {
  return async (old, fresh, names) => {
    settle();
    const asks = keep === undefined && terminal.canAsk;
    if (asks || !quiet) {
      const { sayPoints } = await import('../pages/answer-view.ts');
      const { wrapText } = await import('../pages/terminal-text.ts');
      const show = (title: string, { answer }: KeptAnswer) => {
        const paragraphs = answer === null ? [] : sayPoints(answer, (slug) => names.get(slug) ?? slug);
        return [title, ...paragraphs.flatMap((text) => wrapText(text, terminal.columns))].join('\n');
      };
      terminal.err(`\n${show('THE OLD ANSWER', old)}\n\n${show('THE NEW ANSWER', fresh)}\n\n`);
    }
    if (!asks) return keep ?? 'old';
    for (;;) {
      const line = await terminal.ask('Keep the new answer, or the old one? [new/old] ', signal);
      const word = (line ?? 'old').trim().toLowerCase();
      if (word === 'new' || word === 'n') return 'new';
      if (word === 'old' || word === 'o') return 'old';
      terminal.err('Please answer new or old (n, o).\n');
    }
  };
}
