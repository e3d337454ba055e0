import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addDeskOptions, type RunOptions } from '../options.ts';
import { atDesk } from '../run.ts';

interface PromptOptions extends Omit<RunOptions, 'persona' | 'ballot'> {
  persona: string;
  forBallot?: boolean;
  duel?: string;
}

/** `prompt <tool> --persona <id>`: exactly what would be sent. */
export function addPrompt(program: Command, house: House, done: (code: number) => void): void {
  const command = program
    .command('prompt <tool>')
    .description('print exactly what would be sent for one seat: system and user parts, schema, cache breakpoint, estimated tokens')
    .requiredOption('--persona <id>', 'whose prompt')
    .option('--for-ballot', 'the question to another juror instead of the lead’s')
    .option('--duel <other>', 'the question of a duel with another tool, which is read second')
    .option('--note <text>', 'a word from the editor to the reviewer')
    .option('--lead <model>', 'the model it would be sent to')
    .addHelpText('after', '\nExample:\n  ship-or-skip prompt examples/litellm.yaml --persona skeptic | less');
  addDeskOptions(command).action(async (tool: string, options: PromptOptions) => {
    done(await prompt(house, tool, options));
  });
}

async function prompt(house: House, target: string, { persona: id, forBallot, duel, ...options }: PromptOptions): Promise<number> {
  return atDesk(house, options, async (desk) => {
    const { gatherDossier } = await import('../../flows/gather-dossier.ts');
    const { pickPersonas } = await import('../../flows/review-tools.ts');
    const { partsOf } = await import('../../flows/prepare-seat.ts');
    const { duelPartsOf } = await import('../../flows/load-duels.ts');
    const { composeBallot, composeDuel, composeOpinion } = await import('../../core/prompt.ts');
    const { estimateTokens } = await import('../../core/cost.ts');
    const { renderJson } = await import('../../pages/json.ts');
    const dossier = await gatherDossier(desk, target);
    const [persona] = pickPersonas(desk, [id]);
    if (persona === undefined) return exitCodes.invalid;
    const parts = partsOf(desk, dossier, persona);
    const rival = duel === undefined ? null : await gatherDossier(desk, duel);
    const question = forBallot ? composeBallot(parts) : composeOpinion(parts, options.note ?? null);
    const composed = rival === null ? question : composeDuel(duelPartsOf(desk, [dossier, rival], persona));
    if (options.json) {
      house.terminal.out(renderJson(composed));
      return exitCodes.done;
    }
    const { shared, own, turns, schema } = composed;
    const tokens = (text: string) => `about ${estimateTokens(text).toLocaleString('en')} tokens`;
    const { out } = house.terminal;
    out(`# ${composed.purpose} for ${dossier.tool.slug} / ${persona.id}\n# model ${composed.model}, effort ${composed.effort}, at most ${composed.maxOutputTokens} tokens out\n# prompt key ${composed.key}\n`);
    out(`\n# ---- system, part 1: shared by all personas (${tokens(shared)}) ----\n\n${shared}\n`);
    out(`\n# ---- cache breakpoint: everything above is written to the cache once and read by the others ----\n`);
    out(`\n# ---- system, part 2: the persona (${tokens(own)}) ----\n\n${own}\n`);
    for (const turn of turns) out(`\n# ---- ${turn.role} (${tokens(turn.text)}) ----\n\n${turn.text}\n`);
    out(`\n# ---- schema of the answer: ${schema.name} ----\n\n${renderJson(schema.schema)}`);
    return exitCodes.done;
  });
}
