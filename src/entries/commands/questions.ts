import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { AddedAnswer } from '../../flows/add-answer.ts';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addDeskOptions, type DeskOptions } from '../options.ts';
import { atReadingDesk } from '../run.ts';

interface AnswerOptions extends DeskOptions {
  title?: string;
  url?: string;
  on?: string;
}

/** `questions`, `answer` and `corrections`: the maker’s right of reply. */
export function addQuestions(program: Command, house: House, done: (code: number) => void): void {
  const questions = program
    .command('questions <tool>')
    .description('a short note to the maker: what the reviewers could not settle, who asks, and what was found')
    .option('--out <file>', 'write the note to this file instead of stdout');
  addDeskOptions(questions).action(async (tool: string, options: DeskOptions & { out?: string }) =>
    done(await ask(house, tool, options)),
  );
  const answer = program
    .command('answer <tool> <file>')
    .description(
      'add what the maker answered as a source; its reviews are then out of date, and the corrections log says so',
    )
    .option('--title <text>', 'what readers see in the list of sources')
    .option('--url <address>', 'where the answer can be read in public')
    .option('--on <day>', 'when it was given, YYYY-MM-DD (default: today)')
    .addHelpText('after', '\nExample:\n  ship-or-skip answer litellm reply.txt --on 2026-11-20');
  addDeskOptions(answer).action(async (tool: string, file: string, options: AnswerOptions) =>
    done(await add(house, tool, file, options)),
  );
  const corrections = program
    .command('corrections [tool]')
    .description('what was corrected when, and the panel score before and after');
  addDeskOptions(corrections).action(async (tool: string | undefined, options: DeskOptions) =>
    done(await list(house, tool, options)),
  );
}

async function ask(house: House, target: string, { out, ...options }: DeskOptions & { out?: string }): Promise<number> {
  return atReadingDesk(house, options, async (desk) => {
    const { askMaker } = await import('../../flows/ask-maker.ts');
    const { renderQuestions } = await import('../../pages/questions.ts');
    const { renderJson } = await import('../../pages/json.ts');
    const { tool, questions } = await askMaker(desk, target);
    if (tool.reviews.every(({ status }) => status === 'missing')) {
      house.terminal.err(
        `${tool.slug} has no review of its present facts yet. Write them with: ship-or-skip review ${tool.slug}\n`,
      );
      return exitCodes.incomplete;
    }
    const note = options.json ? renderJson({ tool: tool.slug, questions }) : renderQuestions(tool, questions);
    if (out === undefined) house.terminal.out(note);
    else await writeFile(out, note);
    if (out !== undefined && !options.quiet) house.terminal.err(`${out}\n`);
    return exitCodes.done;
  });
}

async function add(
  house: House,
  target: string,
  file: string,
  { title, url, on, ...options }: AnswerOptions,
): Promise<number> {
  return atReadingDesk(house, options, async (desk) => {
    const { addAnswer } = await import('../../flows/add-answer.ts');
    const added = await addAnswer(desk, { target, file, title, url, on });
    if (options.json) {
      const { renderJson } = await import('../../pages/json.ts');
      const { dossier, ...rest } = added;
      house.terminal.out(renderJson({ tool: dossier.tool.slug, dossierKey: dossier.key, ...rest }));
    } else if (!options.quiet) {
      sayAdded(house, added);
    }
    return exitCodes.done;
  });
}

function sayAdded(house: House, { dossier, isNew, source, stale }: AddedAnswer): void {
  const { slug } = dossier.tool;
  house.terminal.out(
    isNew
      ? `The answer is source ${source} of ${slug}.\n`
      : `The answer was source ${source} of ${slug} already; nothing was changed.\n`,
  );
  if (stale.length === 0) return;
  house.terminal.out(
    `Out of date: ${stale.map(({ persona }) => persona).join(', ')}. Ask again with: ship-or-skip review ${slug}\n`,
  );
  for (const { persona, approvedBy } of stale.filter((seat) => seat.approvedBy !== null))
    house.terminal.out(
      `  ${persona} was approved by ${approvedBy}: the new review will wait for a person (ship-or-skip regenerate ${slug} ${persona} --keep new).\n`,
    );
}

async function list(house: House, target: string | undefined, options: DeskOptions): Promise<number> {
  return atReadingDesk(house, options, async (desk) => {
    const { listCorrections } = await import('../../flows/list-corrections.ts');
    const { sayScores } = await import('../../core/comparison/correction.ts');
    const corrections = await listCorrections(desk, target);
    if (options.json) {
      const { renderJson } = await import('../../pages/json.ts');
      house.terminal.out(renderJson(corrections));
      return exitCodes.done;
    }
    if (corrections.length === 0) house.terminal.out('No corrections yet.\n');
    for (const correction of corrections)
      house.terminal.out(`${correction.on}  ${correction.tool}: ${correction.what} ${sayScores(correction)}\n`);
    return exitCodes.done;
  });
}
