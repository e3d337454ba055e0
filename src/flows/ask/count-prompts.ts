import { estimatePrompt, type PlannedCall, waveOf } from '../../core/estimate.ts';
import type { Desk } from '../../desk.ts';

/** How the input tokens of a plan were found. */
export interface PromptCounts {
  /** The service’s tokens for each of the local estimate, by wave; 1 where it did not count. */
  scale: (wave: string) => number;
  /** Waves whose first prompt the service counted. */
  counted: number;
  waves: number;
}

/** Most prompts that are counted, the longest first. */
const mostCounts = 24;
const atOnce = 4;
/** Longest wait for all counts together, in milliseconds. */
const patience = 8_000;

/**
 * Lets the service count the first prompt of each wave. The others share most of it, so they are taken to have as many
 * tokens for their length. What is not counted in time, or at all, keeps the local estimate.
 */
export async function countPrompts(desk: Desk, calls: readonly PlannedCall[]): Promise<PromptCounts> {
  const waves = [...Map.groupBy(calls, waveOf)].flatMap(([wave, [first]]) =>
    first ? [{ wave, prompt: first.prompt }] : [],
  );
  const scales = new Map<string, number>();
  const length = ({ prompt }: (typeof waves)[number]) => prompt.shared.length;
  const queue = waves.toSorted((a, b) => length(b) - length(a)).slice(0, mostCounts);
  const signal = AbortSignal.any([desk.signal, AbortSignal.timeout(patience)]);
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined && !signal.aborted; next = queue.shift()) {
      const { shared, rest } = estimatePrompt(next.prompt);
      const tokens = await desk.countTokens(next.prompt, signal).catch(() => null);
      if (tokens !== null) scales.set(next.wave, tokens / (shared + rest));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  desk.signal.throwIfAborted();
  return { scale: (wave) => scales.get(wave) ?? 1, counted: scales.size, waves: waves.length };
}
