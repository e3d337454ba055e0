import { type Settings, settingsTable } from './settings.ts';

/** Puts the name of a setting where its value stands, or the host of its address; the longest first. */
export function hidingValues(settings: Settings): (text: string) => string {
  const values = settingsTable
    .filter(({ secret }) => secret)
    .flatMap(({ name }) =>
      formsOf(settings[name]).map((value) => ({ shown: `$${name}`, pattern: patternOf(value), length: value.length })),
    )
    .sort((a, b) => b.length - a.length);
  return (text) => values.reduce((rest, { shown, pattern }) => rest.replace(pattern, () => shown), text);
}

/** A value, the host of its address, and, where it is a list, the addresses in it. */
function formsOf(value: string | undefined): string[] {
  if (value === undefined) return [];
  const host = URL.canParse(value) ? new URL(value).host : '';
  const parts = value.split(/[,\s]+/).filter((part) => part.length > 3 && /[.:@]/.test(part));
  return [...new Set([value, host, ...parts])].filter((form) => form !== '');
}

/** A short value may be a common word or a letter of one: it is looked for as a word of its own. */
function patternOf(value: string): RegExp {
  const literal = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(value.length < 8 ? `(?<!\\w)${literal}(?!\\w)` : literal, 'g');
}
