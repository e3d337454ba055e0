import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { NightReport } from '../../src/core/night/night-report.ts';
import type { WireReply } from '../wire/answer.ts';
import { questionOf } from './honest-juror.ts';
import { type NightWorld, nightWorld } from './night-world.ts';

let world: NightWorld | undefined;
afterEach(async () => {
  await world?.wire.close();
  world = undefined;
});

const overloaded: WireReply = { fault: 'status', status: 529, type: 'overloaded_error', message: 'Overloaded' };
const minute = { timeout: 60_000 };

function reportOf({ folder }: NightWorld): NightReport {
  const nights = join(folder, 'output/nights');
  const [last = ''] = readdirSync(nights).sort().reverse();
  return JSON.parse(readFileSync(join(nights, last, 'report.json'), 'utf8')) as NightReport;
}

test('a night goes from the feed to a draft and a report, and the next one asks nobody', minute, async () => {
  world = await nightWorld();
  const first = await world.night().finished;
  expect(first.stderr).not.toMatch(/missing:/);
  expect(first.code).toBe(0);
  expect(first.stdout).toMatch(/^\n2 new verdicts, 1 comparison\n/);
  expect(world.asked().filter((asked) => asked.endsWith('facts'))).toHaveLength(2);
  expect(world.asked().filter((asked) => asked.endsWith('opinion'))).toHaveLength(8);
  const report = reportOf(world);
  expect(report).toMatchObject({ missing: [], drafts: [{ slug: 'petrel-vs-tern', published: false }] });
  expect(report.launches.map(({ name, state }) => `${name} ${state}`).sort()).toEqual(['Petrel new', 'Tern new']);
  expect(existsSync(join(world.folder, 'output/drafts/petrel-vs-tern/index.html'))).toBe(true);
  expect(existsSync(join(world.folder, 'output/petrel-vs-tern'))).toBe(false);
  const calls = world.asked().length;
  const requests = world.web.asked.length;
  const second = await world.night().finished;
  expect(second).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\nNothing new\n/) });
  expect(world.asked()).toHaveLength(calls);
  expect(world.web.asked.slice(requests)).toEqual(['GET /feed']);
});

test('a later launch is compared with what is there, and standing reviews are used as they are', minute, async () => {
  world = await nightWorld();
  await world.night().finished;
  const calls = world.asked().length;
  world.launch(3);
  await world.night().finished;
  const later = world.asked().slice(calls);
  expect(later.filter((asked) => !asked.startsWith('fulmar') && !asked.endsWith('duel'))).toEqual([]);
  expect(
    reportOf(world)
      .drafts.map(({ slug }) => slug)
      .sort(),
  ).toEqual(['fulmar-vs-petrel', 'fulmar-vs-tern']);
});

test('a night that is killed again and again ends as if it had not been, and asks nothing twice', {
  timeout: 120_000,
}, async () => {
  world = await nightWorld();
  for (const requests of [1, 3, 6, 9]) {
    const running = world.night();
    await Promise.race([world.wire.arrived(requests), running.finished]);
    running.kill('SIGKILL');
    await running.finished;
  }
  const last = await world.night().finished;
  expect(last.code).toBe(0);
  expect(reportOf(world)).toMatchObject({ resumed: true, missing: [], drafts: [{ slug: 'petrel-vs-tern' }] });
  expect(
    reportOf(world)
      .tools.map(({ slug }) => slug)
      .sort(),
  ).toEqual(['petrel', 'tern']);
  // Only calls that were in flight at a kill may be asked again, and a kill came at most eight calls apart.
  const times = Map.groupBy(world.asked(), (asked) => asked);
  for (const [asked, all] of times) expect(all.length, asked).toBeLessThanOrEqual(5);
  const calls = world.asked().length;
  await world.night().finished;
  expect(world.asked()).toHaveLength(calls);
});

test('two nights at once are one: the second says so and leaves', minute, async () => {
  const held = Promise.withResolvers<void>();
  world = await nightWorld(() => ({ fault: 'stall' }));
  const first = world.night();
  await world.wire.arrived(1);
  const second = await world.night().finished;
  expect(second).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('Another night is under way') });
  held.resolve();
  first.kill('SIGKILL');
  await first.finished;
});

test('with the provider down the report says so, the exit status too, and the next night goes on', minute, async () => {
  let down = true;
  world = await nightWorld(() => (down ? overloaded : null));
  const hook = { SHIP_OR_SKIP_ON_FAILURE: 'cat > failed.json' };
  const failed = await world.night([], hook).finished;
  expect(failed.code).toBe(5);
  expect(reportOf(world).launches).toMatchObject([{ state: 'failed' }, { state: 'failed' }]);
  expect(reportOf(world).launches[0]?.because).toMatch(/its facts could not be read: claude answered 529: Overloaded/);
  expect(JSON.parse(readFileSync(join(world.folder, 'failed.json'), 'utf8'))).toMatchObject({ exitCode: 5 });
  down = false;
  expect((await world.night([], hook).finished).code).toBe(0);
  const drafts = [{ slug: 'petrel-vs-tern' }];
  expect(reportOf(world)).toMatchObject({ missing: [], tools: [{}, {}], drafts });
});

test('the budget ends a night, keeps what is done, and the next one goes on from there', minute, async () => {
  world = await nightWorld();
  const poor = await world.night(['--max-cost', '0.2']).finished;
  expect(poor.code).toBe(4);
  const report = reportOf(world);
  expect(report.stopped).toMatch(/--max-cost/);
  expect(report.spentUsd).toBeLessThanOrEqual(0.2);
  expect((await world.night().finished).code).toBe(0);
});

test('credit that ends while drafts are held head to head ends the night with 4', minute, async () => {
  const poor: WireReply = { fault: 'status', status: 402, message: 'no credit' };
  world = await nightWorld((request) => (questionOf(request).kind === 'duel' ? poor : null));
  const { code, stderr } = await world.night().finished;
  expect(reportOf(world)).toMatchObject({ tools: [{}, {}], drafts: [{ slug: 'petrel-vs-tern' }] });
  expect(reportOf(world).missing.map(({ tool }) => tool)).toEqual(Array(4).fill('petrel vs tern'));
  expect(code, stderr).toBe(4);
  expect(reportOf(world).stopped).toContain('no credit');
});

test('a night has one budget, however often it is killed and begun again', minute, async () => {
  world = await nightWorld();
  const budget = ['--max-cost', '0.25'];
  const killed = world.night(budget);
  await killed.says(/ {2}done,/g, 2);
  killed.kill('SIGKILL');
  await killed.finished;
  const costs = await world.start(['costs', '--json']).finished;
  const spent = JSON.parse(costs.stdout).total.cost.usd;
  expect(spent).toBeGreaterThan(0);
  expect((await world.night(budget).finished).code).toBe(4);
  const report = reportOf(world);
  expect(report.resumed).toBe(true);
  expect(report.spentUsd).toBeGreaterThanOrEqual(spent);
  expect(report.spentUsd).toBeLessThanOrEqual(0.25);
});

test.each([
  ['the budget', 4, ['--max-cost', '0.0001'], null],
  [
    'a refused key',
    2,
    [],
    { fault: 'status', status: 401, type: 'authentication_error', message: 'invalid x-api-key' },
  ],
] as const)(
  '%s ends a night at its first question: the report says so, and nothing is lost',
  async (_, code, args, reply) => {
    let refuses = true;
    world = await nightWorld(() => (refuses ? reply : null));
    const { stdout, ...stopped } = await world.night([...args]).finished;
    expect(stopped.code).toBe(code);
    expect(stdout).toMatch(/^\nStopped early: nothing new\n/);
    expect(reportOf(world)).toMatchObject({ stopped: expect.any(String), leftOver: { launches: 2 }, launches: [] });
    refuses = false;
    expect((await world.night(['--dry-run']).finished).stderr).toContain('2 launches to be gathered');
    const { code: whole, stderr } = await world.night().finished;
    expect(whole, stderr).toBe(0);
    expect(stderr).toMatch(/^estimated \$0\.\d+, spent \$0\.\d+$/m);
    expect(reportOf(world)).toMatchObject({ stopped: null, drafts: [{ slug: 'petrel-vs-tern' }] });
  },
);

test('a mistake in feeds.yaml is told to whoever is to hear of failures', minute, async () => {
  world = await nightWorld();
  writeFileSync(join(world.folder, 'feeds.yaml'), 'feeds: 7\n');
  const { code, stderr } = await world.night([], { SHIP_OR_SKIP_ON_FAILURE: 'cat > failed.json' }).finished;
  expect([code, stderr]).toEqual([2, expect.stringContaining('feeds.yaml:1:8')]);
  const told = JSON.parse(readFileSync(join(world.folder, 'failed.json'), 'utf8'));
  expect(told).toMatchObject({ exitCode: 2, what: expect.stringContaining('feeds.yaml:1:8') });
});

test('what the policy allows is published by itself, the rest waits in the inbox', minute, async () => {
  world = await nightWorld();
  writeFileSync(join(world.folder, 'policy.yaml'), 'publish:\n  families: 1\n  clean: false\n  conflicts: true\n');
  await world.night().finished;
  expect(existsSync(join(world.folder, 'output/petrel-vs-tern/index.html'))).toBe(true);
  expect((await world.start(['inbox']).finished).stdout).toBe('Nothing waits for you.\n');
});

test('a dry run names what would be asked, and asks nobody', minute, async () => {
  world = await nightWorld();
  await world.night(['--limit', '1']).finished;
  const calls = world.asked().length;
  const { code, stdout, stderr } = await world.night(['--dry-run']).finished;
  expect(code).toBe(0);
  expect(stderr).toContain('1 feed would be read');
  expect(stderr).toContain('1 launch to be gathered');
  expect(`${stdout}${stderr}`).toMatch(/opinion|0 calls/);
  expect(world.asked()).toHaveLength(calls);
});

test('a limit leaves the rest for the next night, and says so', minute, async () => {
  world = await nightWorld();
  await world.night(['--limit', '1']).finished;
  expect(reportOf(world)).toMatchObject({ leftOver: { launches: 1 }, tools: [{}] });
  await world.night(['--limit', '1']).finished;
  expect(reportOf(world)).toMatchObject({ leftOver: { launches: 0, tools: 0 }, tools: [{}] });
});
