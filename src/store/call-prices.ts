import type { Prices } from '../core/cost.ts';
import { readJson, tiersColumn, writeJson } from './json.ts';
import type { LedgerColumns } from './tables/ledger-tables.ts';

type PriceColumns = Pick<LedgerColumns, 'price_version' | 'price_tiers'>;

/** What a call was paid at, column by column. */
export function priceColumns(prices: Prices | null): PriceColumns {
  return { price_version: prices?.version ?? null, price_tiers: writeJson(tiersColumn, prices?.tiers ?? null) };
}

/** `where` names table and row for errors. @throws DamagedRow */
export function pricesOf({ price_version: version, price_tiers }: PriceColumns, where: string): Prices | null {
  const tiers = readJson(tiersColumn, price_tiers, where);
  return version === null || tiers === null ? null : { version, tiers };
}
