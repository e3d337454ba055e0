import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePricing } from '../../../src/core/facts/pricing.ts';

describe('how a price is charged', () => {
  test.each([
    ['Free', 'free'],
    ['Free (research licence only)', 'free'],
    ['Free during the beta', 'free'],
    ['Free, no credit card required', 'free'],
    ['Free, no subscription, no hidden fees', 'free'],
    ['Free of charge', 'free'],
    ['$0', 'free'],
    ['Free tier available / Pro $15/mo', 'free-tier'],
    ['Free tier generous, pay-per-token after', 'free-tier'],
    ['Free up to 5 users, $4/user/month after', 'free-tier'],
    ['Pay as you go; free tier through monthly credits', 'free-tier'],
    ['Freemium', 'free-tier'],
    ['$0/mo hobby, $20/mo Pro', 'free-tier'],
    ['Always-free tier', 'free-tier'],
    ['Free for personal use; teams pay $20 a month', 'free-tier'],
    ['Free for open source projects, $12/seat/month otherwise', 'free-tier'],
    ['Open Source', 'open-source'],
    ['Free / Open Source', 'open-source'],
    ['open-source core, hosted from $20/mo', 'open-source'],
    ['MIT licensed', 'open-source'],
  ] as const)('%s lets one start for free: %s', (text, model) => {
    expect(parsePricing(text)).toMatchObject({ text, model, entry: 'free' });
  });

  test.each([
    ['Usage-based (pay-per-token)', 'usage-based'],
    ['Pay-as-you-go', 'usage-based'],
    ['$0.15/1M input, $0.60/1M output', 'usage-based'],
    ['$300 in free credits, then pay as you go', 'usage-based'],
    ['Runs open-source models; $0.20 per million tokens', 'usage-based'],
    ['file operations cost nothing; $2 per million input tokens', 'usage-based'],
    ['$3,999', 'paid'],
    ['One-time purchase', 'paid'],
    ['No free tier; $20/month', 'paid'],
    ['There is no longer a free plan', 'paid'],
    ['Free tier: none', 'paid'],
    ['Free plan discontinued', 'paid'],
    ['not free', 'paid'],
    ["isn't free", 'paid'],
    ['14-day free trial', 'paid'],
    ['Free 30-day trial, then $9/mo', 'paid'],
    ['$9/mo, first month free', 'paid'],
    ['Free for 14 days', 'paid'],
    ['$199, free shipping', 'paid'],
    ['Ad-free for $5 a month', 'paid'],
    ['Royalty-free music, $10/mo', 'paid'],
    ['$49, tax free', 'paid'],
    ['$0 setup fee, $20/month', 'paid'],
    ['Free with the Plus plan', 'paid'],
    ['Free for Pro subscribers', 'paid'],
    ['Not open source; licence quoted by sales', 'paid'],
    ['Contact sales', 'paid'],
  ] as const)('%s does not: %s', (text, model) => {
    expect(parsePricing(text)).toMatchObject({ model, entry: 'paid' });
  });

  test.each(['Price to be announced', 'Waitlist', 'Freedom units', '—'])('%s says nothing', (text) => {
    expect(parsePricing(text)).toEqual({ text, model: 'unknown', entry: null, amounts: [] });
  });

  test.each([null, '', '  \n'])('no text (%j) is unknown', (text) => {
    expect(parsePricing(text)).toEqual({ text: null, model: 'unknown', entry: null, amounts: [] });
  });
});

describe('amounts', () => {
  test.each([
    ['$1,299', 1299, 'USD', null],
    ['~$20/mo', 20, 'USD', 'month'],
    ['$1,299.99', 1299.99, 'USD', null],
    ['$1,000,000 per year', 1_000_000, 'USD', 'year'],
    ['$1.5k', 1500, 'USD', null],
    ['$.50 per call', 0.5, 'USD', 'call'],
    ['5 cents per image', 0.05, 'USD', 'image'],
    ['20 EUR monthly', 20, 'EUR', 'month'],
    ['19,99 €', 19.99, 'EUR', null],
    ['1.299 €', 1299, 'EUR', null],
    ['1 299 €', 1299, 'EUR', null],
    ['EUR 1.299,00', 1299, 'EUR', null],
    ['CHF 1’299.50', 1299.5, 'CHF', null],
    ['£8/user/month billed annually', 8, 'GBP', 'user per month'],
    ['¥1,000 per year', 1000, 'JPY', 'year'],
    ['US$20 a month', 20, 'USD', 'month'],
    ['$20 CAD/month', 20, 'CAD', 'month'],
    ['10$/mo', 10, 'USD', 'month'],
    ['$10 per seat per month', 10, 'USD', 'seat per month'],
    ['$8 monthly per seat', 8, 'USD', 'seat per month'],
    ['$20 per user, per month', 20, 'USD', 'user per month'],
    ['$0.15/1M input', 0.15, 'USD', 'million input tokens'],
    ['$0.075 per million cached input tokens', 0.075, 'USD', 'million cached input tokens'],
    ['$0.002/1K tokens', 0.002, 'USD', 'thousand tokens'],
    ['$3/MTok', 3, 'USD', 'million tokens'],
    ['$5 per 1,000 calls', 5, 'USD', 'thousand calls'],
    ['$1 per 250 queries', 1, 'USD', '250 queries'],
    ['$0.40/GB-month', 0.4, 'USD', 'GB per month'],
    ['$5 per widget', 5, 'USD', 'widget'],
    ['$15/Business', 15, 'USD', null],
  ])('%s', (text, value, currency, unit) => {
    const [amount, ...more] = parsePricing(text).amounts;
    expect(more).toEqual([]);
    expect(amount).toMatchObject({ currency, unit });
    expect(amount?.value).toBeCloseTo(value, 9);
  });

  test.each([
    ['$10-20/mo', [10, 20], 'month'],
    ['$10–$20 per user', [10, 20], 'user'],
    ['$10 to $20 per month', [10, 20], 'month'],
    ['$3 / $15 per million tokens', [3, 15], 'million tokens'],
  ])('%s has both ends, and both have the unit', (text, values, unit) => {
    expect(parsePricing(text).amounts.map((amount) => [amount.value, amount.unit])).toEqual(
      values.map((value) => [value, unit]),
    );
  });

  test('each plan keeps its own unit and words', () => {
    expect(parsePricing('Free tier / Pro $15/mo / Business $350/yr').amounts).toEqual([
      { value: 15, currency: 'USD', unit: 'month', text: '$15/mo' },
      { value: 350, currency: 'USD', unit: 'year', text: '$350/yr' },
    ]);
  });

  test.each(['$300 in free credits', '$5 off', 'save $20', 'v2.5 for 3 people', `$${'9'.repeat(400)}`])(
    '%s holds no price',
    (text) => {
      expect(parsePricing(text).amounts).toEqual([]);
    },
  );
});

const scraps = [
  'free',
  'no ',
  'tier',
  'trial',
  '$',
  '€',
  '¢',
  '1,299',
  '.5',
  '0',
  '12 000',
  'k',
  '/',
  'mo',
  ' per ',
  '1M',
  'input',
  'USD',
  '-',
  '–',
  ' to ',
  'open source',
  ' ',
  '\n',
  'İ',
  '\u202f',
];
const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...scraps), { maxLength: 30 }).map((parts) => parts.join('')),
);

test('any text is read: amounts are finite, not negative, and stand in the text', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const pricing = parsePricing(text);
      for (const amount of pricing.amounts) {
        expect(Number.isFinite(amount.value) && amount.value >= 0).toBe(true);
        expect(amount.currency).toMatch(/^[A-Z]{3}$/);
        expect(text).toContain(amount.text);
      }
      expect(pricing.entry === null).toBe(pricing.model === 'unknown');
    }),
    { numRuns: 1000 },
  );
});

test.each([
  'free '.repeat(20_000),
  `no${' '.repeat(100_000)}`,
  '1'.repeat(100_000),
  'a%'.repeat(50_000),
  '$1/1,'.repeat(20_000),
])('a long text takes no long time', (text) => {
  // No clock: anything worse than linear takes minutes here and runs into the test's own limit.
  expect(parsePricing(text).text).toBe(text);
});
