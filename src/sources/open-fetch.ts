import type { Agent } from 'undici';
import { cleanLine } from '../core/steering/steering.ts';
import { type Fetched, FetchFailed, type FetchOptions, FetchRefused, type FetchSource } from './fetch-source.ts';
import { type Dialling, machineResolve, openAgent } from './fetching/dial.ts';
import { follow } from './fetching/follow.ts';
import { type FetchLimits, usualLimits } from './fetching/limits.ts';
import { readMediaType, sniffType, usualTypes } from './fetching/media-type.ts';
import { hostOf, isOpened, type OpenedHost, portOf } from './fetching/opened-host.ts';
import { type Answer, request } from './fetching/request.ts';
import { rememberRules, robotsName } from './fetching/robots.ts';
import { machineWait, openTurns, type Wait } from './fetching/turns.ts';
import { reasonOf, reasonOfStatus, Unusable } from './fetching/unusable.ts';

/** How sources are fetched here. */
export interface FetchSettings {
  /** Hosts and ports the guard lets pass whatever their address. */
  opened?: readonly OpenedHost[];
  now?: () => Date;
  resolve?: Dialling['resolve'];
  /** Milliseconds between the starts of two requests to one host; half a second, and none at an opened one, when left out. */
  pauseMs?: number;
  wait?: Wait;
  limits?: Partial<FetchLimits>;
}

const userAgent = `${robotsName} (reads public pages to review tools; follows robots.txt)`;

/** Between the starts of two requests to a site that is not ours, in milliseconds. */
const usualPauseMs = 500;

/** Bytes of a robots.txt that are read; RFC 9309 asks for at least these. */
const mostRobotsBytes = 512_000;

/**
 * A way to fetch sources: every address, also after a redirect and after its name was resolved, passes the guard; sizes,
 * time, redirects and media types are limited; robots.txt is obeyed, and each host gets at most two requests at once, with
 * a pause between them unless a person opened it. Nothing is sent but the request itself: no cookie, no credentials, no referrer.
 */
export function openFetch(settings: FetchSettings = {}): FetchSource {
  const { opened = [], now = () => new Date(), resolve = machineResolve, wait = machineWait } = settings;
  const limits = { ...usualLimits, ...settings.limits };
  const takeTurn = openTurns(() => performance.now(), wait);
  let opening: Promise<Agent> | undefined;
  const agent = (): Promise<Agent> => (opening ??= openAgent({ opened, resolve, limits }));
  const send = async (url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<Answer> =>
    request(url, { agent: await agent(), signal, headers: { 'user-agent': userAgent, ...headers } });
  const pauseAt = (url: URL): number => settings.pauseMs ?? (isOpened(url, opened) ? 0 : usualPauseMs);
  const placeOf = (url: URL): string => `${hostOf(url)}:${portOf(url)}`;

  const rulesOf = rememberRules((robots, signal) =>
    follow(robots.href, {
      opened,
      limits,
      signal,
      turn: (url, run) => takeTurn(placeOf(url), 0, signal, run),
      send: (url, within) => send(url, { accept: 'text/plain, */*;q=0.1' }, within),
      use: async (answer) => {
        const isThere = answer.status >= 200 && answer.status < 300;
        if (!isThere) answer.leave();
        return {
          status: answer.status,
          text: isThere ? new TextDecoder().decode(await answer.readStart(mostRobotsBytes)) : '',
        };
      },
    }),
  );

  return async (asked, options) => {
    const { signal } = options;
    signal.throwIfAborted();
    const accept = options.accept ?? usualTypes;
    try {
      return await follow(asked, {
        opened,
        limits,
        signal,
        turn: async (url, run) => {
          const rules = await rulesOf(url, signal);
          if (!rules.allows(url))
            throw new FetchRefused(url.href, 'the site’s robots.txt asks automated readers not to');
          return takeTurn(placeOf(url), Math.max(pauseAt(url), rules.delayMs ?? 0), signal, run);
        },
        send: (url, within) => send(url, headersOf(options, accept), within),
        use: (answer, url) =>
          keep(answer, url, { asked, accept, options, mostBytes: options.mostBytes ?? limits.mostBytes, now }),
      });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof FetchRefused) throw error;
      throw new FetchFailed(cleanLine(asked), reasonOf(error), error instanceof Unusable ? error.status : null);
    }
  };
}

function headersOf({ etag, lastModified }: FetchOptions, accept: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = { accept: `${accept.join(', ')}, */*;q=0.1` };
  if (isHeaderValue(etag)) headers['if-none-match'] = etag;
  if (isHeaderValue(lastModified)) headers['if-modified-since'] = lastModified;
  return headers;
}

/** A validator once came from a server: what no head can carry is not sent. */
function isHeaderValue(value: string | null | undefined): value is string {
  return typeof value === 'string' && /^[\x20-\x7e]+$/.test(value);
}

interface Keeping {
  asked: string;
  accept: readonly string[];
  options: FetchOptions;
  mostBytes: number;
  now: () => Date;
}

/** Makes a document of an answer, or says why it is none. */
async function keep(answer: Answer, url: URL, { asked, accept, options, mostBytes, now }: Keeping): Promise<Fetched> {
  const { status, header } = answer;
  const found = { asked, url: withoutFragment(url) };
  if (status === 304 && (isHeaderValue(options.etag) || isHeaderValue(options.lastModified))) {
    answer.leave();
    return { kind: 'unchanged', ...found, retrievedAt: now().toISOString() };
  }
  const named = readMediaType(header('content-type'));
  const hasType = named.type !== '';
  if (status !== 200 || (hasType && !accept.includes(named.type))) {
    answer.leave();
    if (status !== 200) throw new Unusable(reasonOfStatus(status), status);
    throw new FetchRefused(url.href, `its type ${named.type} is none that is read here`);
  }
  const body = await answer.read(mostBytes);
  if (body.byteLength === 0) throw new Unusable('its answer is empty', status);
  const contentType = hasType ? named.type : sniffType(body);
  if (!accept.includes(contentType)) throw new FetchRefused(url.href, 'it names no type and is none that is read here');
  const [etag, lastModified] = [header('etag'), header('last-modified')];
  return {
    kind: 'document',
    ...found,
    contentType,
    charset: named.charset,
    body,
    retrievedAt: now().toISOString(),
    etag,
    lastModified,
  };
}

function withoutFragment(url: URL): string {
  const whole = new URL(url);
  whole.hash = '';
  return whole.href;
}
