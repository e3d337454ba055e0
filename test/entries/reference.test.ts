import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { buildProgram } from '../../src/entries/cli.ts';
import { buildHouse } from './house.ts';

/** The help of a command and of those below it, each under its name. */
function sectionsOf(command: Command, path: string, depth: number): string[] {
  let help = '';
  command.configureOutput({ ...command.configureOutput(), writeOut: (text) => (help += text) });
  command.outputHelp();
  const section = `${'#'.repeat(depth)} ${path}\n\n\`\`\`text\n${help.trim()}\n\`\`\``;
  return [
    section,
    ...command.commands.flatMap((sub) => sectionsOf(sub, `${path} ${sub.name()}`, Math.min(depth + 1, 3))),
  ];
}

test('docs/cli.md is the program’s own help; `vitest run test/entries -u` renews it', async () => {
  const { house } = await buildHouse({ terminal: { columns: 100 } });
  const [first = '', ...sections] = sectionsOf(
    buildProgram(house, () => {}),
    'ship-or-skip',
    2,
  );
  const intro =
    '# Commands\n\nWritten from the help of the program: `ship-or-skip --help` and `ship-or-skip <command> --help` say the same.';
  await expect(`${[intro, first, ...sections].join('\n\n')}\n`).toMatchFileSnapshot('../../docs/cli.md');
});

test('every command has a description, and every option too', async () => {
  const { house } = await buildHouse();
  const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)];
  for (const command of all(buildProgram(house, () => {}))) {
    expect(command.description(), command.name()).not.toBe('');
    for (const option of command.options) expect(option.description, `${command.name()} ${option.flags}`).not.toBe('');
  }
});
