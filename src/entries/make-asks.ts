import type { Ask } from '../core/call.ts';
import type { PriceTier } from '../core/cost.ts';
import { type ModelName, parseModel, type Service } from '../core/model.ts';
import { budget } from '../providers/budget.ts';
import { claude } from '../providers/claude.ts';
import { claudePrices } from '../providers/claude-prices.ts';
import { governor } from '../providers/governor.ts';
import { halt } from '../providers/halt.ts';
import { huggingFaceRouter, openAiCompatible } from '../providers/open-ai-compatible.ts';
import { retry } from '../providers/retry.ts';
import { routerModels } from '../providers/router-models.ts';
import { tally } from '../providers/tally.ts';
import type { Settings } from './settings.ts';

/** Everything that answers in a run, behind one queue for each service, within one budget. */
export interface Asks {
  ask: (model: ModelName) => Ask;
  priceOf: (model: ModelName) => Promise<PriceTier[] | null>;
  /** US dollars; null when the cost of a call is unknown. */
  spent: () => number | null;
}

/** Calls under way at one service at the same time. A local server seldom has more than one processor to think with. */
const concurrency: Record<Service, number> = { claude: 8, 'hugging-face': 8, endpoint: 2 };

/**
 * The services of a run. Around each client, from the inside: the budget (every attempt may be billed), its service’s
 * queue, the end of all calls after a refused key, the retries (which wait outside the queue), the tally. The journal goes
 * around all of it, at the desk: a reply that is already paid for needs none of them.
 */
export function makeAsks(settings: Settings, maxCost: number | undefined): Asks {
  const router = routerModels({ root: settings.HF_ROUTER_URL ?? huggingFaceRouter, accessToken: settings.HF_TOKEN ?? null });
  const priceOf = async (model: ModelName): Promise<PriceTier[] | null> => {
    if (model.service === 'claude') return claudePrices[model.id] ?? null;
    return model.service === 'hugging-face' ? router.priceOf(model.id) : null;
  };
  const clients: Record<Service, () => Ask> = {
    claude: () => claude({ apiKey: settings.ANTHROPIC_API_KEY ?? '', ...given('baseURL', settings.ANTHROPIC_BASE_URL), prices: claudePrices }),
    'hugging-face': () =>
      openAiCompatible({
        provider: 'hugging-face',
        root: settings.HF_ROUTER_URL ?? huggingFaceRouter,
        accessToken: settings.HF_TOKEN ?? null,
        ...given('billTo', settings.HF_BILL_TO),
        priceOf: router.priceOf,
      }),
    endpoint: () => openAiCompatible({ provider: 'endpoint', root: settings.MODEL_ENDPOINT_URL ?? '', accessToken: settings.MODEL_ENDPOINT_KEY ?? null }),
  };
  const { spent, count } = tally();
  const limit = budget({ maxUsd: maxCost ?? null, priceOf: (written) => priceOf(parseModel(written)) });
  const open = (service: Service): Ask => count(retry(halt()(governor({ concurrency: concurrency[service] })(limit(clients[service]())))));
  const opened = new Map<Service, Ask>();
  return {
    ask: ({ service }) => {
      const ask = opened.get(service) ?? open(service);
      opened.set(service, ask);
      return ask;
    },
    priceOf,
    spent,
  };
}

function given<N extends string>(name: N, value: string | undefined): Partial<Record<N, string>> {
  return value === undefined ? {} : ({ [name]: value } as Record<N, string>);
}
