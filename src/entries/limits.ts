import type { Metered } from '../core/call.ts';
import type { Service } from '../core/model.ts';
import { InvalidSettings } from './choose-models.ts';

/** What a person allows at one service, for each of its models. */
export interface ServiceLimits {
  /** Calls under way at the same time. */
  concurrency: number;
  perMinute: Partial<Record<Metered, number>>;
}

/** A service with many processors answers many calls at once and says itself where its limits are; a local server seldom has more than one. */
const usualConcurrency: Record<Service, number> = { claude: 32, 'hugging-face': 32, endpoint: 2 };

const names: Readonly<Record<string, Metered | 'concurrency'>> = {
  concurrency: 'concurrency',
  requests: 'requests',
  'input-tokens': 'inputTokens',
  'output-tokens': 'outputTokens',
  tokens: 'tokens',
};

/**
 * The limits of each service from a setting like `claude requests=600 concurrency=8, endpoint concurrency=4`; all but
 * concurrency are for a minute.
 * @throws InvalidSettings for anything else.
 */
export function readLimits(setting: string | undefined): Record<Service, ServiceLimits> {
  const limits: Record<Service, ServiceLimits> = {
    claude: { concurrency: usualConcurrency.claude, perMinute: {} },
    'hugging-face': { concurrency: usualConcurrency['hugging-face'], perMinute: {} },
    endpoint: { concurrency: usualConcurrency.endpoint, perMinute: {} },
  };
  for (const part of (setting ?? '').split(',').filter((text) => text.trim() !== '')) {
    const [service = '', ...wishes] = part.trim().split(/\s+/);
    const chosen = isService(service) ? limits[service] : undefined;
    if (chosen === undefined || wishes.length === 0) throw notLimits(part);
    for (const wish of wishes) {
      const [, name = '', number = ''] = /^([a-z-]+)=([1-9]\d*)$/.exec(wish) ?? [];
      const kind = Object.hasOwn(names, name) ? names[name] : undefined;
      if (kind === undefined) throw notLimits(wish);
      if (kind === 'concurrency') chosen.concurrency = Number(number);
      else chosen.perMinute[kind] = Number(number);
    }
  }
  return limits;
}

function isService(name: string): name is Service {
  return Object.hasOwn(usualConcurrency, name);
}

function notLimits(found: string): InvalidSettings {
  return new InvalidSettings(
    `SHIP_OR_SKIP_LIMITS: "${found.trim()}" is not a limit.\nWrite for example: claude requests=600 output-tokens=80000, endpoint concurrency=4 (${Object.keys(names).join(', ')}; per minute but for concurrency).`,
  );
}
