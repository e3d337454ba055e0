import { parseModel } from '../core/model.ts';
import type { Batching, BatchPlan, Desk } from '../desk.ts';
import type { PlannedCall, PlanOrder } from './estimate-run.ts';
import { listQuestions } from './list-questions.ts';
import { cheapestBatch, prefixOf } from './plan-batches.ts';
import { pickPersonas, readAll } from './review-tools.ts';

/**
 * The same calls as they would be asked with batches: those that go into one at its price, their part of the cheaper way.
 * Duels and repeats hang on what comes before them and are asked live; batches that are under way are not looked at.
 */
export async function priceBatches(
  desk: Desk,
  batching: Batching,
  order: PlanOrder,
  calls: readonly PlannedCall[],
): Promise<{ calls: PlannedCall[]; plans: BatchPlan[] }> {
  const dossiers = await readAll(desk, order.targets);
  const questions = await listQuestions(desk, dossiers, pickPersonas(desk, order.personas), order.wishes);
  const plans: BatchPlan[] = [];
  const costs = new Map<string, number>();
  for (const alike of Map.groupBy(questions, ({ prompt }) => prefixOf(prompt)).values()) {
    const prompts = alike.map(({ prompt }) => prompt);
    const [first] = prompts;
    const model = first && parseModel(first.model);
    const tiers = model && (await desk.priceOf(model));
    if (!first || !model || !tiers) continue;
    const { way, costUsd, costs: all } = cheapestBatch(prompts, tiers, batching.minimumPrefixOf(model));
    plans.push({ tool: first.seat.tool, model: first.model, questions: prompts.length, way, costs: all });
    for (const { seat, purpose, model: written } of prompts)
      costs.set(nameOf({ ...seat, purpose, model: written }), costUsd / prompts.length);
  }
  return { calls: calls.map((call) => ({ ...call, costUsd: costs.get(nameOf(call)) ?? call.costUsd })), plans };
}

function nameOf({
  tool,
  persona,
  purpose,
  model,
}: Pick<PlannedCall, 'tool' | 'persona' | 'purpose' | 'model'>): string {
  return JSON.stringify([tool, persona, purpose, model]);
}
