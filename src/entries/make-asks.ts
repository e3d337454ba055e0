import { setTimeout as sleep } from 'node:timers/promises';
import type { Ask } from '../core/call.ts';
import type { Prices } from '../core/cost.ts';
import { type ModelName, parseModel, type Service } from '../core/model.ts';
import type { Uploads } from '../core/uploads.ts';
import type { Batching, Desk } from '../desk.ts';
import { logAnswer, logBatches } from '../providers/batch-log.ts';
import { type BrokenOptions, keepBroken } from '../providers/broken-attempts.ts';
import { budget } from '../providers/budget.ts';
import { type ClaudeOptions, claude } from '../providers/claude/claude.ts';
import { claudeBatches } from '../providers/claude/claude-batches.ts';
import type { ClaudeAccess } from '../providers/claude/claude-client.ts';
import { countClaudeTokens } from '../providers/claude/claude-count.ts';
import { type ClaudeFileApi, claudeFileApi } from '../providers/claude/claude-file-api.ts';
import { claudeFiles } from '../providers/claude/claude-files.ts';
import { claudeCacheFromOf, claudePriceOf } from '../providers/claude/claude-price-list.ts';
import { failover } from '../providers/failover.ts';
import type { TextCache } from '../providers/file-cache.ts';
import type { WriteFileEntry } from '../providers/file-log.ts';
import { governors } from '../providers/governor.ts';
import { halt } from '../providers/halt.ts';
import { huggingFaceRouter, openAiCompatible } from '../providers/open-ai-compatible.ts';
import { openSpare, retry } from '../providers/retry.ts';
import { lastCopy } from '../providers/router-list.ts';
import { type RouterOptions, routerModels } from '../providers/router-models.ts';
import { runLog, type WriteEntry } from '../providers/run-log.ts';
import { tally } from '../providers/tally.ts';
import { warmUp } from '../providers/warm-up.ts';
import { readLimits } from './limits.ts';
import { priceKeyOf, readPrices } from './prices.ts';
import type { Settings } from './settings.ts';

/** Everything that answers in a run, within one budget. */
export interface Asks {
  ask: (model: ModelName) => Ask;
  priceOf: (model: ModelName) => Promise<Prices | null>;
  mostPriceOf: (model: ModelName) => Promise<Prices | null>;
  /** See Desk. */
  countTokens: Desk['countTokens'];
  /** Where questions to Claude are put into batches, within the same budget. */
  batches: () => Omit<Batching, 'tell'>;
  /** US dollars; null when the cost of a call is unknown. */
  spent: () => number | null;
}

export interface AsksOptions {
  /** US dollars. */
  maxCost?: number | undefined;
  /** US dollars of that which were spent before. */
  spent?: number | undefined;
  /** Where each attempt is written to. */
  log?: WriteEntry;
  /** Keeps attempts that broke off and may be billed. */
  keepAttempt?: BrokenOptions['keep'];
  /** Keeps the router’s list of models. */
  modelCache?: TextCache;
  /** What becomes of large documents; without it their text goes with every call. Opened at the first call. */
  documents?: { uploads: () => Uploads; log: WriteFileEntry; complain: (message: string) => void };
}

/** The Files API of Claude under the key that is set; null without one. */
export function fileApiOf(settings: Settings): ClaudeFileApi | null {
  return settings.ANTHROPIC_API_KEY === undefined ? null : claudeFileApi(claudeAccessOf(settings));
}

function claudeAccessOf({ ANTHROPIC_API_KEY: apiKey = '', ANTHROPIC_BASE_URL: baseURL }: Settings): ClaudeAccess {
  return { apiKey, ...given('baseURL', baseURL) };
}

/** Where the router is and how to be let in. */
export function routerOf(settings: Settings): RouterOptions {
  return { root: settings.HF_ROUTER_URL ?? huggingFaceRouter, accessToken: settings.HF_TOKEN ?? null };
}

/**
 * The services of a run. Around each client, from the inside: the run log’s attempt, the record of attempts that broke off
 * and the tally (every attempt may be billed), the end of all calls after a refused key or missing credit, the budget, its
 * model’s queue, for Claude the wait for a cached prefix, the same end once more, the retries (which wait outside the
 * queue), the failover to other providers of the model, the run log’s clock. The
 * journal goes around all of it, at the desk. Why in this order: docs/decisions/0010-the-order-around-a-client.md.
 */
export function makeAsks(settings: Settings, options: AsksOptions): Asks {
  const { maxCost, log = () => {}, keepAttempt = async () => {}, modelCache, documents } = options;
  const limits = readLimits(settings.SHIP_OR_SKIP_LIMITS);
  const router = routerModels(routerOf(settings), async () => (modelCache === undefined ? null : lastCopy(modelCache)));
  const localPrice = pricesAtHand(settings);
  const priceOf = async (model: ModelName): Promise<Prices | null> =>
    model.service === 'hugging-face' ? router.priceOf(model.id) : localPrice(model);
  const countClaude = countClaudeTokens(claudeAccessOf(settings));
  const describeClaude = (): ClaudeOptions => {
    const access = { ...claudeAccessOf(settings), priceOf: (id: string) => localPrice({ service: 'claude', id }) };
    if (documents === undefined) return access;
    const { uploads, ...tell } = documents;
    return { ...access, files: claudeFiles({ api: claudeFileApi(access), uploads: uploads(), ...tell }) };
  };
  let described: ClaudeOptions | undefined;
  /** One for calls and batches: what one of them learns of a file the other one knows. */
  const claudeOptions = (): ClaudeOptions => {
    described ??= describeClaude();
    return described;
  };
  const clients: Record<Service, () => Ask> = {
    claude: () => claude(claudeOptions()),
    'hugging-face': () => huggingFaceOf(settings, router.priceOf),
    endpoint: () => endpointOf(settings, async (id) => localPrice({ service: 'endpoint', id })),
  };
  const { spent, count, add } = tally();
  const { wait, attempt } = runLog(log);
  const mostPriceOf = async (model: ModelName): Promise<Prices | null> =>
    model.service === 'hugging-face' ? router.mostPriceOf(model.id) : localPrice(model);
  const worstPrice = { priceOf: (written: string) => mostPriceOf(parseModel(written)) };
  const limit = budget({ maxUsd: maxCost ?? null, ...worstPrice, spent: options.spent ?? 0 });
  const record = keepBroken({ keep: keepAttempt, ...worstPrice });
  const open = (service: Service): Ask => {
    const govern = governors(() => limits[service]);
    const stop = halt();
    const sent = stop(count(record(attempt(clients[service]()))));
    const governed = govern(limit(sent));
    const patient = retry(stop(service === 'claude' ? warmUp()(governed) : governed), { spare: openSpare() });
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
    mostPriceOf,
    countTokens: async (prompt, signal) =>
      settings.ANTHROPIC_API_KEY !== undefined && parseModel(prompt.model).service === 'claude'
        ? countClaude(prompt, signal)
        : null,
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
      minimumPrefixOf: ({ id }) => claudeCacheFromOf(id),
      wait: (ms, signal) => sleep(ms, undefined, { signal }),
    }),
    spent,
  };
}

type PriceOf = (id: string) => Promise<Prices | null>;

function huggingFaceOf(settings: Settings, priceOf: PriceOf): Ask {
  return openAiCompatible({
    ...routerOf(settings),
    provider: 'hugging-face',
    accessToken: settings.HF_TOKEN ?? null,
    ...given('billTo', settings.HF_BILL_TO),
    priceOf,
  });
}

function endpointOf(settings: Settings, priceOf: PriceOf): Ask {
  return openAiCompatible({
    provider: 'endpoint',
    root: settings.MODEL_ENDPOINT_URL ?? '',
    accessToken: settings.MODEL_ENDPOINT_KEY ?? null,
    priceOf,
  });
}

/** What models cost that need no list from a network: what the setting says, else the table of Claude’s. @throws InvalidSettings */
export function pricesAtHand(settings: Settings): (model: Pick<ModelName, 'service' | 'id'>) => Prices | null {
  const set = readPrices(settings.SHIP_OR_SKIP_PRICES);
  return (model) => set.get(priceKeyOf(model)) ?? (model.service === 'claude' ? claudePriceOf(model.id) : null);
}

function given<N extends string>(name: N, value: string | undefined): Partial<Record<N, string>> {
  return value === undefined ? {} : ({ [name]: value } as Record<N, string>);
}
