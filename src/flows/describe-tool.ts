import { recordTool } from '../core/assemble.ts';
import type { ToolRecord } from '../core/comparison.ts';
import type { Dossier } from '../core/dossier.ts';
import type { Desk } from '../desk.ts';
import { loadSeats } from './load-seats.ts';

/** A tool with its standing reviews, scored today. */
export async function describeTool(desk: Desk, dossier: Dossier): Promise<ToolRecord> {
  return recordTool({ dossier, seats: await loadSeats(desk, dossier, new Map()) }, desk.panel.panel);
}
