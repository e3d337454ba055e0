import PQueue from 'p-queue';
import { canonicalAddress } from '../../core/facts/address.ts';
import type { Launch, LaunchDecision, Verdict } from '../../core/launches/launch.ts';
import { isOn, productAddress } from '../../core/launches/launch-address.ts';
import type { Desk } from '../../desk.ts';
import { FetchFailed, FetchRefused } from '../../sources/fetch-source.ts';
import { rule } from '../../store/contract/contract.ts';
import { identifyLaunch, sameAs } from './identify-launch.ts';

export interface LookingOptions {
  /** Pages looked at, at most; other launches wait for the next scan. */
  most: number;
  /** Milliseconds a page may take. */
  patience: number;
  onStage: ((stage: { reading: 'pages'; count: number }) => void) | undefined;
}

/** Pages looked at side by side. */
const atOnce = 4;

/** Most bytes of a page: it is only looked whether there is one. */
const largestPage = 2_000_000;

/**
 * Decides the launches that wait, in the order they came: left when the product is known or taken already, held when its
 * page is not there, else taken. A page that could not be read this time is no reason to hold: it is read again when the
 * tool is gathered. A run that was killed leaves them waiting for the next one; of two runs at once the first decides.
 */
export async function lookAtLaunches(desk: Desk, options: LookingOptions): Promise<Launch[]> {
  const waiting = (await desk.store.launches.list({ state: 'waiting' })).reverse().slice(0, options.most);
  if (waiting.length > 0) options.onStage?.({ reading: 'pages', count: waiting.length });
  const queue = new PQueue({ concurrency: atOnce });
  const looks = waiting.map((launch) => {
    const look = queue.add(() => lookAt(desk, launch, options.patience));
    look.catch(() => undefined);
    return look;
  });
  const decided: Launch[] = [];
  for (const [index, launch] of waiting.entries()) {
    const seen = await looks[index];
    desk.signal.throwIfAborted();
    decided.push(await decide(desk, launch, seen ?? { state: 'unknown' }));
  }
  return decided;
}

/** What a look at a page showed. `unknown`: neither that it is there nor that it is not. */
type Look =
  | { state: 'there'; url: string }
  | { state: 'missing'; because: string }
  | { state: 'known'; twin: Launch }
  | { state: 'unknown' };

async function lookAt(desk: Desk, launch: Launch, patience: number): Promise<Look> {
  desk.signal.throwIfAborted();
  const twin = await desk.store.launches.findTwin(launch);
  if (twin !== null) return { state: 'known', twin };
  if (launch.url === null) return { state: 'missing', because: 'no page of the product is linked' };
  const tooLong = AbortSignal.timeout(patience);
  try {
    const signal = AbortSignal.any([desk.signal, tooLong]);
    const { url } = await desk.fetchSource(launch.url, { signal, mostBytes: largestPage });
    return { state: 'there', url: productAddress(url) ?? launch.url };
  } catch (error) {
    desk.signal.throwIfAborted();
    if (error instanceof FetchRefused) return { state: 'missing', because: error.message };
    if (tooLong.aborted) return { state: 'unknown' };
    if (!(error instanceof FetchFailed)) throw error;
    const isGone = error.status === 404 || error.status === 410;
    return isGone ? { state: 'missing', because: `its page answers ${error.status}` } : { state: 'unknown' };
  }
}

async function decide(desk: Desk, launch: Launch, look: Look): Promise<Launch> {
  const say = (verdict: Verdict): LaunchDecision => ({ ...verdict, by: rule, at: desk.now().toISOString() });
  const leave = (because: string, tool: string | null): Promise<Launch> =>
    desk.store.launches.decide(launch.id, say({ state: 'left', reason: 'seen-before', because }), {
      tool,
      over: 'waiting',
    });
  const twinNow = look.state === 'known' ? look.twin : await desk.store.launches.findTwin(launch);
  if (twinNow !== null) return leave(sameAs(twinNow), twinNow.tool);
  const url = look.state === 'there' ? settled(launch, look.url) : (launch.url ?? '');
  const identity = await identifyLaunch(desk, launch, url);
  if (identity.is === 'known') return leave(identity.because, identity.tool);
  if (look.state === 'missing')
    return desk.store.launches.decide(launch.id, say({ state: 'held', reason: 'no-evidence', because: look.because }), {
      over: 'waiting',
    });
  if (identity.is === 'unsure')
    return desk.store.launches.decide(
      launch.id,
      say({ state: 'held', reason: 'seen-before', because: `${identity.because}; a person decides` }),
      { over: 'waiting' },
    );
  const taken = say({ state: 'taken', reason: 'new-tool', because: launch.decision.because });
  const address = canonicalAddress(url) ?? url;
  const { launch: now, twin } = await desk.store.launches.take(launch.id, taken, { url, address, tool: identity.tool });
  return twin === null ? now : leave(sameAs(twin), twin.tool);
}

/**
 * Where a link led on to is the product’s address: a launch site’s link, a page that moved. A home page keeps its own
 * address when it only sends visitors on within its site, and so does what asks them to log in.
 */
function settled({ url }: Launch, found: string): string {
  const own = new URL(url ?? found);
  const there = new URL(found);
  const isHome = own.pathname === '/' && (isOn(there.host, own.host) || isOn(own.host, there.host));
  return isHome || /\b(?:log-?in|sign-?in|auth|sso)\b/i.test(there.host + there.pathname) ? own.href : found;
}
