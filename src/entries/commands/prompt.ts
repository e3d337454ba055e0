import { type Command, Option } from 'commander';
import type { Prompt } from '../../core/call.ts';
import type { ModelName } from '../../core/model.ts';
import type { Desk } from '../../desk.ts';
import { defaultBallot } from '../choose-models.ts';
import { describePrompt } from '../describe-prompt.ts';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addDeskOptions, type DeskOptions, leadOption, modelOption } from '../options.ts';
import { atReadingDesk } from '../run.ts';
import { sayResult } from '../say-results.ts';

interface PromptOptions extends DeskOptions {
  persona: string;
  note?: string;
  lead?: string;
  /** Whose ballot; true for the juror of the settings. */
  ballot?: string | true;
  /** The tool that is read second. */
  duel?: string;
}

/** `prompt <tool> --persona <id>`: exactly what would be sent. */
export function addPrompt(program: Command, house: House, done: (code: number) => void): void {
  const command = program
    .command('prompt <tool>')
    .description(
      'print exactly what would be sent for one seat: system and user parts, schema, cache breakpoint, estimated tokens',
    )
    .requiredOption('--persona <id>', 'whose prompt')
    .option('--note <text>', 'a word from the editor to the reviewer')
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
    .addOption(leadOption())
    .addHelpText(
      'after',
      `
Nothing is sent, and no key is needed.

Examples:
  ship-or-skip prompt examples/litellm.yaml --persona skeptic | less
  ship-or-skip prompt examples/litellm.yaml --persona skeptic --ballot
  ship-or-skip prompt examples/litellm.yaml --persona skeptic --json | jq -r .shared`,
    );
  addDeskOptions(command).action(async (tool: string, options: PromptOptions) => {
    done(await prompt(house, tool, options));
  });
}

async function prompt(house: House, target: string, { lead, ballot, ...options }: PromptOptions): Promise<number> {
  const { persona: _persona, note: _note, ...deskOptions } = options;
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
    await sayResult(house, options, composed, () => describePrompt(composed));
    return exitCodes.done;
  });
}

/** The question to the lead of this desk, or to it as a juror. */
async function compose(
  desk: Desk,
  target: string,
  { persona: id, note = null, duel }: { persona: string; note?: string | null; duel?: string },
  asJuror: boolean,
): Promise<Omit<Prompt, 'attempt'>> {
  const { gatherDossier } = await import('../../flows/gather-dossier.ts');
  const { pickPersonas } = await import('../../flows/review-tools.ts');
  const { partsOf } = await import('../../flows/prepare-seat.ts');
  const { duelPartsOf } = await import('../../flows/load-duels.ts');
  const { composeBallot, composeDuel, composeOpinion } = await import('../../core/prompt.ts');
  const [persona] = pickPersonas(desk, [id]);
  if (persona === undefined) throw new RangeError(`the panel has no ${id}`);
  const dossier = await gatherDossier(desk, target);
  if (duel !== undefined) return composeDuel(duelPartsOf(desk, [dossier, await gatherDossier(desk, duel)], persona));
  const parts = partsOf(desk, dossier, persona);
  return asJuror ? composeBallot(parts) : composeOpinion(parts, note);
}
