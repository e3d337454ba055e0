import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';

interface ModelsOptions {
  database?: string;
  structured?: boolean;
  json?: boolean;
}

/** `models`: what the Hugging Face router offers, who serves it, at which price and how fast. */
export function addModels(program: Command, house: House, done: (code: number) => void): void {
  program
    .command('models [name]')
    .description(
      'models of Hugging Face Inference Providers, with price, context, latency, throughput and structured output of each provider',
    )
    .option('--structured', 'only providers that are known to support structured output')
    .option('--json', 'print the list as JSON on stdout')
    .option(
      '--database <file>',
      'the last list is kept beside this file (default: SHIP_OR_SKIP_DATABASE or ship-or-skip.sqlite)',
    )
    .addHelpText(
      'after',
      `
With a name, only models whose id contains it. The list is kept for a day; without a network the last one is shown, with
its age. Use a model as hugging-face:<id>, with :cheapest, :fastest or :<provider> behind it.

Examples:
  ship-or-skip models gpt-oss --structured
  ship-or-skip models --json | jq '.models[].id'`,
    )
    .action(async (name: string | undefined, options: ModelsOptions) => done(await showModels(house, name, options)));
}

async function showModels(house: House, name: string | undefined, options: ModelsOptions): Promise<number> {
  const { renderModels } = await import('../../pages/models.ts');
  const { renderJson } = await import('../../pages/json.ts');
  const { readAt, old, models } = await house.listModels({ database: options.database });
  if (old)
    house.terminal.err(
      `note: the router cannot be reached; this is the list of ${readAt.slice(0, 10)} (${ageOf(readAt, new Date())} old)\n`,
    );
  const wanted = models
    .filter(({ id }) => name === undefined || id.toLowerCase().includes(name.toLowerCase()))
    .map(({ id, providers }) => ({
      id,
      providers: providers.filter((one) => !options.structured || one.supportsStructuredOutput === true),
    }))
    .filter(({ providers }) => providers.length > 0);
  house.terminal.out(options.json ? renderJson({ readAt, old, models: wanted }) : renderModels(wanted));
  if (wanted.length === 0 && !options.json)
    house.terminal.err('No such model. Leave out the name or --structured to see more.\n');
  return exitCodes.done;
}

function ageOf(readAt: string, now: Date): string {
  const hours = Math.round((now.getTime() - Date.parse(readAt)) / 3_600_000);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
