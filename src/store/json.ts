import type { z } from 'zod';
import {
  CheckedAnswerShape,
  CheckedAnswersShape,
  KnownAnswersShape,
  OpinionShape,
  PriceTiersShape,
  QuotesShape,
  SuppliedShape,
  ToolShape,
  UsageShape,
} from '../core/audit/shape.ts';
import type { Reply, Usage } from '../core/call.ts';
import type { AnchorAnswer } from '../core/comparison/calibration.ts';
import type { CheckedAnswer as AnswerOnTop } from '../core/comparison/written-answer.ts';
import type { PriceTier } from '../core/cost.ts';
import type { Tool } from '../core/facts/tool.ts';
import type { CheckedAnswer, CheckedOpinion, CheckedQuote } from '../core/opinion/review.ts';
import { DamagedRow, Unkeepable } from './contract/contract.ts';

/** A column that holds JSON. The same schema guards both ways: nothing inexact goes in, nothing damaged comes out. */
export interface JsonColumn<T> {
  name: string;
  schema: z.ZodType<T>;
}

export const usageColumn: JsonColumn<Usage> = { name: 'usage', schema: UsageShape };
export const tiersColumn: JsonColumn<readonly PriceTier[]> = { name: 'price_tiers', schema: PriceTiersShape };
export const suppliedColumn: JsonColumn<NonNullable<Reply['supplied']>> = { name: 'supplied', schema: SuppliedShape };
export const opinionColumn: JsonColumn<CheckedOpinion> = { name: 'opinion', schema: OpinionShape };
export const quotesColumn: JsonColumn<CheckedQuote[]> = { name: 'quotes', schema: QuotesShape };
export const checksColumn: JsonColumn<CheckedAnswer[]> = { name: 'checks', schema: CheckedAnswersShape };
export const answerColumn: JsonColumn<AnswerOnTop> = { name: 'answer', schema: CheckedAnswerShape };
export const knownColumn: JsonColumn<AnchorAnswer['known']> = { name: 'known', schema: KnownAnswersShape };
export const factsColumn: JsonColumn<Tool> = { name: 'facts', schema: ToolShape };

/** @throws Unkeepable for a value JSON would change: NaN, infinities, undefined. */
export function writeJson<T>(column: JsonColumn<T>, value: T): string;
export function writeJson<T>(column: JsonColumn<T>, value: T | null): string | null;
export function writeJson<T>(column: JsonColumn<T>, value: T | null): string | null {
  return value === null ? null : JSON.stringify(exactValue(column, value));
}

/** The value as it will be read back, its members in the same order. @throws Unkeepable */
export function exactValue<T>(column: JsonColumn<T>, value: T): T {
  const result = column.schema.safeParse(value);
  if (!result.success) throw new Unkeepable(`${column.name} cannot be kept: ${firstIssue(result.error)}`);
  return result.data;
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
