import type { Prices } from '../core/cost.ts';
import { jurorOf, type ModelName, parseModel, type Service } from '../core/model.ts';
import { claudePrices, claudePricesDate, retiringClaudeModels } from '../providers/claude/claude-prices.ts';
import type { Overrides } from './house.ts';
import type { SettingName, Settings } from './settings.ts';

/** Raised at the door for a setting that is missing or does not fit. */
export class InvalidSettings extends Error {
  override name = 'InvalidSettings';
}

export const defaultLead = 'claude:claude-sonnet-5-5';
export const defaultBallot = 'hugging-face:openai/gpt-oss-120b:cheapest';

/** Who leads and who is asked for ballots. */
export interface ChosenModels {
  lead: ModelName;
  ballots: ModelName[];
  /** Who is asked when the lead gives no answer; null for nobody. */
  fallback: ModelName | null;
  /** No key is set and no model was named: recorded replies answer as the default lead. */
  onlyRecordings: boolean;
}

/**
 * The models of a run: what the command line says, else the settings, else the defaults the keys allow.
 * Spellings of one juror vote once, under the first of them.
 * @throws UnknownModel for a name that is none.
 * @throws InvalidSettings when the lead is asked for a ballot too: nobody votes twice.
 */
export function chooseModels(
  settings: Settings,
  { lead, ballots, fallback }: Pick<Overrides, 'lead' | 'ballots' | 'fallback'>,
): ChosenModels {
  const namedLead = lead ?? settings.SHIP_OR_SKIP_LEAD;
  const onlyRecordings = namedLead === undefined && !settings.ANTHROPIC_API_KEY && !settings.HF_TOKEN;
  const leader = parseModel(namedLead ?? (settings.ANTHROPIC_API_KEY || onlyRecordings ? defaultLead : defaultBallot));
  const named = ballots ?? settings.SHIP_OR_SKIP_BALLOTS?.split(',').map((name) => name.trim());
  const secondFamily = leader.service === 'claude' && settings.HF_TOKEN ? [defaultBallot] : [];
  const jurors = (named ?? secondFamily).filter((name) => name !== 'none' && name !== '').map(parseModel);
  const twice = jurors.find(({ written }) => jurorOf(written) === jurorOf(leader.written));
  if (twice !== undefined) {
    throw new InvalidSettings(
      `${twice.written} cannot give a ballot: it is the lead, which has its vote already.\nName another model with --ballot, or none with --ballot none.`,
    );
  }
  return {
    lead: leader,
    ballots: [...Map.groupBy(jurors, ({ written }) => jurorOf(written)).values()].flatMap(([first]) => first ?? []),
    fallback: fallback === undefined ? null : parseModel(fallback),
    onlyRecordings,
  };
}

/** The models of a run that are asked themselves: recordings answer for the lead where no key is set. */
export function liveModels({ lead, ballots, fallback, onlyRecordings }: ChosenModels): ModelName[] {
  const others = fallback === null ? ballots : [...ballots, fallback];
  return onlyRecordings ? others : [lead, ...others];
}

interface Door {
  /** Without it the service cannot be asked. */
  needs: SettingName;
  how: string;
  /** Where it is reached. */
  address: SettingName;
}

/** The settings each service is reached with. */
export const doors: Record<Service, Door> = {
  claude: {
    needs: 'ANTHROPIC_API_KEY',
    how: 'Get a key at https://console.anthropic.com/settings/keys and put ANTHROPIC_API_KEY=… into .env.',
    address: 'ANTHROPIC_BASE_URL',
  },
  'hugging-face': {
    needs: 'HF_TOKEN',
    how: 'Get a token at https://huggingface.co/settings/tokens and put HF_TOKEN=… into .env.',
    address: 'HF_ROUTER_URL',
  },
  endpoint: {
    needs: 'MODEL_ENDPOINT_URL',
    how: 'Put MODEL_ENDPOINT_URL=http://127.0.0.1:11434/v1 (or your server’s address) into .env.',
    address: 'MODEL_ENDPOINT_URL',
  },
};

/**
 * Finds at the door what would fail at the first call.
 * @throws InvalidSettings when the model cannot be reached for want of a key or address, or is about to be retired.
 */
export function requireReachable(model: ModelName, settings: Settings): void {
  const { written, service } = model;
  const { needs, how, address } = doors[service];
  if (settings[needs] === undefined) throw new InvalidSettings(`${written} needs ${needs}, which is not set.\n${how}`);
  const url = settings[address];
  if (url !== undefined && !(URL.canParse(url) && /^https?:/i.test(url))) {
    throw new InvalidSettings(`${address} is not an address.\nWrite one that begins with http:// or https://.`);
  }
  requireCurrent(model);
}

/** Whether questions go into batches. @throws InvalidSettings when they are to and cannot. */
export function asksInBatches(
  { batch, asksNobody = false }: Pick<Overrides, 'batch' | 'asksNobody'>,
  models: ChosenModels,
): boolean {
  if (batch === 'if-possible') return models.lead.service === 'claude' && !models.onlyRecordings;
  if (batch) requireBatches(models, asksNobody);
  return batch ?? false;
}

/**
 * Finds at the door that there is nothing to batch for.
 * @param asksNobody a plan of what batches would cost needs no key.
 * @throws InvalidSettings when the lead is no Claude model, or cannot be reached.
 */
function requireBatches({ lead, onlyRecordings }: ChosenModels, asksNobody: boolean): void {
  if (lead.service !== 'claude')
    throw new InvalidSettings(
      `--batch needs a Claude model to lead: ${lead.written} is reached at a service that has no batches.\nLeave --batch out, or name another lead with --lead ${defaultLead}.`,
    );
  if (onlyRecordings && !asksNobody)
    throw new InvalidSettings(`--batch needs ANTHROPIC_API_KEY, which is not set.\n${doors.claude.how}`);
}

/** @throws InvalidSettings when the model is about to be retired. It takes no key to know that. */
export function requireCurrent({ written, service, id }: ModelName): void {
  if (service === 'claude' && retiringClaudeModels.includes(id)) {
    throw new InvalidSettings(`${written} is about to be retired by its maker.\nUse ${defaultLead}.`);
  }
}

/**
 * What a call of a Claude model costs is known before it is asked. It takes no key to know that.
 * @throws InvalidSettings when neither the table nor the setting has the model, or it is about to be retired.
 */
export function requirePriced(model: ModelName, priceOf: (model: ModelName) => Prices | null): void {
  requireCurrent(model);
  if (model.service !== 'claude' || priceOf(model) !== null) return;
  const listed = Object.keys(claudePrices).map((id) => `claude:${id}`);
  throw new InvalidSettings(
    `${model.written} is not in the price table of ${claudePricesDate}, so nobody knows what it would cost.\nUse ${listed.slice(0, -1).join(', ')} or ${listed.at(-1)}, or put its prices (US dollars per million tokens) into .env: SHIP_OR_SKIP_PRICES=${model.written} input=… output=…`,
  );
}

/** Stops a run before anything is asked when a model of it has no price, or no key to reach it with. @throws InvalidSettings */
export function requireUsable(
  models: ChosenModels,
  { asksNobody, plans }: Pick<Overrides, 'asksNobody' | 'plans'>,
  settings: Settings,
  priceOf: (model: ModelName) => Prices | null,
): void {
  const live = liveModels(models);
  if (!asksNobody || plans) for (const model of live) requirePriced(model, priceOf);
  if (!asksNobody) for (const model of live) requireReachable(model, settings);
}
