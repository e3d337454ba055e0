import { InvalidSettings } from './choose-models.ts';

/** How long each kind of thing is kept, in days; null for ever. */
export interface KeepDays {
  logs: number | null;
  replies: number | null;
  readings: number | null;
}

/**
 * How long things are kept, from a setting like `logs=30 replies=365 readings=365`, in days. Logs are kept for 90 days
 * unless it says otherwise, everything else for ever.
 * @throws InvalidSettings for anything else.
 */
export function readKeepDays(setting: string | undefined): KeepDays {
  const days: KeepDays = { logs: 90, replies: null, readings: null };
  for (const wish of (setting ?? '').split(/\s+/).filter((part) => part !== '')) {
    const [, name = '', number = ''] = /^([a-z]+)=([1-9]\d{0,4}|ever)$/.exec(wish) ?? [];
    if (!(name === 'logs' || name === 'replies' || name === 'readings'))
      throw new InvalidSettings(
        `SHIP_OR_SKIP_KEEP: "${wish}" is no time to keep something.\nWrite for example: logs=30 replies=365 readings=365 (days, or ever).`,
      );
    days[name] = number === 'ever' ? null : Number(number);
  }
  return days;
}
