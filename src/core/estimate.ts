import type { Prompt, Usage } from './call.ts';
import { costOf, estimateTokens, type Prices, sumKnown, worstCaseOf } from './cost.ts';

/** What a planned call is for. A repeat is the lead’s checklist once more; facts are read from the pages of a new tool. */
export type PlannedKind = 'facts' | 'lead' | 'ballot' | 'repeat' | 'duel' | 'answer';

/** One call a run would make. */
export interface PlannedCall {
  kind: PlannedKind;
  prompt: Omit<Prompt, 'attempt'>;
  /** False for a duel that is held only if the scores come out within the noise of each other. */
  certain: boolean;
}

/** Calls of one kind and model. Tokens are estimates; money is US dollars, null when the price is unknown. */
export interface EstimateLine {
  kind: PlannedKind | 'repair';
  model: string;
  /** Of repairs the number to be expected, which may be a fraction. */
  calls: number;
  /** All input tokens; those written to the service’s cache and read from it are a part of it. */
  inputTokens: number;
  cacheWriteTokens: number;
  cacheReadTokens: number;
  outputTokens: number;
  costUsd: number | null;
  /** The most these calls can cost; of repairs, when every call needs as many as there can be. */
  worstUsd: number | null;
  certain: boolean;
}

/** What an estimate needs to know beside the calls. */
export interface EstimateBasis {
  /** By model as written: what a call is likely to be paid at, and the most it can be. */
  prices: ReadonlyMap<string, { likely: Prices | null; most: Prices | null }>;
  /** The shortest prefix a model’s cache takes, in tokens; null where nothing is cached. */
  cacheFrom: (model: string) => number | null;
  /** The share of answers of a form (`opinion`, `ballot`, `duel`) that need a correction round. */
  repairShare: (form: string) => number;
  /** The share of its listed price that a correction round of this call is likely to pay. */
  repairPays: (call: PlannedCall) => number;
  /** What a service’s own count said of a wave: its tokens for each token of the local estimate. 1 where nothing was counted. */
  scale: (wave: string) => number;
}

/** Output tokens of a usual answer, thinking included, from the replies shipped with the examples (2026-11-20); of a duel, whose answer is short, and of the answer on top and of some twenty facts with their quotes, a guess. */
const usualOutput: Readonly<Record<PlannedKind, number>> = {
  facts: 1_500,
  lead: 4_000,
  ballot: 2_500,
  repeat: 2_500,
  duel: 600,
  answer: 1_200,
};

/** Calls of one wave share a prefix and the form of the answer, so that they can read it from one cache entry. */
export function waveOf({ prompt }: Pick<PlannedCall, 'prompt'>): string {
  return `${prompt.model} ${prompt.schema.name} ${prompt.dossierKey}`;
}

/** Tokens a prompt is likely to have. */
export function estimatePrompt({ shared, own, turns }: PlannedCall['prompt']): { shared: number; rest: number } {
  const rest = [own, ...turns.map(({ text }) => text)].reduce((sum, text) => sum + estimateTokens(text), 0);
  return { shared: estimateTokens(shared), rest };
}

/**
 * What calls are likely to cost, by kind and model, with the correction rounds to be expected as lines of their own. Of
 * each wave the first call writes the prefix to the cache and the others read it, as the run lets them, where the model
 * caches a prefix of that length. A correction round reads the prefix too, and is sent the answer it corrects.
 */
export function estimateCalls(calls: readonly PlannedCall[], basis: EstimateBasis): EstimateLine[] {
  const begun = new Set<string>();
  const parts = calls.flatMap((call) => {
    const wave = waveOf(call);
    const isFirst = !begun.has(wave);
    begun.add(wave);
    return partsOf(call, isFirst, basis);
  });
  const lines = Map.groupBy(parts, ({ kind, model, certain }) => `${order.indexOf(kind)} ${model} ${certain}`);
  return [...lines].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, group]) => addUp(group));
}

/** US dollars of the certain calls; null as soon as one price is unknown. */
export function totalOf(lines: readonly EstimateLine[], field: 'costUsd' | 'worstUsd'): number | null {
  return addAll(
    lines.filter(({ certain }) => certain),
    field,
  );
}

/**
 * Correction rounds of one answer, at most: the second is for one that came broken. Each is taken with twice the room; one
 * that is sent the answer it corrects has the usual room, and costs less.
 */
const mostRepairs = 2;

const order: readonly EstimateLine['kind'][] = ['facts', 'lead', 'ballot', 'repeat', 'duel', 'answer', 'repair'];

/** A call, and its share of a correction round. What may never be asked brings no line of corrections: they count in its own worst case. */
function partsOf(call: PlannedCall, isFirst: boolean, basis: EstimateBasis): EstimateLine[] {
  const { kind, prompt, certain } = call;
  const { likely, most } = basis.prices.get(prompt.model) ?? { likely: null, most: null };
  const estimated = estimatePrompt(prompt);
  const scale = basis.scale(waveOf(call));
  const [shared, rest] = [Math.round(estimated.shared * scale), Math.round(estimated.rest * scale)];
  const output = usualOutput[kind];
  const from = basis.cacheFrom(prompt.model);
  const use = from === null || shared < from ? null : isFirst ? 'write' : 'read';
  const doubled = { ...prompt, maxOutputTokens: 2 * prompt.maxOutputTokens };
  const worst = most && worstCaseOf(prompt, most.tiers);
  const worstAgain = most && mostRepairs * worstCaseOf(doubled, most.tiers);
  const own = lineOf(call, { shared, rest, output, use }, likely);
  if (!certain) return [{ ...own, worstUsd: sumKnown([worst, worstAgain]) }];
  // What no quote proves is dropped, and nobody is asked to mend it.
  if (kind === 'facts') return [{ ...own, worstUsd: worst }];
  const again = lineOf(call, { shared, rest: rest + output, output, use: use && 'read' }, likely);
  const costUsd = again.costUsd && again.costUsd * basis.repairPays(call);
  const repair = share({ ...again, kind: 'repair', costUsd }, basis.repairShare(prompt.schema.name));
  return [
    { ...own, worstUsd: worst },
    { ...repair, worstUsd: worstAgain },
  ];
}

interface Tokens {
  shared: number;
  rest: number;
  output: number;
  /** What happens to the shared part at the cache; null for nothing. */
  use: 'write' | 'read' | null;
}

function lineOf(
  { kind, prompt, certain }: PlannedCall,
  { shared, rest, output, use }: Tokens,
  prices: Prices | null,
): Omit<EstimateLine, 'worstUsd'> {
  const usage: Usage = {
    input: use === null ? shared + rest : rest,
    output,
    thinking: null,
    cacheWrite5m: use === 'write' ? shared : 0,
    cacheWrite1h: 0,
    cacheRead: use === 'read' ? shared : 0,
  };
  return {
    kind,
    model: prompt.model,
    calls: 1,
    inputTokens: shared + rest,
    cacheWriteTokens: usage.cacheWrite5m,
    cacheReadTokens: usage.cacheRead,
    outputTokens: output,
    costUsd: prices && costOf(usage, prices.tiers),
    certain,
  };
}

const counted = ['calls', 'inputTokens', 'cacheWriteTokens', 'cacheReadTokens', 'outputTokens'] as const;

function share<L extends Omit<EstimateLine, 'worstUsd'>>(line: L, part: number): L {
  const numbers = counted.map((field) => [field, line[field] * part] as const);
  return { ...line, ...Object.fromEntries(numbers), costUsd: line.costUsd && line.costUsd * part };
}

function addUp(group: readonly EstimateLine[]): EstimateLine[] {
  const [first] = group;
  if (first === undefined) return [];
  const numbers = counted.map((field) => [field, group.reduce((sum, line) => sum + line[field], 0)] as const);
  return [
    {
      ...first,
      ...Object.fromEntries(numbers),
      costUsd: addAll(group, 'costUsd'),
      worstUsd: addAll(group, 'worstUsd'),
    },
  ];
}

function addAll(lines: readonly EstimateLine[], field: 'costUsd' | 'worstUsd'): number | null {
  return sumKnown(lines.map((line) => line[field]));
}
