import { type ModelName, parseModel, type Service } from '../core/model.ts';
import { retiringClaudeModels } from '../providers/claude-prices.ts';
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
 * @throws InvalidSettings when a chosen model cannot be reached for want of a key or address, or is about to be retired.
 */
export function chooseModels(settings: Settings, { lead, ballots, fallback }: Pick<Overrides, 'lead' | 'ballots' | 'fallback'>): ChosenModels {
  const namedLead = lead ?? settings.SHIP_OR_SKIP_LEAD;
  const onlyRecordings = namedLead === undefined && !settings.ANTHROPIC_API_KEY && !settings.HF_TOKEN;
  const leader = parseModel(namedLead ?? (settings.ANTHROPIC_API_KEY || onlyRecordings ? defaultLead : defaultBallot));
  const named = ballots ?? settings.SHIP_OR_SKIP_BALLOTS?.split(',').map((name) => name.trim());
  const secondFamily = leader.service === 'claude' && settings.HF_TOKEN ? [defaultBallot] : [];
  const jurors = (named ?? secondFamily).filter((name) => name !== 'none' && name !== '').map(parseModel);
  if (!onlyRecordings) requireReachable(leader, settings);
  const second = fallback === undefined ? null : parseModel(fallback);
  for (const model of second === null ? jurors : [...jurors, second]) requireReachable(model, settings);
  return { lead: leader, ballots: [...new Map(jurors.map((juror) => [juror.written, juror])).values()], fallback: second, onlyRecordings };
}

const needs: Record<Service, { setting: SettingName; how: string }> = {
  claude: { setting: 'ANTHROPIC_API_KEY', how: 'Get a key at https://console.anthropic.com/settings/keys and put ANTHROPIC_API_KEY=… into .env.' },
  'hugging-face': { setting: 'HF_TOKEN', how: 'Get a token at https://huggingface.co/settings/tokens and put HF_TOKEN=… into .env.' },
  endpoint: { setting: 'MODEL_ENDPOINT_URL', how: 'Put MODEL_ENDPOINT_URL=http://127.0.0.1:11434/v1 (or your server’s address) into .env.' },
};

function requireReachable(model: ModelName, settings: Settings): void {
  const { setting, how } = needs[model.service];
  if (!settings[setting]) throw new InvalidSettings(`${model.written} needs ${setting}, which is not set.\n${how}`);
  if (model.service === 'claude' && retiringClaudeModels.includes(model.id)) {
    throw new InvalidSettings(`${model.written} is about to be retired by its maker. Use ${defaultLead}.`);
  }
}
