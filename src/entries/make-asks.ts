import { setTimeout as sleep } from 'node:timers/promises';
import type { Ask } from '../core/call.ts';
import type { PriceTier } from '../core/cost.ts';
import { type ModelName, parseModel, type Service } from '../core/model.ts';
import type { Batching } from '../desk.ts';
import { logAnswer, logBatches } from '../providers/batch-log.ts';
import { budget } from '../providers/budget.ts';
import { claude } from '../providers/claude.ts';
import { claudeBatches } from '../providers/claude-batches.ts';
import { minimumPrefixOf } from '../providers/claude-prefix.ts';
import { claudePrices } from '../providers/claude-prices.ts';
import { failover } from '../providers/failover.ts';
import type { TextCache } from '../providers/file-cache.ts';
import { governors } from '../providers/governor.ts';
import { halt } from '../providers/halt.ts';
import { huggingFaceRouter, openAiCompatible } from '../providers/open-ai-compatible.ts';
import { openSpare, retry } from '../providers/retry.ts';
import { lastCopy } from '../providers/router-list.ts';
import { type RouterOptions, routerModels } from '../providers/router-models.ts';
import { runLog, type WriteEntry } from '../providers/run-log.ts';
import { tally } from '../providers/tally.ts';
import { readLimits } from './limits.ts';
import type { Settings } from './settings.ts';

/** Everything that answers in a run, within one budget. */
export interface Asks {
  ask: (model: ModelName) => Ask;
  priceOf: (model: ModelName) => Promise<PriceTier[] | null>;
  /** Where questions to Claude are put into batches, within the same budget. */
  batches: () => Omit<Batching, 'tell'>;
  /** US dollars; null when the cost of a call is unknown. */
  spent: () => number | null;
}

export interface AsksOptions {
  /** US dollars. */
  maxCost?: number | undefined;
  /** Where each attempt is written to. */
  log?: WriteEntry;
  /** Keeps the router’s list of models. */
  modelCache?: TextCache;
}

/** Where the router is and how to be let in. */
export function routerOf(settings: Settings): RouterOptions {
  return { root: settings.HF_ROUTER_URL ?? huggingFaceRouter, accessToken: settings.HF_TOKEN ?? null };
}

/**
 * The services of a run. Around each client, from the inside: the run log’s attempt and the tally (every attempt may be
 * billed), the end of all calls after a refused key or missing credit, the budget, its model’s queue, the same end once
 * more, the retries (which wait outside the queue), the failover to other providers of the model, the run log’s clock. The
 * journal goes around all of it, at the desk. Why in this order: docs/decisions/0010-the-order-around-a-client.md.
 */
export function makeAsks(settings: Settings, { maxCost, log = () => {}, modelCache }: AsksOptions): Asks {
  const limits = readLimits(settings.SHIP_OR_SKIP_LIMITS);
  const lastKnown = async () => (modelCache === undefined ? [] : ((await lastCopy(modelCache))?.models ?? []));
  const router = routerModels(routerOf(settings), lastKnown);
  const priceOf = async (model: ModelName): Promise<PriceTier[] | null> => {
    if (model.service === 'claude') return claudePrices[model.id] ?? null;
    return model.service === 'hugging-face' ? router.priceOf(model.id) : null;
  };
  const claudeOptions = () => ({
    apiKey: settings.ANTHROPIC_API_KEY ?? '',
    ...given('baseURL', settings.ANTHROPIC_BASE_URL),
    prices: claudePrices,
  });
  const clients: Record<Service, () => Ask> = {
    claude: () => claude(claudeOptions()),
    'hugging-face': () =>
      openAiCompatible({
        ...routerOf(settings),
        provider: 'hugging-face',
        accessToken: settings.HF_TOKEN ?? null,
        ...given('billTo', settings.HF_BILL_TO),
        priceOf: router.priceOf,
      }),
    endpoint: () =>
      openAiCompatible({
        provider: 'endpoint',
        root: settings.MODEL_ENDPOINT_URL ?? '',
        accessToken: settings.MODEL_ENDPOINT_KEY ?? null,
      }),
  };
  const { spent, count, add } = tally();
  const { wait, attempt } = runLog(log);
  const limit = budget({ maxUsd: maxCost ?? null, priceOf: (written) => priceOf(parseModel(written)) });
  const open = (service: Service): Ask => {
    const govern = governors(() => limits[service]);
    const stop = halt();
    const sent = stop(count(attempt(clients[service]())));
    const patient = retry(stop(govern(limit(sent))), { spare: openSpare() });
    return wait(service === 'hugging-face' ? failover(router)(patient) : patient);
  };
  const opened = new Map<Service, Ask>();
  return {
    ask: ({ service }) => {
      const ask = opened.get(service) ?? open(service);
      opened.set(service, ask);
      return ask;
    },
    priceOf,
    batches: () => ({
      service: logBatches(claudeBatches(claudeOptions()), log),
      setAside: limit.setAside,
      giveBack: (customId) => limit.settle(customId, 0),
      account: (customId, call, answer, batch) => {
        const costUsd = answer.kind === 'answered' ? answer.reply.costUsd : 0;
        limit.settle(customId, costUsd);
        add(costUsd);
        logAnswer(log, call, answer, batch);
      },
      minimumPrefixOf: ({ id }) => minimumPrefixOf(id),
      wait: (ms, signal) => sleep(ms, undefined, { signal }),
    }),
    spent,
  };
}

function given<N extends string>(name: N, value: string | undefined): Partial<Record<N, string>> {
  return value === undefined ? {} : ({ [name]: value } as Record<N, string>);
}
