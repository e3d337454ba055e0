import type { ChosenModels } from './choose-models.ts';
import type { Settings } from './settings.ts';

/** What a person should know about who answers, a line each. */
export function notesOn({ onlyRecordings }: ChosenModels): string[] {
  if (!onlyRecordings) return [];
  return [
    'no key is set: recorded replies answer for the example pair. Set ANTHROPIC_API_KEY or HF_TOKEN to ask a model.',
  ];
}

/** What to know about answers that all come from one model family; null where they do not, or only recordings answer. */
export function oneFamilyOf({ lead, ballots, onlyRecordings }: ChosenModels, settings: Settings): string | null {
  if (onlyRecordings) return null;
  const families = new Set([lead, ...ballots].map((model) => model.family));
  if (families.size > 1) return null;
  const how = settings.HF_TOKEN ? 'name another juror with --ballot' : 'set HF_TOKEN for ballots from a second family';
  return `one family only: every answer comes from ${lead.family}; ${how}.`;
}
