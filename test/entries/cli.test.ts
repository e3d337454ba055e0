import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ProviderFailed } from '../../src/core/call.ts';
import { Comparison } from '../../src/core/comparison/comparison.ts';
import { parseModel } from '../../src/core/model.ts';
import { BudgetReached } from '../../src/providers/budget.ts';
import { toolFiles, writtenOnTop } from '../fixtures/desk.ts';
import { buildHouse, type TestHouse } from './house.ts';

const pair = [toolFiles.lantern, toolFiles.quill];
const compared = (house: TestHouse) => house.run('compare', ...pair, '--out', house.out);

test('a comparison says its result on stdout, how it went on stderr, and ends with 0', async () => {
  const house = await buildHouse();
  const { code, stdout, stderr } = await compared(house);
  expect(code).toBe(0);
  expect(stdout).toContain('Lantern');
  expect(stdout.trimEnd().endsWith(join(house.out, 'lantern-vs-quill/index.html'))).toBe(true);
  expect(stderr).toMatch(/✓ lantern {2}builder {2}done, 75 ship, \$0\.0100\n/);
  expect(stderr).toMatch(/✓ quill {4}skeptic {2}done, 66\.7 ship, \$0\.0100\n/);
  expect(stderr.endsWith('estimated unknown, spent $0.0400\n')).toBe(true);
});

test('with --json stdout holds exactly what the file holds, and the summary goes to stderr', async () => {
  const house = await buildHouse();
  const { stdout, stderr } = await house.run('compare', ...pair, '--out', house.out, '--json');
  expect(stdout).toBe(readFileSync(join(house.out, 'lantern-vs-quill/comparison.json'), 'utf8'));
  expect(Comparison.parse(JSON.parse(stdout)).slug).toBe('lantern-vs-quill');
  expect(stderr).toContain('lantern-vs-quill/index.html');
});

test('with --quiet nothing is said when nothing went wrong, and JSON still is when asked for', async () => {
  const house = await buildHouse({ notes: ['something to know'], desk: { writeOnTop: () => writtenOnTop('A') } });
  expect(await house.run('compare', ...pair, '--out', house.out, '--quiet')).toEqual({
    code: 0,
    stdout: '',
    stderr: '',
  });
  const { stdout, stderr } = await house.run('review', 'lantern', '--quiet', '--json');
  expect(JSON.parse(stdout)).toMatchObject([{ slug: 'lantern' }]);
  expect(stderr).toBe('');
});

test('with --verbose each stage is a line', async () => {
  const house = await buildHouse();
  const { stderr } = await house.run('review', toolFiles.lantern, '--verbose');
  expect(stderr.match(/^· lantern {2}builder {2}\S+/gm)).toEqual([
    '· lantern  builder  asking…',
    '· lantern  builder  checking',
  ]);
});

test('notes are said once, before what is missing', async () => {
  const house = await buildHouse({ notes: ['one family only'] });
  expect((await compared(house)).stderr.match(/note: one family only\n/g)).toHaveLength(1);
});

const failures: [string, Error, number, RegExp][] = [
  [
    'a provider that is down',
    new ProviderFailed('claude', 'server', 'Claude is overloaded'),
    5,
    /Claude is overloaded/,
  ],
  ['a refused key', new ProviderFailed('claude', 'credentials', 'The key was refused'), 2, /The key was refused/],
  ['missing credit', new ProviderFailed('claude', 'spend', 'The credit is used up'), 4, /The credit is used up/],
  [
    'the own budget',
    new BudgetReached('claude:x', { maxUsd: 1, spent: 1, reserved: 0, worstCase: 1 }),
    4,
    /--max-cost/,
  ],
];

test.each(failures)(
  '%s on every seat: nothing is written, the reason is said once, and the exit code tells',
  async (_what, failure, code, words) => {
    const house = await buildHouse({ answer: () => failure });
    const ran = await compared(house);
    expect(ran).toMatchObject({ code, stdout: '' });
    expect(ran.stderr).toMatch(words);
    expect(ran.stderr).toContain('missing: lantern builder, lantern skeptic, quill builder, quill skeptic\n');
    expect(ran.stderr).toContain('What was answered is kept.');
    expect(ran.stderr).not.toMatch(/\n\s+at /);
  },
);

test.each([
  ['credentials', /set one the service accepts/],
  ['request', /name another model, or mend the input/],
] as const)('after a failure of kind %s what to change is said, with the request’s id', async (kind, words) => {
  const failure = new ProviderFailed('claude', kind, 'it was refused', { requestId: 'req_7' });
  const { stderr } = await compared(await buildHouse({ answer: () => failure }));
  expect(stderr).toMatch(words);
  expect(stderr).toContain('request id: req_7');
  expect(stderr).not.toContain('Run the same command again');
});

test('one family only is said where it answered, and nowhere else', async () => {
  const oneFamily = 'one family only';
  expect((await compared(await buildHouse({ oneFamily }))).stderr).toContain(`note: ${oneFamily}\n`);
  const failure = new ProviderFailed('claude', 'server', 'Claude is overloaded');
  expect((await compared(await buildHouse({ oneFamily, answer: () => failure }))).stderr).not.toContain(oneFamily);
});

test.each([
  ['review', 'lantern'],
  ['regenerate', 'lantern', 'builder'],
  ['prompt', 'lantern', '--persona', 'builder'],
])('a note to %s of more than 2,000 characters is refused without being repeated', async (...argv) => {
  const house = await buildHouse();
  const { code, stderr } = await house.run(...argv, '--note', 'x'.repeat(2_001));
  expect(code).toBe(2);
  expect(stderr).toContain('--note is 2001 characters long');
  expect(stderr).not.toContain('xxx');
  expect(house.overrides).toEqual([]);
});

test('a dry run refuses a retired model, as the real run does', async () => {
  const house = await buildHouse({ desk: { lead: parseModel('claude:claude-sonnet-4-5') } });
  const { code, stdout, stderr } = await house.run('review', toolFiles.lantern, '--dry-run');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('about to be retired');
});

test('some seats missing: the comparison is made, and the exit code is 3', async () => {
  const failure = new ProviderFailed('claude', 'network', 'the connection was reset');
  const house = await buildHouse({
    answer: ({ seat }) => (seat.persona === 'skeptic' && seat.tool === 'quill' ? failure : null),
  });
  const { code, stdout, stderr } = await compared(house);
  expect(code).toBe(3);
  expect(stdout).toContain('index.html');
  expect(stderr).toContain('missing: quill skeptic\n  the connection was reset\n');
});

test('an answer that was rejected twice is asked again only with --fresh, and that is said', async () => {
  const house = await buildHouse({
    answer: ({ seat }) => (seat.tool === 'quill' && seat.persona === 'builder' ? 'no' : null),
  });
  const { code, stderr } = await compared(house);
  expect(code).toBe(3);
  expect(stderr).toContain('--fresh');
  expect(stderr).not.toContain('Run the same command again');
});

test('words of a service cannot steer the terminal', async () => {
  const house = await buildHouse({
    answer: () => new ProviderFailed('claude', 'request', 'bad \u001b[2J\u001b]0;owned\u0007request'),
  });
  const { stderr } = await compared(house);
  expect(stderr).toContain('bad');
  for (const control of ['\u001b', '\u0007']) expect(stderr).not.toContain(control);
});

test('an ended run says how to go on, exits with 130, and prints no stack, also with --verbose', async () => {
  const stop = new AbortController();
  const answer = () => {
    stop.abort(new Error('Stopped. Run the same command again to go on.'));
    return null;
  };
  const house = await buildHouse({ answer, signal: stop.signal });
  const { code, stdout, stderr } = await house.run('compare', ...pair, '--out', house.out, '--verbose');
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  expect(stderr.endsWith('Stopped. Run the same command again to go on.\n')).toBe(true);
});

test.each([
  [['comparee', 'a', 'b'], /Did you mean compare\?/],
  [['compare', 'a', 'b', '--jsonn'], /Did you mean --json\?/],
  [['compare', 'a'], /missing required argument 'tool'/],
  [['compare', 'a', 'b', '--max-cost', 'abc'], /US dollars as a number/],
  [['compare', 'a', 'b', '--max-cost', '-1'], /US dollars as a number/],
  [['compare', 'a', 'b', '--keep', 'both'], /Allowed choices are new, old/],
  [['compare', 'a', 'b', '--repeat', '9'], /from 1 to 5, or auto/],
  [['prompt', 'a'], /required option '--persona <id>'/],
  [['tools', 'too', 'many'], /too many arguments/],
  [['new', '!!!'], /a name with letters or digits/],
  [['new', ''], /a name with letters or digits/],
  [['new', '../x'], /the name of the tool, not a file/],
  [['new', '/etc/passwd'], /the name of the tool, not a file/],
  [['new', 'my-tool.yaml'], /the name of the tool, not a file/],
  [['new', 'my-tool.JSON'], /the name of the tool, not a file/],
  ...[
    '--note',
    '--persona',
    '--lead',
    '--ballot',
    '--fallback',
    '--out',
    '--database',
    '--personas',
    '--prompts',
    '--templates',
  ].flatMap((option): [string[], RegExp][] => [
    [['compare', 'a', 'b', option, ''], /It is empty/],
    [['compare', 'a', 'b', `${option}=   `], /It is empty/],
  ]),
  [['compare', 'a', 'b', '--persona', ' , '], /It names nothing/],
  [['approve', 'a', '--as', ''], /It is empty/],
  [['predictions', 'settle', '1.1', 'right', '--why', ' '], /It is empty/],
  [['prompt', 'a', '--persona', 'builder', '--model', ''], /It is empty/],
  [['prompt', 'a', '--persona', 'builder', '--supplied-by', ''], /It is empty/],
])('%j is refused with what would be right', async (argv, words) => {
  const house = await buildHouse();
  const { code, stdout, stderr } = await house.run(...argv);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(words);
  expect(stderr).toContain('(--help shows how)');
  expect(house.overrides).toEqual([]);
});

test.each([
  [['compare', 'lantern', 'lantern'], /"lantern" and "lantern" are both Lantern/],
  [['compare', 'lantern', 'quil'], /Did you mean quill\?/],
  [['review', 'lantern', '--persona', 'sceptic'], /Did you mean skeptic\?/],
  [['history', 'nothing-like-it'], /There is no tool "nothing-like-it"/],
  [['prompt', 'nowhere.yaml', '--persona', 'builder'], /^nowhere\.yaml:1:1: found no such file/],
  [['schema', 'tol'], /Did you mean tool\?/],
  [['prompt', 'lantern', '--persona', 'skeptic', '--lead', 'gpt'], /"gpt" is not a model/],
])('%j is refused in a plain line', async (argv, words) => {
  const house = await buildHouse();
  await compared(house);
  const { code, stdout, stderr } = await house.run(...argv);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(words);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test('a broken facts file gets every problem at once, with line and column, and nothing is stored', async () => {
  const house = await buildHouse();
  const file = join(house.out, '../broken.yaml');
  writeFileSync(file, 'name: Broken\njobs: [a, a]\nflavour: sweet\nsources: []\n');
  const { code, stderr } = await house.run('review', file);
  expect(code).toBe(2);
  expect(stderr.match(/broken\.yaml:\d+:\d+: /g)?.length).toBeGreaterThan(3);
  expect((await house.run('tools')).stdout).toContain('The store is empty');
});

test('a folder that cannot be written is said in one line', async () => {
  const house = await buildHouse();
  await compared(house);
  const { code, stderr } = await house.run('compare', 'lantern', 'quill', '--out', toolFiles.anvil, '--quiet');
  expect(code).toBe(2);
  expect(stderr).toMatch(/^\S+anvil\.yaml\S*: [a-z ,]+\.\n$/);
});

test('a fault of the program shows its stack and ends with 1', async () => {
  const house = await buildHouse({ broken: new TypeError('what a surprise') });
  const { code, stderr } = await house.run('tools');
  expect(code).toBe(1);
  expect(stderr).toMatch(/TypeError: what a surprise\n\s+at /);
  expect(stderr).toContain('fault in ship-or-skip');
});

test('an error of ours shows its stack with --verbose only', async () => {
  const house = await buildHouse();
  expect((await house.run('history', 'nothing')).stderr).not.toMatch(/\n\s+at /);
  expect(await house.run('history', 'nothing', '--verbose')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/\n\s+at /),
  });
});

test('help and version are results: stdout and 0; without a command a screen tells how to begin', async () => {
  const house = await buildHouse();
  expect(await house.run('--version')).toEqual({ code: 0, stdout: '1.2.3\n', stderr: '' });
  expect(await house.run('--help')).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringContaining('Exit codes:'),
  });
  expect(await house.run('help', 'compare')).toMatchObject({ code: 0, stdout: expect.stringContaining('Examples:') });
  const bare = await house.run();
  expect(bare).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('Every day:') });
  const lines = bare.stdout.split('\n');
  expect(lines.length).toBeLessThanOrEqual(40);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
});

test('help fits the terminal and is coloured only where that is wanted', async () => {
  const { run } = await buildHouse({ terminal: { columns: 60 } });
  const [, options = ''] = /\n(Options:[\s\S]*)\n\nA tool is/.exec((await run('compare', '--help')).stdout) ?? [];
  expect(options).toContain('--database');
  expect(Math.max(...options.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  expect(options).not.toContain('\u001b');
  const coloured = await buildHouse({ terminal: { colour: true } });
  expect((await coloured.run('--help')).stdout).toContain('\u001b[1mUsage:');
});
