import { FetchRefused } from '../fetch-source.ts';
import { reasonOf, Unusable } from './unusable.ts';

/** The name sites call us by in their robots.txt. */
export const robotsName = 'ship-or-skip';

/** What a site asks of automated readers. */
export interface SiteRules {
  allows(url: URL): boolean;
  /** Milliseconds between two requests; null when the site names none. */
  delayMs: number | null;
}

/** The answer for a robots.txt: its status and as much of it as is read. */
export type ReadRobots = (url: URL, signal: AbortSignal) => Promise<{ status: number; text: string }>;

/** A site may slow us down, but not to a standstill. */
const longestDelayMs = 5000;

const everything: SiteRules = { allows: () => true, delayMs: null };

/**
 * Looks up a site’s rules once for each origin, as RFC 9309 says: no robots.txt (4xx), or one that leads where nothing may
 * be fetched, allows everything; one that cannot be reached (5xx, 429, no answer) allows nothing for now.
 * The function it returns rejects with Unusable in the latter case.
 */
export function rememberRules(read: ReadRobots): (url: URL, signal: AbortSignal) => Promise<SiteRules> {
  const known = new Map<string, Promise<SiteRules>>();
  return async (url, signal) => {
    const rules = known.get(url.origin) ?? readRules(url.origin, read, signal);
    known.set(url.origin, rules);
    try {
      return await rules;
    } catch (error) {
      // whoever gave up asking has not learnt what the site says
      if (signal.aborted) known.delete(url.origin);
      throw error;
    }
  };
}

async function readRules(origin: string, read: ReadRobots, signal: AbortSignal): Promise<SiteRules> {
  const url = new URL('/robots.txt', origin);
  let answer: Awaited<ReturnType<ReadRobots>>;
  try {
    answer = await read(url, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof FetchRefused) return everything;
    throw new Unusable(`its site’s robots.txt cannot be read, and without it nothing is (${reasonOf(error)})`);
  }
  const { status, text } = answer;
  if (status === 429 || status >= 500)
    throw new Unusable(`its site’s robots.txt cannot be read for now (${status})`, status);
  return status >= 400 ? everything : parseRules(url, text);
}

/** Rules longer than any address we follow match nothing, and would only take time. */
const longestRule = 2000;

async function parseRules(url: URL, text: string): Promise<SiteRules> {
  const { default: library } = await import('robots-parser');
  // its types speak of an ES module, which it is not
  const robotsParser = library as unknown as typeof library.default;
  const lines = text.split(/\r\n?|\n/).filter((line) => line.length <= longestRule);
  const robots = robotsParser(url.href, lines.join('\n'));
  const seconds = robots.getCrawlDelay(robotsName);
  return {
    allows: (target) => robots.isAllowed(target.href, robotsName) !== false,
    delayMs: seconds === undefined || seconds < 0 ? null : Math.min(seconds * 1000, longestDelayMs),
  };
}
