import type { MissingDuel } from '../flows/load-duels.ts';
import type { ToolResult } from '../flows/review-tools.ts';
import type { House } from './house.ts';

/** Names every seat and ballot that is missing, with its reason, once per reason. */
export function sayMissing(house: House, tools: readonly ToolResult[]): void {
  const missing = tools.flatMap(({ dossier, seats }) => seats.flatMap((seat) => gapsOf(dossier.tool.slug, seat)));
  const byReason = Map.groupBy(missing, ({ reason }) => reason);
  for (const [reason, gaps] of byReason) {
    house.terminal.err(`missing: ${gaps.map((gap) => gap.what).join(', ')}\n  ${reason.replaceAll('\n', '\n  ')}\n`);
  }
  const again = tools.some(({ seats }) => seats.some((seat) => seat.kind === 'missing' && seat.failure !== null));
  if (again) house.terminal.err('What was answered is kept. Run the same command again to ask only for what is missing.\n');
}

function gapsOf(tool: string, seat: ToolResult['seats'][number]): { what: string; reason: string }[] {
  const what = `${tool} ${seat.work.persona.id}`;
  const ballots = seat.missingBallots.map(({ model, reason }) => ({ what: `${what}, ballot of ${model}`, reason }));
  return seat.kind === 'missing' ? [{ what, reason: seat.reason }] : ballots;
}

/** Names everyone whose judgement head to head could not be had, once per reason. It stops nothing. */
export function sayMissingDuels(house: House, missing: readonly MissingDuel[]): void {
  for (const [reason, gaps] of Map.groupBy(missing, (gap) => gap.reason)) {
    const who = gaps.map(({ persona }) => persona).join(', ');
    house.terminal.err(`missing: head to head ${who}\n  ${reason.replaceAll('\n', '\n  ')}\n`);
  }
}

/** Says which candidates wait, and how to decide about them. */
export function sayUndecided(house: House, tools: readonly ToolResult[]): void {
  for (const { dossier, decisions } of tools) {
    for (const { persona } of decisions.filter(({ answer }) => answer === null)) {
      house.terminal.err(
        `${dossier.tool.slug} ${persona.id}: the old review stands; the new one waits. ` +
          `Decide with: ship-or-skip regenerate ${dossier.tool.slug} ${persona.id} --keep new|old\n`,
      );
    }
  }
}
