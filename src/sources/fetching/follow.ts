import { FetchRefused } from '../fetch-source.ts';
import { judgeTarget, withoutCredentials } from './guard.ts';
import type { FetchLimits } from './limits.ts';
import type { OpenedHost } from './opened-host.ts';
import type { Answer } from './request.ts';
import { reasonOfStatus, Unusable } from './unusable.ts';

/** What one hop needs. */
interface Following<T> {
  opened: readonly OpenedHost[];
  limits: Pick<FetchLimits, 'deadlineMs' | 'mostRedirects'>;
  signal: AbortSignal;
  /** Runs a hop when it may be made; rejects when it may not. */
  turn(url: URL, run: () => Promise<Step<T>>): Promise<Step<T>>;
  send(url: URL, signal: AbortSignal): Promise<Answer>;
  /** Makes of the last answer what the caller is after. */
  use(answer: Answer, url: URL): Promise<T>;
}

/** Where a hop leads: on to another address, or to the end. */
type Step<T> = { to: string } | { value: T };

const redirects = new Set([301, 302, 303, 307, 308]);

/**
 * Asks for an address and goes where its redirects lead, each through the guard, within one deadline for all time spent on
 * the wire. An https address is not left for an http one: whoever sits on the way could then write the evidence.
 * @throws FetchRefused or Unusable
 */
export async function follow<T>(asked: string, following: Following<T>): Promise<T> {
  const { limits, opened } = following;
  const budget = { leftMs: limits.deadlineMs };
  let target = judgeTarget(asked, opened);
  for (let hop = 0; hop <= limits.mostRedirects; hop += 1) {
    try {
      const step = await following.turn(target, () =>
        inTime(following, budget, (signal) => take(target, following, signal)),
      );
      if ('value' in step) return step.value;
      target = judgeRedirect(target, step.to, opened);
    } catch (error) {
      throw error instanceof FetchRefused ? seenFrom(asked, error) : error;
    }
  }
  throw new Unusable(`it redirects more than ${limits.mostRedirects} times`);
}

async function take<T>(url: URL, { send, use }: Following<T>, signal: AbortSignal): Promise<Step<T>> {
  const answer = await send(url, signal);
  if (!redirects.has(answer.status)) return { value: await use(answer, url) };
  answer.leave();
  const to = answer.header('location');
  if (to === null) throw new Unusable(`${reasonOfStatus(answer.status)} without saying where to`, answer.status);
  return { to };
}

function judgeRedirect(from: URL, to: string, opened: readonly OpenedHost[]): URL {
  const target = judgeTarget(URL.parse(to, from.href)?.href ?? to, opened);
  if (from.protocol === 'https:' && target.protocol === 'http:')
    throw new FetchRefused(
      withoutCredentials(target),
      'it leaves https for http, where anybody on the way can change it',
    );
  return target;
}

/** The refusal of an address a redirect led to, as one of the address that was asked for. */
function seenFrom(asked: string, refusal: FetchRefused): FetchRefused {
  if (URL.parse(asked)?.href === URL.parse(refusal.url)?.href) return refusal;
  return new FetchRefused(asked, `it leads to ${refusal.url}, and ${refusal.reason}`);
}

/** Runs a hop within what is left of the deadline, and takes its time off. */
async function inTime<T>(
  { signal, limits }: Pick<Following<T>, 'signal' | 'limits'>,
  budget: { leftMs: number },
  run: (signal: AbortSignal) => Promise<Step<T>>,
): Promise<Step<T>> {
  const began = performance.now();
  const late = AbortSignal.timeout(Math.max(0, Math.ceil(budget.leftMs)));
  try {
    return await run(AbortSignal.any([signal, late]));
  } catch (error) {
    signal.throwIfAborted();
    if (late.aborted) throw new Unusable(`no whole answer came within ${limits.deadlineMs / 1000} s`);
    throw error;
  } finally {
    budget.leftMs -= performance.now() - began;
  }
}
