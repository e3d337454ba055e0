import { type Ask, type Prompt, ProviderFailed } from '../core/call.ts';
import { keyOf } from '../core/key.ts';
import type { ModelName } from '../core/model.ts';
import { type ChosenModels, doors, liveModels, requirePriced, requireReachable } from './choose-models.ts';
import { hidingValues } from './hide-values.ts';
import type { Finding } from './house.ts';
import { readLimits } from './limits.ts';
import { findLocalServers, type UsualPort } from './local-servers.ts';
import { pricesAtHand } from './make-asks.ts';
import { readOpenedHosts } from './opened-hosts.ts';
import { readPrices } from './prices.ts';
import { readKeepDays } from './retention.ts';
import { type SettingName, type Settings, settingsTable } from './settings.ts';
import { siteOf } from './site.ts';

/** What `doctor` looks at; every look is an argument. */
export interface Examination {
  settings: Settings;
  nodeVersion: string;
  /** Throws what is wrong with the choice of models. */
  choose: () => ChosenModels;
  /** Rejects with what is wrong with the files or the database. */
  looks: readonly { what: string; look: () => Promise<string> }[];
  ask: (model: ModelName) => Ask;
  signal: AbortSignal;
  /** Where local model servers are looked for. */
  ports?: readonly UsualPort[];
}

/** How long a model may take to answer the doctor, in milliseconds. */
const patience = 30_000;

/**
 * Looks at everything a run needs and says what to do about each problem. Values of settings are never shown, not even
 * where the words of a service or of the system repeat them; a model’s name is no secret.
 */
export async function* examine(examination: Examination): AsyncIterable<Finding> {
  const hide = hidingValues(examination.settings);
  for await (const { state, what, todo } of findings(examination)) {
    yield { state, what: hide(what), todo: todo === null ? null : hide(todo) };
  }
}

async function* findings(examination: Examination): AsyncIterable<Finding> {
  const { settings, looks, ports } = examination;
  yield { state: 'ok', what: `Node ${examination.nodeVersion}`, todo: null };
  for (const { name, otherwise } of settingsTable) {
    const set = settings[name] !== undefined;
    yield { state: set ? 'ok' : 'note', what: `${name} ${set ? 'is set' : `is not set: ${otherwise}`}`, todo: null };
  }
  for (const { what, names, read } of readings)
    if (names.some((name) => settings[name] !== undefined)) yield await lookAt(what, async () => read(settings));
  for (const { what, look } of looks) yield await lookAt(what, look);
  yield* examineModels(examination);
  for (const { server, url, model } of await findLocalServers(ports)) {
    const todo =
      settings.MODEL_ENDPOINT_URL === url
        ? null
        : `Use it with: MODEL_ENDPOINT_URL=${url} ship-or-skip … --lead endpoint:${model}`;
    yield { state: 'note', what: `${server} answers at ${url}`, todo };
  }
}

async function lookAt(what: string, look: () => Promise<string>): Promise<Finding> {
  try {
    return { state: 'ok', what: `${what}: ${await look()}`, todo: null };
  } catch (error) {
    return problem(what, error);
  }
}

/** Settings that are read, not only used: what is wrong with one would otherwise be found in the middle of a night. */
const readings: readonly { what: string; names: readonly SettingName[]; read: (settings: Settings) => string }[] = [
  { what: 'limits', names: ['SHIP_OR_SKIP_LIMITS'], read: describeLimits },
  { what: 'prices', names: ['SHIP_OR_SKIP_PRICES'], read: describePrices },
  { what: 'opened hosts', names: ['SHIP_OR_SKIP_ALLOW_HOSTS'], read: describeOpenedHosts },
  { what: 'kept for', names: ['SHIP_OR_SKIP_KEEP'], read: describeKept },
  {
    what: 'site and mail',
    names: ['SHIP_OR_SKIP_SITE', 'SHIP_OR_SKIP_MAIL_FROM', 'SHIP_OR_SKIP_MAIL_TO'],
    read: describeSite,
  },
];

function describeLimits({ SHIP_OR_SKIP_LIMITS }: Settings): string {
  const limits = Object.entries(readLimits(SHIP_OR_SKIP_LIMITS));
  return limits.map(([service, { concurrency }]) => `${service} ${concurrency} calls at once`).join(', ');
}

function describePrices({ SHIP_OR_SKIP_PRICES }: Settings): string {
  return [...readPrices(SHIP_OR_SKIP_PRICES).keys()].join(', ');
}

function describeOpenedHosts({ SHIP_OR_SKIP_ALLOW_HOSTS }: Settings): string {
  const { length } = readOpenedHosts(SHIP_OR_SKIP_ALLOW_HOSTS);
  return `sources may be fetched from ${length === 1 ? 'one private address' : `${length} private addresses`} (host and port)`;
}

function describeKept({ SHIP_OR_SKIP_KEEP }: Settings): string {
  const days = Object.entries(readKeepDays(SHIP_OR_SKIP_KEEP));
  return days.map(([what, kept]) => `${what} ${kept === null ? 'for ever' : `${kept} days`}`).join(', ');
}

function describeSite(settings: Settings): string {
  const { address } = siteOf(settings);
  return `mail addresses can be used; digests link to ${address ?? 'no page'}`;
}

async function* examineModels(examination: Examination): AsyncIterable<Finding> {
  let models: ChosenModels;
  try {
    models = examination.choose();
  } catch (error) {
    yield problem('models', error);
    return;
  }
  if (models.onlyRecordings) {
    yield {
      state: 'note',
      what: 'no key is set: only the example pair can be reviewed, from recorded replies',
      todo: 'Put ANTHROPIC_API_KEY or HF_TOKEN into .env (https://console.anthropic.com/settings/keys, https://huggingface.co/settings/tokens).',
    };
  }
  for (const model of liveModels(models)) {
    const role = model === models.lead ? 'lead' : model === models.fallback ? 'fallback' : 'ballot';
    yield await tryModel(examination, model, role);
  }
}

async function tryModel(
  { settings, ask, signal }: Examination,
  model: ModelName,
  role: 'lead' | 'ballot' | 'fallback',
): Promise<Finding> {
  signal.throwIfAborted();
  return lookAt(`${role} ${model.written}`, async () => {
    requirePriced(model, pricesAtHand(settings));
    requireReachable(model, settings);
    const deadline = AbortSignal.timeout(patience);
    try {
      const { tookMs, servedBy } = await ask(model)(smallQuestion(model), {
        signal: AbortSignal.any([signal, deadline]),
      });
      return `answers (${(tookMs / 1000).toFixed(1)} s${servedBy === null ? '' : `, served by ${servedBy}`})`;
    } catch (error) {
      const reason = deadline.aborted ? `no answer within ${patience / 1000} seconds` : messageOf(error);
      throw new Error(reason.includes('\n') ? reason : `${reason}\n${remedyFor(error, model, role)}`);
    }
  });
}

function remedyFor(error: unknown, { service }: ModelName, role: string): string {
  const { needs, address } = doors[service];
  const kind = error instanceof ProviderFailed ? error.kind : null;
  if (kind === 'credentials') return `Check ${needs}.`;
  if (kind === 'network') return `Check the network, and ${address} where it is set.`;
  return `Try again later, or choose another model with --${role}.`;
}

/** The smallest question that shows key, model and structured output to work. */
function smallQuestion(model: ModelName): Prompt {
  const schema = {
    type: 'object',
    properties: { ready: { type: 'boolean' } },
    required: ['ready'],
    additionalProperties: false,
  };
  return {
    key: keyOf('prompt', { doctor: model.written }),
    purpose: 'ballot',
    attempt: 1,
    seat: { tool: 'doctor', persona: 'doctor' },
    dossierKey: '',
    model: model.written,
    shared: 'This is a connection test.',
    documents: [],
    own: 'Answer in JSON.',
    turns: [{ role: 'user', text: 'Are you ready? Answer {"ready": true}.' }],
    schema: { name: 'ready', schema },
    effort: 'low',
    maxOutputTokens: 1_000,
  };
}

function problem(what: string, error: unknown): Finding {
  const [first = '', ...rest] = messageOf(error).split('\n');
  return { state: 'problem', what: `${what}: ${first}`, todo: rest.length === 0 ? null : rest.join('\n') };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
