import { z } from 'zod';
import type { Reply, Usage } from '../core/call.ts';
import type { CheckedAnswer, CheckedOpinion } from '../core/review.ts';
import type { Tool } from '../core/tool.ts';
import { DamagedRow, Unkeepable } from './contract.ts';

/** A column that holds JSON. The same schema guards both ways: nothing inexact goes in, nothing damaged comes out. */
export interface JsonColumn<T> {
  name: string;
  schema: z.ZodType<T>;
}

const text = z.string();
const number = z.number();

const answer = z.enum(['yes', 'no', 'unknown']);
const quotes = z.array(z.strictObject({ source: text, text, verified: z.boolean() }));
const checks: z.ZodType<CheckedAnswer[]> = z.array(
  z.strictObject({ id: text, answer, said: answer, because: text, quotes }),
);

const usage: z.ZodType<Usage> = z.strictObject({
  input: number,
  output: number,
  thinking: number.nullable(),
  cacheWrite5m: number,
  cacheWrite1h: number,
  cacheRead: number,
});

const supplied: z.ZodType<NonNullable<Reply['supplied']>> = z.strictObject({ by: text, on: text, older: z.boolean() });

const opinion: z.ZodType<CheckedOpinion> = z.strictObject({
  checks,
  statements: z.array(
    z.strictObject({
      beat: text,
      kind: z.enum(['fact', 'opinion', 'prediction']),
      text,
      quotes,
      judgeBy: text.nullable(),
    }),
  ),
  headline: text,
  bestFor: text,
  avoidIf: text,
  gutScore: number.nullable(),
  flags: z.array(z.strictObject({ path: text, problem: text, weight: z.enum(['reject', 'mend', 'flag']) })),
});

const facts: z.ZodType<Tool> = z.strictObject({
  slug: text,
  name: text,
  maker: text.nullable(),
  jobs: z.array(text),
  tagline: text,
  category: text,
  url: text,
  pricing: z.strictObject({
    text: text.nullable(),
    model: z.enum(['free', 'free-tier', 'paid', 'usage-based', 'open-source', 'unknown']),
    entry: z.enum(['free', 'paid']).nullable(),
    amounts: z.array(z.strictObject({ value: number, currency: text, unit: text.nullable(), text })),
  }),
  launched: text.nullable(),
  discontinued: text.nullable(),
  licence: text.nullable(),
  description: text,
  aliases: z.array(text),
});

export const usageColumn: JsonColumn<Usage> = { name: 'usage', schema: usage };
export const suppliedColumn: JsonColumn<NonNullable<Reply['supplied']>> = { name: 'supplied', schema: supplied };
export const opinionColumn: JsonColumn<CheckedOpinion> = { name: 'opinion', schema: opinion };
export const checksColumn: JsonColumn<CheckedAnswer[]> = { name: 'checks', schema: checks };
export const factsColumn: JsonColumn<Tool> = { name: 'facts', schema: facts };

/** @throws Unkeepable for a value JSON would change: NaN, infinities, undefined. */
export function writeJson<T>(column: JsonColumn<T>, value: T): string;
export function writeJson<T>(column: JsonColumn<T>, value: T | null): string | null;
export function writeJson<T>(column: JsonColumn<T>, value: T | null): string | null {
  if (value === null) return null;
  const result = column.schema.safeParse(value);
  if (!result.success) throw new Unkeepable(`${column.name} cannot be kept: ${firstIssue(result.error)}`);
  return JSON.stringify(result.data);
}

/** `row` names table and row for the error. @throws DamagedRow */
export function readJson<T>(column: JsonColumn<T>, stored: string, row: string): T;
export function readJson<T>(column: JsonColumn<T>, stored: string | null, row: string): T | null;
export function readJson<T>(column: JsonColumn<T>, stored: string | null, row: string): T | null {
  if (stored === null) return null;
  const result = column.schema.safeParse(parsed(column.name, stored, row));
  if (!result.success) throw damaged(column.name, row, firstIssue(result.error));
  return result.data;
}

function parsed(column: string, stored: string, row: string): unknown {
  try {
    return JSON.parse(stored);
  } catch (error) {
    throw damaged(column, row, 'not JSON', error);
  }
}

function damaged(column: string, row: string, problem: string, cause?: unknown): DamagedRow {
  const advice = 'Restore the database from a backup, or name another one with --database.';
  return new DamagedRow(`The store is damaged: ${row}, column ${column}: ${problem}. ${advice}`, { cause });
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? 'unreadable' : `${['', ...issue.path].join('/')} ${issue.message}`.trim();
}
