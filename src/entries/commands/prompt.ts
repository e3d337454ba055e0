import { type Command, Option } from 'commander';
import type { Prompt } from '../../core/call.ts';
import type { Dossier } from '../../core/facts/dossier.ts';
import type { ModelName } from '../../core/model.ts';
import type { Desk } from '../../desk.ts';
import { defaultBallot } from '../choose-models.ts';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addDeskOptions, type DeskOptions, leadOption, modelOption, noteOption } from '../options.ts';
import { atReadingDesk } from '../run.ts';
import { sayResult } from '../say-results.ts';

interface PromptOptions extends DeskOptions {
  persona?: string;
  note?: string;
  lead?: string;
  /** Whose ballot; true for the juror of the settings. */
  ballot?: string | true;
  /** The tool that is read second. */
  duel?: string;
  /** The tool it is compared with. */
  answer?: string;
  /** A file with a reply to this prompt. */
  reply?: string;
  keep?: true;
  model?: string;
  suppliedBy?: string;
}

/** `prompt <tool> --persona <id>`: exactly what would be sent. */
export function addPrompt(program: Command, house: House, done: (code: number) => void): void {
  const command = program
    .command('prompt <tool>')
    .description(
      'print exactly what would be sent for one seat: system and user parts, schema, cache breakpoint, estimated tokens',
    )
    .option('--persona <id>', 'whose prompt; needed for all but --answer')
    .addOption(noteOption('a word from the editor to the reviewer'))
    .addOption(
      modelOption('--ballot [model]', 'the question to another juror instead of the lead’s').conflicts([
        'lead',
        'note',
      ]),
    )
    .addOption(
      new Option('--duel <other>', 'the question of a duel with another tool, which is read second').conflicts([
        'ballot',
        'note',
      ]),
    )
    .addOption(
      new Option('--answer <other>', 'the question for what stands on top of a comparison with another tool').conflicts(
        [...['persona', 'ballot', 'note', 'duel']],
      ),
    )
    .addOption(leadOption())
    .addOption(
      new Option(
        '--reply <file>',
        'read a reply to this prompt as if a model had sent it: same checks, same scoring',
      ).conflicts(['ballot', 'duel', 'answer']),
    )
    .option('--keep', 'with --reply: keep it as a review, with what is claimed about it')
    .option('--model <id>', 'with --keep: the model that is said to have written it')
    .option('--supplied-by <name>', 'with --keep: who brings it')
    .addHelpText(
      'after',
      `
Nothing is sent, and no key is needed.

Examples:
  ship-or-skip prompt examples/litellm.yaml --persona skeptic | less
  ship-or-skip prompt examples/litellm.yaml --persona skeptic --ballot
  ship-or-skip prompt examples/litellm.yaml --persona skeptic --json | jq -r .shared
  ship-or-skip prompt examples/litellm.yaml --persona skeptic --reply reply.txt
  ship-or-skip prompt examples/litellm.yaml --persona skeptic --reply reply.txt --keep --model claude:claude-opus-5-5 --supplied-by Ada`,
    );
  addDeskOptions(command).action(async (tool: string, options: PromptOptions) => {
    const { reply, persona, answer } = options;
    if (persona === undefined && answer === undefined)
      command.error("error: required option '--persona <id>' not specified");
    done(await (reply === undefined ? prompt(house, tool, options) : readFromFile(house, tool, { ...options, reply })));
  });
}

/** A supplied reply, read and scored; with `--keep` it becomes a review. */
async function readFromFile(house: House, target: string, options: PromptOptions & { reply: string }): Promise<number> {
  const {
    persona: id = '',
    note = null,
    reply,
    keep,
    model,
    suppliedBy,
    lead,
    ballot: _ballot,
    ...deskOptions
  } = options;
  return atReadingDesk(house, deskOptions, async (desk) => {
    const { parseModel } = await import('../../core/model.ts');
    const { gatherDossier, readDossier } = await import('../../flows/gather/gather-dossier.ts');
    const { InvalidOrder, pickPersonas } = await import('../../flows/ask/review-tools.ts');
    const { keepReply, readReply } = await import('../../flows/ask/read-reply.ts');
    const { readFileText } = await import('../../sources/positioned-file.ts');
    const { describeReply } = await import('../describe-reply.ts');
    const [persona] = pickPersonas(desk, [id]);
    if (persona === undefined) throw new RangeError(`the panel has no ${id}`);
    if (keep && (model === undefined || suppliedBy === undefined)) {
      throw new InvalidOrder(
        '--keep needs --model and --supplied-by: readers are told who brought a reply, and from which model.',
      );
    }
    const asking = lead === undefined ? desk : { ...desk, lead: parseModel(lead) };
    const text = await readFileText(reply, largestReply);
    const seat = { dossier: await readDossier(asking, target), persona, note };
    const supplied = { text, model: model ?? 'not stated', by: suppliedBy ?? 'not stated' };
    const reading = await readReply(asking, seat, supplied);
    await sayResult(house, options, reading, () => describeReply(reading));
    if (reading.opinion === null) return exitCodes.incomplete;
    if (!keep) return exitCodes.done;
    const kept = await keepReply(asking, { ...seat, dossier: await gatherDossier(asking, target) }, supplied);
    if (kept !== null)
      house.terminal.err(kept.stands ? 'Kept: it stands.\n' : 'Kept: it waits beside the standing review.\n');
    return exitCodes.done;
  });
}

/** Bytes of a reply file. */
const largestReply = 1_000_000;

async function prompt(house: House, target: string, { lead, ballot, ...options }: PromptOptions): Promise<number> {
  const { persona: _persona, note: _note, keep: _keep, ...deskOptions } = options;
  return atReadingDesk(house, deskOptions, async (desk) => {
    const { parseModel } = await import('../../core/model.ts');
    const juror = (): ModelName =>
      ballot === true ? (desk.ballots[0] ?? parseModel(defaultBallot)) : parseModel(ballot ?? '');
    const answering = lead === undefined ? desk.lead : parseModel(lead);
    const composed = await compose(
      { ...desk, lead: ballot === undefined ? answering : juror() },
      target,
      options,
      ballot !== undefined,
    );
    const { describePrompt } = await import('../describe-prompt.ts');
    await sayResult(house, options, composed, () => describePrompt(composed));
    return exitCodes.done;
  });
}

/** The question to the lead of this desk, or to it as a juror. */
async function compose(
  desk: Desk,
  target: string,
  {
    persona: id = '',
    note = null,
    duel,
    answer,
  }: Pick<PromptOptions, 'persona' | 'duel' | 'answer'> & { note?: string | null },
  asJuror: boolean,
): Promise<Omit<Prompt, 'attempt'>> {
  const { readDossier } = await import('../../flows/gather/gather-dossier.ts');
  if (answer !== undefined)
    return composeAnswer(desk, [await readDossier(desk, target), await readDossier(desk, answer)]);
  const { pickPersonas } = await import('../../flows/ask/review-tools.ts');
  const { partsOf } = await import('../../flows/ask/prepare-seat.ts');
  const { duelPartsOf } = await import('../../flows/compare/load-duels.ts');
  const { composeBallot, composeDuel, composeOpinion } = await import('../../core/asking/prompt.ts');
  const [persona] = pickPersonas(desk, [id]);
  if (persona === undefined) throw new RangeError(`the panel has no ${id}`);
  const dossier = await readDossier(desk, target);
  if (duel !== undefined) return composeDuel(duelPartsOf(desk, [dossier, await readDossier(desk, duel)], persona));
  const parts = partsOf(desk, dossier, persona);
  return asJuror ? composeBallot(parts) : composeOpinion(parts, note);
}

/** The question for the answer on top, as the reviews stand now. */
async function composeAnswer(desk: Desk, dossiers: readonly Dossier[]): Promise<Omit<Prompt, 'attempt'>> {
  const { loadSeats } = await import('../../flows/ask/load-seats.ts');
  const { composeAnswerPrompt } = await import('../../flows/compare/write-answer.ts');
  const tools = await Promise.all(
    dossiers.map(async (dossier) => ({ dossier, seats: await loadSeats(desk, dossier, new Map()) })),
  );
  return composeAnswerPrompt(desk, tools);
}
