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

function formsOf(value: string | undefined): string[] {
  if (value === undefined) return [];
  return URL.canParse(value) ? [value, new URL(value).host].filter((form) => form !== '') : [value];
}

/** A short value may be a common word or a letter of one: it is looked for as a word of its own. */
function patternOf(value: string): RegExp {
  const literal = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(value.length < 8 ? `(?<!\\w)${literal}(?!\\w)` : literal, 'g');
}
