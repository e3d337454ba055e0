import type { Prompt, Reply } from '../../src/core/call.ts';
import type { KeptDuel } from '../../src/core/comparison/duel.ts';
import type { Prices } from '../../src/core/cost.ts';
import { assembleDossier, type UndatedDossier } from '../../src/core/facts/dossier.ts';
import type { Tool } from '../../src/core/facts/tool.ts';
import type { Ballot, Byline } from '../../src/core/opinion/review.ts';
import type { NewReview, StoredComparison } from '../../src/store/contract/contract.ts';

export const at = '2026-11-23T10:00:00.000Z';

export const samplePrices: Prices = {
  version: 'claude 2026-11-22',
  tiers: [{ upTo: null, price: { input: 2, output: 10, cacheWrite5m: 2.5, cacheWrite1h: 4, cacheRead: 0.1 } }],
};

export function sampleTool(slug: string, more: Partial<Tool> = {}): Tool {
  return {
    slug,
    name: `The ${slug}`,
    maker: null,
    jobs: ['keeping time', 'telling time'],
    tagline: 'Tells the time',
    category: 'Instruments',
    url: `https://${slug}.example/`,
    pricing: {
      text: '$15/mo',
      model: 'paid',
      entry: 'paid',
      amounts: [{ value: 15, currency: 'USD', unit: 'month', text: '$15/mo' }],
    },
    launched: '2025-04',
    discontinued: null,
    licence: null,
    description: 'A clock.',
    aliases: [],
    ...more,
  };
}

/** A dossier whose sources hold these texts, one each. */
export function sampleDossier(slug: string, texts: readonly string[] = ['It ticks.']): UndatedDossier {
  const sources = texts.map((text, index) => ({
    kind: 'note' as const,
    title: `Note ${index + 1}`,
    url: index % 2 === 0 ? null : `https://${slug}.example/${index}`,
    retrieved: '2026-11-20',
    text,
  }));
  return assembleDossier(sampleTool(slug), sources);
}

export function samplePrompt(more: Partial<Prompt> = {}): Prompt {
  return {
    key: 'prompt:v1:a',
    purpose: 'opinion',
    attempt: 1,
    seat: { tool: 'clock', persona: 'builder' },
    dossierKey: 'dossier:v1:a',
    model: 'claude:claude-sonnet-5-5',
    shared: 'rules',
    documents: [],
    own: 'persona',
    turns: [{ role: 'user', text: 'Judge.' }],
    schema: { name: 'opinion', schema: {} },
    effort: 'medium',
    maxOutputTokens: 1000,
    ...more,
  };
}

export function sampleReply(more: Partial<Reply> = {}): Reply {
  return {
    text: '{"checks":[]}',
    stop: 'end',
    stopReason: 'end_turn',
    provider: 'claude',
    model: 'claude-sonnet-5-5',
    family: 'anthropic',
    servedBy: null,
    requestId: 'req_1',
    usage: { input: 10, output: 20, thinking: null, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 3 },
    costUsd: 0.0123,
    prices: samplePrices,
    receivedAt: at,
    tookMs: 1234.5,
    supplied: null,
    batch: null,
    callId: null,
    ...more,
  };
}

export function sampleByline(dossierKey: string, more: Partial<Byline> = {}): Byline {
  return {
    provider: 'claude',
    model: 'claude-sonnet-5-5',
    family: 'anthropic',
    servedBy: null,
    promptKey: 'prompt:v1:a',
    dossierKey,
    requestId: 'req_1',
    usage: { input: 10, output: 20, thinking: 5, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 3 },
    costUsd: 0.0123,
    writtenAt: at,
    supplied: null,
    ...more,
  };
}

/** A review of the builder’s seat of a tool; the headline tells reviews apart. */
export function sampleReview(dossier: UndatedDossier, headline = 'It ticks', more: Partial<NewReview> = {}): NewReview {
  return {
    tool: dossier.tool.slug,
    persona: 'builder',
    opinion: {
      checks: [
        {
          id: 'ticks',
          answer: 'yes',
          said: 'yes',
          because: 'it says so',
          quotes: [{ source: 'S1', text: 'It ticks.', verified: true }],
        },
      ],
      statements: [{ beat: 'verdict', kind: 'opinion', text: 'Fine.', quotes: [], judgeBy: null }],
      headline,
      bestFor: 'the punctual',
      avoidIf: 'you are never late',
      gutScore: null,
      flags: [{ path: 'headline', problem: 'dull', weight: 'mend' }],
    },
    byline: sampleByline(dossier.key),
    personaKey: 'persona:v1:a',
    schemaVersion: 1,
    note: null,
    ...more,
  };
}

export function sampleBallot(reviewId: number, dossierKey: string, more: Partial<Ballot> = {}): Ballot {
  return {
    reviewId,
    written: 'hugging-face:openai/gpt-oss-120b:cheapest',
    checks: [{ id: 'ticks', answer: 'unknown', said: 'yes', because: 'no quote', quotes: [] }],
    reason: null,
    byline: sampleByline(dossierKey, { provider: 'hugging-face', usage: null, costUsd: null }),
    ...more,
  };
}

/** What the builder said about the clock and the sundial. */
export function sampleDuel(more: Partial<KeptDuel> = {}): KeptDuel {
  return {
    key: 'duel:v1:a',
    attempt: 1,
    wanted: false,
    persona: 'builder',
    first: 'clock',
    second: 'sundial',
    written: 'claude:claude-sonnet-5-5',
    said: 'first',
    because: 'The clock ticks at night.',
    quotes: [{ source: 'A.S1', text: 'It ticks.', verified: true }],
    byline: sampleByline('dossier-pair:v1:a', { promptKey: 'prompt:v1:duel' }),
    ...more,
  };
}

export function sampleComparison(tools: readonly string[], more: Partial<StoredComparison> = {}): StoredComparison {
  return {
    slug: [...tools].sort().join('-vs-'),
    tools: [...tools],
    contentKey: 'comparison:v1:a',
    generatedAt: at,
    outDir: '/srv/output',
    ...more,
  };
}
