import type { Ask, Prompt } from '../core/call.ts';
import { keyOf } from '../core/key.ts';
import type { ModelName } from '../core/model.ts';
import type { ChosenModels } from './choose-models.ts';
import type { Finding } from './house.ts';
import { findLocalServers } from './local-servers.ts';
import { type Settings, settingsTable } from './settings.ts';

/** What `doctor` looks at; every look is an argument. */
export interface Examination {
  settings: Settings;
  nodeVersion: string;
  /** Throws what is wrong with the choice of models. */
  choose: () => ChosenModels;
  /** Rejects with what is wrong with the files or the database. */
  looks: readonly { what: string; look: () => Promise<string> }[];
  ask: (model: ModelName) => Promise<Ask>;
  signal: AbortSignal;
  ports?: readonly { server: string; port: number }[];
}

/** How long a model may take to answer the doctor, in milliseconds. */
const patience = 30_000;

/** Looks at everything a run needs and says what to do about each problem. Values of settings are never shown. */
export async function* examine(examination: Examination): AsyncIterable<Finding> {
  yield { state: 'ok', what: `Node ${examination.nodeVersion}`, todo: null };
  for (const { name, otherwise } of settingsTable) {
    const set = examination.settings[name] !== undefined;
    yield { state: 'note', what: `${name} ${set ? 'is set' : `is not set: ${otherwise}`}`, todo: null };
  }
  for (const { what, look } of examination.looks) yield await lookAt(what, look);
  yield* examineModels(examination);
  for (const { server, url, model } of await findLocalServers(examination.ports)) {
    yield { state: 'note', what: `${server} answers at ${url}`, todo: `Use it with: MODEL_ENDPOINT_URL=${url} ship-or-skip … --lead endpoint:${model}` };
  }
}

async function lookAt(what: string, look: () => Promise<string>): Promise<Finding> {
  try {
    return { state: 'ok', what: `${what}: ${await look()}`, todo: null };
  } catch (error) {
    return problem(what, error);
  }
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
    return;
  }
  yield await tryModel(examination, models.lead, 'lead');
  for (const juror of models.ballots) yield await tryModel(examination, juror, 'ballot');
}

async function tryModel(examination: Examination, model: ModelName, role: string): Promise<Finding> {
  return lookAt(`${role} ${model.written}`, async () => {
    const ask = await examination.ask(model);
    const signal = AbortSignal.any([examination.signal, AbortSignal.timeout(patience)]);
    const reply = await ask(smallQuestion(model), { signal });
    return `answers (${(reply.tookMs / 1000).toFixed(1)} s${reply.servedBy === null ? '' : `, served by ${reply.servedBy}`})`;
  });
}

/** The smallest question that shows key, model and structured output to work. */
function smallQuestion(model: ModelName): Prompt {
  const schema = { type: 'object', properties: { ready: { type: 'boolean' } }, required: ['ready'], additionalProperties: false };
  return {
    key: keyOf('prompt', { doctor: model.written }),
    purpose: 'ballot',
    attempt: 1,
    seat: { tool: 'doctor', persona: 'doctor' },
    dossierKey: '',
    model: model.written,
    shared: 'This is a connection test.',
    own: 'Answer in JSON.',
    turns: [{ role: 'user', text: 'Are you ready? Answer {"ready": true}.' }],
    schema: { name: 'ready', schema },
    effort: 'low',
    maxOutputTokens: 1_000,
  };
}

function problem(what: string, error: unknown): Finding {
  const message = error instanceof Error ? error.message : String(error);
  const [first = '', ...rest] = message.split('\n');
  return { state: 'problem', what: `${what}: ${first}`, todo: rest.length === 0 ? null : rest.join('\n        ') };
}
