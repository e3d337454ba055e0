import { recordTool } from '../../core/comparison/assemble.ts';
import type { ToolRecord } from '../../core/comparison/comparison.ts';
import type { Dossier } from '../../core/facts/dossier.ts';
import type { Desk } from '../../desk.ts';
import { loadSeats } from '../ask/load-seats.ts';

/** A tool with its standing reviews, scored today. */
export async function describeTool(desk: Desk, dossier: Dossier): Promise<ToolRecord> {
  return recordTool({ dossier, seats: await loadSeats(desk, dossier, new Map()) }, desk.panel.panel);
}
