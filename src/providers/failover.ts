import { type Ask, type Prompt, ProviderFailed } from '../core/call.ts';
import { type Clock, machineClock } from './clock.ts';
import { onlyOnce } from './once.ts';
import { type RouterModel, type RouterModels, splitModel } from './router-models.ts';

/** A provider that fails so often in a row rests for so long, in milliseconds. */
const mostFailures = 2;
const restMs = 300_000;

/** How many providers are tried for one prompt. */
const mostTried = 4;

/** Failures that another provider of the same model may not share. A refused key, missing credit and a wrong request are not among them. */
const mayPassElsewhere = new Set<ProviderFailed['kind']>([
  'server',
  'rate',
  'deadline',
  'malformed',
  'network',
  'unsupported',
]);

/** Suffixes that leave the choice to the router; none at all does too. */
const policies = new Set<string | null>([null, 'cheapest', 'fastest', 'preferred']);

const service = 'hugging-face:';

/**
 * When a provider of a `hugging-face:` model fails for good, asks the other live ones that support structured output, in
 * the order the model’s suffix asks for, by pinning them. One that keeps failing rests for a while and is passed over,
 * at the first choice too. A provider somebody pinned (`:groq`) is respected: nobody else is asked. Goes around the
 * retries; every Ask it wraps shares what it learns. The reply’s `servedBy` tells who answered.
 */
export function failover(router: Pick<RouterModels, 'find'>, clock: Clock = machineClock): (ask: Ask) => Ask {
  const health = openHealth(clock);
  return (ask) => async (prompt, call) => {
    const { id, suffix } = splitModel(prompt.model.slice(service.length));
    if (!prompt.model.startsWith(service) || !policies.has(suffix)) return ask(prompt, call);
    const options = call.onBegin === undefined ? call : { ...call, onBegin: onlyOnce(call.onBegin) };
    const well = async (): Promise<string[]> =>
      ordered(await router.find(id), suffix).filter((one) => health.isWell(id, one));
    const tried: string[] = [];
    // Null leaves the choice to the router, which does not know who rests.
    let choice = health.anyRests(id) ? ((await well())[0] ?? null) : null;
    for (;;) {
      try {
        const reply = await ask(choice === null ? prompt : pinned(prompt, id, choice), options);
        health.answered(id, choice ?? reply.servedBy);
        return reply;
      } catch (error) {
        if (!maySucceedElsewhere(error)) throw error;
        const failed = choice ?? error.servedBy;
        health.failed(id, failed);
        tried.push(failed ?? 'the router’s choice');
        const next = (await well()).find((one) => !tried.includes(one));
        if (next === undefined || tried.length >= mostTried) throw withStory(error, tried);
        choice = next;
      }
    }
  };
}

function pinned(prompt: Prompt, id: string, provider: string): Prompt {
  return { ...prompt, model: `${service}${id}:${provider}` };
}

/** A router that cannot be reached reaches no other provider either. */
function maySucceedElsewhere(error: unknown): error is ProviderFailed {
  if (!(error instanceof ProviderFailed) || !mayPassElsewhere.has(error.kind)) return false;
  return error.kind !== 'network' || error.status !== null;
}

/** Names of the live providers with structured output: cheapest output first, else fastest first, else as the router lists them. */
function ordered(model: RouterModel | null, suffix: string | null): string[] {
  const able = (model?.providers ?? []).filter((one) => one.live && one.supportsStructuredOutput === true);
  const price = (one: RouterModel['providers'][number]): number => one.pricing?.output ?? Number.POSITIVE_INFINITY;
  if (suffix === 'cheapest') able.sort((a, b) => compare(price(a), price(b)));
  else if (suffix !== 'preferred') able.sort((a, b) => compare(b.throughput ?? 0, a.throughput ?? 0));
  return able.map(({ provider }) => provider);
}

/** Not a difference: that of two infinities is none. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function withStory(failure: ProviderFailed, tried: readonly string[]): ProviderFailed {
  if (tried.length < 2) return failure;
  const { provider, kind, message, status, requestId, retryAfterMs, servedBy } = failure;
  const more = { status, requestId, retryAfterMs, servedBy, cause: failure };
  return new ProviderFailed(provider, kind, `${message} Tried ${tried.join(', ')}.`, more);
}

/** Who failed how often in a row, and who rests until when. */
interface Health {
  answered(model: string, provider: string | null): void;
  failed(model: string, provider: string | null): void;
  isWell(model: string, provider: string): boolean;
  anyRests(model: string): boolean;
}

function openHealth(clock: Clock): Health {
  const models = new Map<string, Map<string, { failures: number; restsUntil: number }>>();
  const of = (model: string) => {
    const providers = models.get(model) ?? new Map<string, { failures: number; restsUntil: number }>();
    models.set(model, providers);
    return providers;
  };
  return {
    answered: (model, provider) => {
      if (provider !== null) of(model).delete(provider);
    },
    failed: (model, provider) => {
      if (provider === null) return;
      const failures = (of(model).get(provider)?.failures ?? 0) + 1;
      of(model).set(provider, { failures, restsUntil: failures >= mostFailures ? clock.now() + restMs : 0 });
    },
    isWell: (model, provider) => (of(model).get(provider)?.restsUntil ?? 0) <= clock.now(),
    anyRests: (model) => [...of(model).values()].some(({ restsUntil }) => restsUntil > clock.now()),
  };
}
