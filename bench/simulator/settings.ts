/** How an answer goes wrong. `slow` only takes longer; `truncated`, `malformed` and `refusal` are answers all the same. */
export const faults = [
  '500',
  '529',
  'reset',
  'slow',
  'malformed',
  'truncated',
  'refusal',
  'html',
  'midstream',
  'early-end',
] as const;

export type Fault = (typeof faults)[number];

/** The faults a share is drawn from unless other ones are named. */
const usualFaults: readonly Fault[] = ['500', '529', 'reset', 'slow', 'malformed', 'truncated', 'refusal'];

export interface SimulatorSettings {
  /** 0 takes a free one. */
  port: number;
  /** Median time to the first byte of an answer, in milliseconds. */
  ttfb: number;
  /** Sigma of the log-normal factor around the median; 0 for none. */
  jitter: number;
  /** Output tokens in a second; 0 sends the whole answer with its first byte. */
  tokensPerSecond: number;
  /** Limits in a minute; 0 for none. Each is a bucket that refills without a break. */
  requests: number;
  inputTokens: number;
  outputTokens: number;
  /** What a full bucket holds, in seconds of its rate. */
  burstSeconds: number;
  /** Share of calls that go wrong, from 0 to 1. */
  faultShare: number;
  faults: readonly Fault[];
  /** How many times longer a slow answer takes. */
  slowness: number;
  /** The same seed draws the same faults and delays for the same questions. */
  seed: number;
  /** Lifetime of a five-minute cache entry in seconds: shorter ones make expiry visible. */
  cacheSeconds: number;
  /** Milliseconds until a batch ends. */
  batchMs: number;
  /** Share of opinions that first need a correction round, from 0 to 1. */
  repairShare: number;
}

export const usualSettings: SimulatorSettings = {
  port: 0,
  ttfb: 50,
  jitter: 0,
  tokensPerSecond: 0,
  requests: 0,
  inputTokens: 0,
  outputTokens: 0,
  burstSeconds: 60,
  faultShare: 0,
  faults: usualFaults,
  slowness: 10,
  seed: 1,
  cacheSeconds: 300,
  batchMs: 200,
  repairShare: 0,
};
