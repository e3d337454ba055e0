import type { Command } from 'commander';
import type { Desk } from '../../desk.ts';
import type { Regenerated } from '../../flows/ask/regenerate-seat.ts';
import { answerChooserOf } from '../choose-answer.ts';
import { chooserOf } from '../choose-review.ts';
import { exitCodeOf, exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import {
  addCostOptions,
  addDeskOptions,
  addModelOptions,
  keepOption,
  noteOption,
  type RunOptions,
} from '../options.ts';
import { atDesk } from '../run.ts';
import { planOf, sayPlan } from '../say-plan.ts';
import { sayAfterRun, sayMissingAnswer, sayResult, saySpent, sayWaiting } from '../say-results.ts';

/** `regenerate <tool> <persona>`: the reviewer’s job. */
export function addRegenerate(program: Command, house: House, done: (code: number) => void): void {
  const command = program
    .command('regenerate <what> <persona>')
    .description(
      'ask one seat of a tool again, or the answer on top of a comparison; see old and new side by side, and keep one',
    )
    .addOption(noteOption('a word from the editor to the reviewer'))
    .option('--fresh', 'ask again even where a new review waits already')
    .addOption(keepOption('keep this one without asking'))
    .addHelpText(
      'after',
      `
Both reviews are shown: score, verdict, the checks that flipped with their
reasons, and the prose word by word. On a terminal you are asked which to keep;
in a script --keep decides, and without it the old one stands. A new review that
waits already is decided about first, without a call. Comparisons the seat is in
are rendered again.

Examples:
  ship-or-skip regenerate litellm skeptic
  ship-or-skip regenerate litellm-vs-openrouter answer
  ship-or-skip regenerate litellm skeptic --note "the licence changed" --keep new`,
    );
  addDeskOptions(addCostOptions(addModelOptions(command))).action(
    async (what: string, persona: string, options: RunOptions) => {
      done(await (persona === 'answer' ? answerAgain : regenerate)(house, what, persona, options));
    },
  );
}

async function regenerate(house: House, target: string, persona: string, options: RunOptions): Promise<number> {
  return atDesk(house, options, async (desk, opened) => {
    const { keep, lead, ballot, fresh = false, note = null } = options;
    const wishes = { fresh: true, note, leadNamed: lead !== undefined };
    const plan = planOf({ targets: [target], personas: [persona], wishes });
    if (options.dryRun) return sayPlan(house, options, desk, plan);
    const { regenerateSeat } = await import('../../flows/ask/regenerate-seat.ts');
    const { estimateFirst } = await import('../../flows/ask/estimate-first.ts');
    const estimating = estimateFirst(desk, plan, options);
    const asksForMore = fresh || note !== null || lead !== undefined || ballot !== undefined;
    const decideWaiting = !asksForMore && (keep !== undefined || house.terminal.canAsk);
    const choose = chooserOf(house, options, opened);
    const regenerated = await regenerateSeat(estimating.desk, { target, persona, note, decideWaiting, choose });
    opened.settle();
    await sayRegenerated(house, options, persona, regenerated);
    const { tool, kept } = regenerated;
    sayAfterRun(house, options, opened, [tool]);
    await saySpent(house, options, opened, estimating);
    if (tool.seats.length > 0) return exitCodeOf([tool]);
    if (kept === null) sayWaiting(house.terminal, tool.dossier.tool.slug, persona);
    return exitCodes.done;
  });
}

/** What stands on top of a comparison, asked again. */
async function answerAgain(house: House, slug: string, _persona: string, options: RunOptions): Promise<number> {
  return atDesk(house, options, async (desk, opened) => {
    const { planAnswerAgain, regenerateAnswer } = await import('../../flows/compare/regenerate-answer.ts');
    const plan = (at: Desk) => planAnswerAgain(at, slug);
    if (options.dryRun) return sayPlan(house, options, desk, plan);
    const { estimateFirst } = await import('../../flows/ask/estimate-first.ts');
    const estimating = estimateFirst(desk, plan, options);
    const choose = answerChooserOf(house, options, opened);
    const { kept, missing, published } = await regenerateAnswer(estimating.desk, slug, choose);
    opened.settle();
    if (missing !== null) sayMissingAnswer(house, missing);
    const rendered = published === null ? [] : [published.folder];
    await sayResult(house, options, { comparison: slug, kept, rendered }, () =>
      kept === null
        ? ''
        : [`The ${kept} answer stands.\n`, ...rendered.map((folder) => `rendered again: ${folder}\n`)].join(''),
    );
    await saySpent(house, options, opened, estimating);
    return kept === null ? exitCodes.incomplete : exitCodes.done;
  });
}

async function sayRegenerated(
  house: House,
  options: RunOptions,
  persona: string,
  regenerated: Regenerated,
): Promise<void> {
  const { tool, kept, published } = regenerated;
  const rendered = published.map(({ folder }) => folder);
  if (!options.json && options.quiet) return;
  await sayResult(house, options, { tool: tool.dossier.tool.slug, persona, kept, rendered }, () =>
    [outcomeOf(regenerated), ...rendered.map((folder) => `rendered again: ${folder}\n`)].join(''),
  );
}

function outcomeOf({ tool, kept }: Regenerated): string {
  if (tool.seats[0]?.kind === 'standing') return 'The answer is the review that stands already; nothing changed.\n';
  if (kept === null) return '';
  return kept === 'new' ? 'The new review stands.\n' : 'The old review stands; the new one stays in the history.\n';
}
