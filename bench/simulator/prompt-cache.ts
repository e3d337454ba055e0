import { digest } from './chance.ts';

/** One piece of a request in the order of the prefix. */
export interface Block {
  text: string;
  /** Life of the entry that ends here, in milliseconds; null where no breakpoint stands. */
  lifeMs: number | null;
  /** Whether it is a one-hour entry. */
  long: boolean;
}

/** What a request reads and writes. Counts are tokens. */
export interface CachePlan {
  input: number;
  read: number;
  write5m: number;
  write1h: number;
  /** The prefix up to the last breakpoint: requests with the same key could share it. Null without one, or below the minimum. */
  shared: { key: string; tokens: number } | null;
  /** To be called when the answer begins: from then on others can read what it wrote. */
  publish(): void;
}

/** Fewest tokens of an entry, by the beginning of a model’s id; 1,024 for any other. */
const minimum: readonly [model: string, tokens: number][] = [
  ['claude-opus-5', 512],
  ['claude-sonnet-5-5', 512],
  ['claude-fable-5', 512],
  ['claude-opus-4-7', 2_048],
  ['claude-opus-4-5', 4_096],
  ['claude-opus-4-6', 4_096],
  ['claude-haiku-4-5', 4_096],
];

/** So many blocks before a breakpoint are looked at for an older entry. */
const lookback = 20;

/** Tokens of a text, at four characters each. */
export function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}

/** Prompt caching as the Messages API does it: entries by prefix, written at breakpoints, readable once the writing answer begins. */
export function openPromptCache(
  now: () => number,
): (scope: string, model: string, blocks: readonly Block[]) => CachePlan {
  const entries = new Map<string, { lifeMs: number; endsAt: number }>();
  const live = (key: string): boolean => (entries.get(key)?.endsAt ?? 0) > now();

  return (scope, model, blocks) => {
    const prefixes = prefixesOf(scope, blocks);
    const least = minimum.find(([start]) => model.startsWith(start))?.[1] ?? 1_024;
    const found = findEntry(prefixes, live);
    const entry = found === null ? undefined : entries.get(found.key);
    if (entry !== undefined) entry.endsAt = now() + entry.lifeMs;
    let from = found?.tokens ?? 0;
    const plan = { read: from, write5m: 0, write1h: 0 };
    const writes = prefixes.filter(({ tokens, block }) => block.lifeMs !== null && tokens > from && tokens >= least);
    for (const { tokens, block } of writes) {
      plan[block.long ? 'write1h' : 'write5m'] += tokens - from;
      from = tokens;
    }
    const last = prefixes.findLast(({ tokens, block }) => block.lifeMs !== null && tokens >= least);
    return {
      ...plan,
      shared: last === undefined ? null : { key: last.key, tokens: last.tokens },
      input: (prefixes.at(-1)?.tokens ?? 0) - from,
      publish: () => {
        for (const { key, block } of writes)
          entries.set(key, { lifeMs: block.lifeMs ?? 0, endsAt: now() + (block.lifeMs ?? 0) });
      },
    };
  };
}

interface Prefix {
  key: string;
  tokens: number;
  block: Block;
}

function prefixesOf(scope: string, blocks: readonly Block[]): Prefix[] {
  let key = digest(scope);
  let tokens = 0;
  return blocks.map((block) => {
    key = digest(`${key}\n${block.text}`);
    tokens += tokensOf(block.text);
    return { key, tokens, block };
  });
}

/** The longest prefix that can be read, seen from the last breakpoint backwards. */
function findEntry(prefixes: readonly Prefix[], live: (key: string) => boolean): Prefix | null {
  const ends = prefixes.flatMap(({ block }, index) => (block.lifeMs === null ? [] : [index]));
  for (const end of ends.reverse()) {
    const near = prefixes.slice(Math.max(0, end - lookback + 1), end + 1);
    const found = near.findLast(({ key }) => live(key));
    if (found !== undefined) return found;
  }
  return null;
}
