import { expect, test } from 'vitest';
import { type Ask, ProviderFailed } from '../../src/core/call.ts';
import { chooseModels } from '../../src/entries/choose-models.ts';
import { type Examination, examine } from '../../src/entries/examine.ts';
import type { Finding } from '../../src/entries/house.ts';
import { type Settings, settingsTable } from '../../src/entries/settings.ts';
import { scripted } from '../../src/providers/scripted.ts';

async function findingsOf(settings: Settings, more: Partial<Examination> = {}): Promise<Finding[]> {
  const { ask } = scripted(Array.from({ length: 5 }, () => '{"ready": true}'));
  const examination: Examination = {
    settings,
    nodeVersion: '24.1.0',
    choose: () => chooseModels(settings, {}),
    looks: [],
    ask: () => ask,
    signal: new AbortController().signal,
    ports: [],
    ...more,
  };
  return Array.fromAsync(examine(examination));
}

const both = { ANTHROPIC_API_KEY: 'sk-ant-secret-key', HF_TOKEN: 'hf_secret_token' };
const about = (findings: readonly Finding[], words: string) => findings.filter(({ what }) => what.includes(words));

test('each setting is named once, with what holds when it is not set', async () => {
  const findings = await findingsOf(both);
  for (const { name } of settingsTable)
    expect(findings.filter(({ what }) => what.startsWith(`${name} is `))).toHaveLength(1);
  expect(about(findings, 'ANTHROPIC_API_KEY is set')).toMatchObject([{ state: 'ok', todo: null }]);
  expect(about(findings, 'MODEL_ENDPOINT_URL is not set: no endpoint')).toMatchObject([{ state: 'note' }]);
});

test('every model that would be used is tried, and its answer is timed', async () => {
  const findings = await findingsOf(both);
  expect(about(findings, 'lead claude:claude-sonnet-5-5: answers (')).toMatchObject([{ state: 'ok' }]);
  expect(about(findings, 'ballot hugging-face:openai/gpt-oss-120b:cheapest: answers (')).toMatchObject([
    { state: 'ok' },
  ]);
});

test('without a key nothing is asked, and it says where keys come from', async () => {
  const ask = () => {
    throw new Error('nobody is to be asked');
  };
  const findings = await findingsOf({}, { ask });
  expect(about(findings, 'no key is set')).toMatchObject([
    { state: 'note', todo: expect.stringContaining('https://') },
  ]);
  expect(findings.every(({ state }) => state !== 'problem')).toBe(true);
});

test('a model that fails is a problem, and the others are tried all the same', async () => {
  const failing: Ask = async ({ model }) => {
    throw new ProviderFailed('claude', 'server', `${model} is overloaded\nTry later.`);
  };
  const findings = await findingsOf(both, { ask: () => failing });
  expect(findings.filter(({ state }) => state === 'problem')).toMatchObject([
    { what: 'lead claude:claude-sonnet-5-5: claude:claude-sonnet-5-5 is overloaded', todo: 'Try later.' },
    { what: expect.stringContaining('ballot hugging-face') },
  ]);
});

test.each([
  ['credentials', 'Check ANTHROPIC_API_KEY.'],
  ['network', 'Check the network, and ANTHROPIC_BASE_URL where it is set.'],
  ['server', 'Try again later, or choose another model with --lead.'],
] as const)('a failure of the kind %s says what to do', async (kind, todo) => {
  const failing: Ask = async () => {
    throw new ProviderFailed('claude', kind, 'it did not work');
  };
  const findings = await findingsOf({ ANTHROPIC_API_KEY: 'sk-ant-secret-key' }, { ask: () => failing });
  expect(about(findings, 'it did not work')).toMatchObject([{ state: 'problem', todo }]);
});

test('limits that cannot be read are a problem', async () => {
  expect(about(await findingsOf({ SHIP_OR_SKIP_LIMITS: 'claude fast' }), 'limits: ')).toMatchObject([
    { state: 'problem' },
  ]);
  expect(
    about(await findingsOf({ SHIP_OR_SKIP_LIMITS: 'claude concurrency=3' }), 'claude 3 calls at once'),
  ).toHaveLength(1);
});

test.each<[string, Settings, string]>([
  ['opened hosts', { SHIP_OR_SKIP_ALLOW_HOSTS: 'wiki.corp:443, http://ada:pw@x.corp' }, 'is not a host'],
  ['kept for', { SHIP_OR_SKIP_KEEP: 'logs=30d' }, 'is no time to keep something'],
  ['prices', { SHIP_OR_SKIP_PRICES: 'endpoint:x cheap' }, ''],
  ['site and mail', { SHIP_OR_SKIP_MAIL_TO: 'everybody' }, 'SHIP_OR_SKIP_MAIL_TO is not a mail address'],
  ['site and mail', { SHIP_OR_SKIP_SITE: 'reviews' }, 'SHIP_OR_SKIP_SITE is not an address'],
])('%s that cannot be read are a problem, and what is secret is not shown: %j', async (what, settings, said) => {
  const findings = about(await findingsOf(settings), `${what}: `);
  expect(findings).toMatchObject([{ state: 'problem', what: expect.stringContaining(said) }]);
  expect(JSON.stringify(findings)).not.toMatch(/corp:|pw@/);
});

test('what can be read of hosts, times and mail is said in numbers', async () => {
  const settings = {
    SHIP_OR_SKIP_ALLOW_HOSTS: 'wiki.corp, 127.0.0.1:8080',
    SHIP_OR_SKIP_KEEP: 'replies=365',
    SHIP_OR_SKIP_MAIL_TO: 'Ada <ada@example.org>',
  };
  const findings = await findingsOf(settings);
  expect(about(findings, 'opened hosts: sources may be fetched from 3 private addresses')).toHaveLength(1);
  expect(about(findings, 'kept for: logs 90 days, replies 365 days, readings for ever')).toHaveLength(1);
  expect(about(findings, 'site and mail: mail addresses can be used')).toMatchObject([{ state: 'ok' }]);
});

test('a model without its key is a problem that names the setting, and one that is no model too', async () => {
  const settings = { SHIP_OR_SKIP_LEAD: 'endpoint:llama3.3' };
  expect(about(await findingsOf(settings), 'needs MODEL_ENDPOINT_URL')).toMatchObject([
    { state: 'problem', todo: expect.stringContaining('.env') },
  ]);
  expect(about(await findingsOf({ SHIP_OR_SKIP_LEAD: 'gpt' }), '"gpt" is not a model')).toMatchObject([
    { state: 'problem' },
  ]);
});

test('what is wrong with files or the database is a problem; the rest is still looked at', async () => {
  const looks = [
    { what: 'personas', look: () => Promise.reject(new Error('panel.yaml:1:1: found nothing, expected a mapping')) },
    { what: 'database', look: async () => 'holds 2 tools' },
  ];
  const findings = await findingsOf({}, { looks });
  expect(about(findings, 'personas: panel.yaml:1:1')).toMatchObject([{ state: 'problem' }]);
  expect(about(findings, 'database: holds 2 tools')).toMatchObject([{ state: 'ok' }]);
});

test('no value of a setting is in any finding, not even where a service or the system repeats it', async () => {
  const settings: Settings = {
    ...both,
    ANTHROPIC_BASE_URL: 'https://user:password@gateway.example:8443/claude',
    HF_BILL_TO: 'acme',
    MODEL_ENDPOINT_URL: 'http://127.0.0.1:9/v1',
    MODEL_ENDPOINT_KEY: 'local-key',
    SHIP_OR_SKIP_DATABASE: '/home/ada/reviews.sqlite',
  };
  const values = Object.values(settings);
  const telling: Ask = async () => {
    throw new Error(
      `key ${values.join(' and ')} refused by gateway.example:8443\nLook at ${values[0]}, not at acmeist.`,
    );
  };
  const looks = [{ what: 'database', look: async () => '/home/ada/reviews.sqlite holds 2 tools' }];
  const findings = await findingsOf(settings, { ask: () => telling, looks });
  const text = JSON.stringify(findings);
  for (const value of [...values.filter((value) => value !== 'acme'), 'gateway.example', 'password'])
    expect(text).not.toContain(value);
  expect(text).not.toMatch(/\bacme\b/);
  expect(text).toContain('acmeist');
  expect(about(findings, 'database: $SHIP_OR_SKIP_DATABASE holds 2 tools')).toHaveLength(1);
});

test('an ended examination ends at once', async () => {
  const stop = new AbortController();
  stop.abort(new Error('stopped'));
  await expect(findingsOf(both, { signal: stop.signal })).rejects.toThrow('stopped');
});
