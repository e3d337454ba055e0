import type { Price, Prices } from '../core/cost.ts';
import { type ModelName, parseModel, UnknownModel } from '../core/model.ts';
import { InvalidSettings } from './choose-models.ts';

const names: Readonly<Record<string, keyof Price>> = {
  input: 'input',
  output: 'output',
  'cache-write': 'cacheWrite5m',
  'cache-write-1h': 'cacheWrite1h',
  'cache-read': 'cacheRead',
};

/**
 * Prices of models from a setting like `endpoint:llama3.3 input=0.10 output=0.40, claude:claude-new-1 input=3 output=15`,
 * by service and id; US dollars per million tokens. A price of the setting goes before the table’s.
 *
 * Prices of the cache that are left out: for Claude 1.25 times the input for a write of five minutes and twice the input
 * for one of an hour, as for every listed model, and a tenth of the input for a read, the dearest of the listed ones; for
 * an endpoint the input’s, because cached tokens are then no class of their own.
 * @throws InvalidSettings for anything else, naming what cannot be read.
 */
export function readPrices(setting: string | undefined): ReadonlyMap<string, Prices> {
  const prices = new Map<string, Prices>();
  for (const part of (setting ?? '').split(',').filter((text) => text.trim() !== '')) {
    const [written = '', ...wishes] = part.trim().split(/\s+/);
    const model = modelOf(written);
    const name = priceKeyOf(model);
    if (prices.has(name)) throw notPrices(written, 'is there twice');
    const given = givenPrices(wishes);
    const { input, output } = given;
    if (input === undefined || output === undefined) throw notPrices(part, 'needs input and output');
    const price = { ...cacheDefaults(model, input), ...given, input, output };
    prices.set(name, { version: versionOf(price), tiers: [{ upTo: null, price }] });
  }
  return prices;
}

/** What a model’s prices are found under. */
export function priceKeyOf({ service, id }: Pick<ModelName, 'service' | 'id'>): string {
  return `${service}:${id}`;
}

function modelOf(written: string): ModelName {
  try {
    const model = parseModel(written);
    if (model.service !== 'hugging-face') return model;
  } catch (error) {
    if (!(error instanceof UnknownModel)) throw error;
    throw notPrices(written, 'is not a model');
  }
  throw notPrices(written, 'has its price from the router’s list');
}

function givenPrices(wishes: readonly string[]): Partial<Price> {
  const given: Partial<Price> = {};
  for (const wish of wishes) {
    const [, name = '', number = ''] = /^([a-z0-9-]+)=(\d+(?:\.\d+)?)$/.exec(wish) ?? [];
    const field = Object.hasOwn(names, name) ? names[name] : undefined;
    if (field === undefined) throw notPrices(wish, 'is not a price');
    if (given[field] !== undefined) throw notPrices(wish, 'is there twice');
    given[field] = Number(number);
  }
  return given;
}

function cacheDefaults({ service }: ModelName, input: number): Omit<Price, 'input' | 'output'> {
  if (service === 'claude') return { cacheWrite5m: 1.25 * input, cacheWrite1h: 2 * input, cacheRead: 0.1 * input };
  return { cacheWrite5m: input, cacheWrite1h: input, cacheRead: input };
}

function versionOf(price: Price): string {
  const said = Object.entries(names).map(([name, field]) => `${name}=${price[field]}`);
  return `SHIP_OR_SKIP_PRICES ${said.join(' ')}`;
}

function notPrices(found: string, problem: string): InvalidSettings {
  return new InvalidSettings(
    `SHIP_OR_SKIP_PRICES: "${found.trim()}" ${problem}.\nWrite for example: endpoint:llama3.3 input=0.10 output=0.40, claude:<id> input=3 output=15 (${Object.keys(names).join(', ')}; US dollars per million tokens; claude: and endpoint: models).`,
  );
}
