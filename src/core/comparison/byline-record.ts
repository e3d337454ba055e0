import { z } from 'zod';

const count = z.number().int().min(0);
const usage = z.strictObject({
  input: count,
  output: count,
  thinking: count.nullable(),
  cacheWrite5m: count,
  cacheWrite1h: count,
  cacheRead: count,
});

/** Who wrote something, and what it cost, as a document shows it. */
export const BylineRecord = z.strictObject({
  provider: z.string(),
  model: z.string(),
  family: z.string(),
  standsInFor: z
    .string()
    .exactOptional()
    .describe('the lead that gave no answer, so that this model wrote in its place'),
  servedBy: z.string().nullable(),
  promptKey: z.string(),
  dossierKey: z.string(),
  requestId: z.string().nullable(),
  usage: usage.nullable(),
  costUsd: z.number().min(0).nullable().describe('all calls this review took; null when one is unknown'),
  writtenAt: z.iso.datetime(),
  supplied: z
    .strictObject({ by: z.string(), on: z.string(), older: z.boolean() })
    .nullable()
    .describe('for replies that came from a file: who supplied it, when, and whether the prompt has changed since'),
});
