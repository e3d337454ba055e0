import type { Reply } from '../../core/call.ts';
import type { Byline } from '../../core/opinion/review.ts';
import { Unkeepable } from '../contract/contract.ts';
import { readJson, suppliedColumn, usageColumn, writeJson } from '../json.ts';
import type { BylineColumns, ProvenanceColumns } from './schema.ts';

type Provenance = Pick<Reply, 'model' | 'family' | 'servedBy' | 'requestId' | 'usage' | 'costUsd' | 'supplied'>;

/**
 * The row as it is, when every value is text, null or a finite number. Databases and query builders turn `undefined` and
 * NaN into NULL without a word, which would make a known cost unknown.
 * @throws Unkeepable naming table and column.
 */
export function exact<Row extends object>(table: string, row: Row): Row {
  for (const [column, value] of Object.entries(row)) {
    if (value === null || typeof value === 'string' || Number.isFinite(value)) continue;
    throw new Unkeepable(
      `${table}.${column} cannot be kept: ${String(value)} is neither text, a finite number nor null`,
    );
  }
  return row;
}

export function provenanceColumns<P extends string>(
  from: Provenance & { provider: P },
): ProvenanceColumns & { provider: P } {
  return {
    provider: from.provider,
    model: from.model,
    family: from.family,
    served_by: from.servedBy,
    request_id: from.requestId,
    usage: writeJson(usageColumn, from.usage),
    cost_usd: from.costUsd,
    supplied: writeJson(suppliedColumn, from.supplied),
  };
}

/** `where` names table and row for errors. @throws DamagedRow */
export function provenanceOf(row: ProvenanceColumns, where: string): Provenance {
  return {
    model: row.model,
    family: row.family,
    servedBy: row.served_by,
    requestId: row.request_id,
    usage: readJson(usageColumn, row.usage, where),
    costUsd: row.cost_usd,
    supplied: readJson(suppliedColumn, row.supplied, where),
  };
}

export function bylineColumns(byline: Byline): BylineColumns {
  return {
    ...provenanceColumns(byline),
    prompt_key: byline.promptKey,
    dossier_key: byline.dossierKey,
    written_at: byline.writtenAt,
  };
}

/** `where` names table and row for errors. @throws DamagedRow */
export function bylineOf(row: BylineColumns, where: string): Byline {
  return {
    ...provenanceOf(row, where),
    provider: row.provider,
    promptKey: row.prompt_key,
    dossierKey: row.dossier_key,
    writtenAt: row.written_at,
  };
}
