import type { Comparison, ToolRecord } from '../core/comparison/comparison.ts';
import { sayAnswer } from './reader-view.ts';

/** What a screenful says about how far an answer can be trusted, a sentence each. */

/** How firm the outcome is: head to head, and for readers who get another one. What would change it stands on the page. */
export function sayFirmness(comparison: Comparison): string[] {
  const { outcome, tools } = comparison;
  const others = outcome.profiles.filter(({ kind, winner }) => kind !== outcome.kind || winner !== outcome.winner);
  const readers = others.map((profile) => `${profile.name}: ${sayAnswer(profile, tools)}`);
  return [
    ...(outcome.personas.length === 0 ? [] : [`Head to head: ${countPreferences(comparison)}.`]),
    ...(readers.length === 0 ? [] : [`Another answer for some readers. ${readers.join('. ')}.`]),
  ];
}

function countPreferences({ outcome: { personas }, tools }: Comparison): string {
  const counts = tools.map(({ slug, name }) => ({
    name,
    count: personas.filter(({ prefers }) => prefers === slug).length,
  }));
  const preferred = counts
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${count} of ${personas.length} for ${name}`);
  const without = personas.filter(({ prefers }) => prefers === null).length;
  return [...preferred, ...(without === 0 ? [] : [`${without} without a preference`])].join(', ');
}

/** How many of the reviews a person approved. */
export function sayApprovals(tools: readonly ToolRecord[]): string {
  const written = tools.flatMap(({ reviews }) => reviews).filter(({ status }) => status !== 'missing');
  const approved = written.filter((review) => review.approved !== null).length;
  return approved === 0 ? 'No human review.' : `A person approved ${approved} of ${written.length} reviews.`;
}
