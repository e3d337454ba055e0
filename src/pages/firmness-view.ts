import type { ChangeRecord, Comparison, DuelRecord, FlipRecord } from '../core/comparison/comparison.ts';

/** How firm an answer is: what each reviewer preferred head to head, and how few answers would change it. */

/** A reviewer’s head to head as templates see it. */
export function viewDuel(duel: DuelRecord, comparison: Comparison) {
  const nameOf = (slug: string | null) => (slug === null ? 'neither' : toolName(slug, comparison));
  const [pair] = duel.orders;
  return {
    persona: personaName(duel.persona, comparison),
    pair: comparison.tools.length > 2 && pair ? `${nameOf(pair.first)} vs ${nameOf(pair.second)}` : null,
    result: sayDuel(duel, comparison),
    isDecided: duel.prefers !== null,
    orders: duel.orders.map(({ first, prefers, because }) => ({
      shown: `${nameOf(first)} shown first`,
      choice: prefers === null ? 'no preference' : `prefers ${nameOf(prefers)}`,
      because: because.trim(),
    })),
  };
}

/** What came of a head to head, in a clause. */
export function sayDuel({ prefers, orders }: DuelRecord, comparison: Comparison): string {
  if (prefers !== null) return `prefers ${toolName(prefers, comparison)} in both orders`;
  if (orders.length < 2) return 'no preference: it could not be asked in both orders';
  const changed = orders.some((order) => order.prefers !== orders[0]?.prefers);
  return changed ? 'no preference: its answer changed with the order' : 'no preference in either order';
}

/** One sentence: how many answers, what they would change, which checks they are, and what would come of it. */
export function sayChange(change: ChangeRecord, comparison: Comparison): string {
  const { what, tool, becomes, flips } = change;
  const count = flips.length === 1 ? 'one answer' : `${inWords(flips.length)} answers`;
  const turned = flips.map((flip) => sayFlip(flip, comparison)).join('; ');
  const target =
    what === 'verdict'
      ? `change the panel verdict on ${toolName(tool, comparison)}`
      : comparison.outcome.winner === null
        ? 'name a winner'
        : 'change the winner';
  return `Flipping ${count} would ${target}: ${turned}. It would then be: ${becomes}.`;
}

function sayFlip({ tool, persona, check, from, to }: FlipRecord, comparison: Comparison): string {
  const reviews = comparison.tools.find(({ slug }) => slug === tool)?.reviews ?? [];
  const checks = reviews.find((review) => review.persona === persona)?.checks ?? [];
  const ask = checks.find(({ id }) => id === check)?.ask ?? check;
  return `“${ask}” (${personaName(persona, comparison)} on ${toolName(tool, comparison)}) from ${from} to ${to}`;
}

function toolName(slug: string, { tools }: Comparison): string {
  return tools.find((tool) => tool.slug === slug)?.name ?? slug;
}

function personaName(id: string, { panel }: Comparison): string {
  return panel.personas.find((persona) => persona.id === id)?.name ?? id;
}

const smallNumbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

function inWords(count: number): string {
  return smallNumbers[count] ?? String(count);
}
