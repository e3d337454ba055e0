import { ProviderFailed } from '../../core/call.ts';
import { BudgetReached } from '../../providers/budget.ts';

/** Whether only a person can mend what kept a model from answering: the budget, spent credit, a refused key. */
export function endsAsking(failure: unknown): failure is ProviderFailed | BudgetReached {
  if (failure instanceof BudgetReached) return true;
  return failure instanceof ProviderFailed && (failure.kind === 'credentials' || failure.kind === 'spend');
}
