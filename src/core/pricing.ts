/** How a price is charged. Open source counts as free entry. */
export type PricingModel = 'free' | 'free-tier' | 'paid' | 'usage-based' | 'open-source' | 'unknown';

/** One amount found in a pricing text: `$15/mo` is { value: 15, currency: 'USD', unit: 'month' }. */
export interface PriceAmount {
  value: number;
  /** ISO 4217 code. */
  currency: string;
  /** What the amount buys, in words (`month`, `million tokens`, `seat per month`); null when the text does not say. */
  unit: string | null;
  /** The words it was read from. */
  text: string;
}

/** What a pricing text says, as typed values. `text` is null when nothing is known. */
export interface Pricing {
  text: string | null;
  model: PricingModel;
  /** Whether one can start without paying; null when the text does not tell. */
  entry: 'free' | 'paid' | null;
  amounts: PriceAmount[];
}
