import { expect, test } from 'vitest';
import { parseModel } from '../../src/core/model.ts';
import {
  chooseModels,
  defaultBallot,
  defaultLead,
  InvalidSettings,
  liveModels,
  requirePriced,
  requireReachable,
} from '../../src/entries/choose-models.ts';
import type { Overrides } from '../../src/entries/house.ts';
import { pricesAtHand } from '../../src/entries/make-asks.ts';
import type { Settings } from '../../src/entries/settings.ts';
import { retiringClaudeModels } from '../../src/providers/claude/claude-prices.ts';

const claude = { ANTHROPIC_API_KEY: 'k' };
const huggingFace = { HF_TOKEN: 't' };
const endpoint = { MODEL_ENDPOINT_URL: 'http://127.0.0.1:1/v1' };

const cases: [string, Settings, Overrides, { lead: string; ballots: string[]; onlyRecordings?: true }][] = [
  ['no key: recordings answer as the default lead', {}, {}, { lead: defaultLead, ballots: [], onlyRecordings: true }],
  ['a local server alone is not asked unasked', endpoint, {}, { lead: defaultLead, ballots: [], onlyRecordings: true }],
  ['Claude’s key: Claude leads alone', claude, {}, { lead: defaultLead, ballots: [] }],
  ['Hugging Face’s token: it leads alone', huggingFace, {}, { lead: defaultBallot, ballots: [] }],
  [
    'both: Claude leads, a second family votes',
    { ...claude, ...huggingFace },
    {},
    { lead: defaultLead, ballots: [defaultBallot] },
  ],
  [
    'both, with a lead that is not Claude: nobody votes unasked',
    { ...claude, ...huggingFace },
    { lead: 'endpoint:x' },
    { lead: 'endpoint:x', ballots: [] },
  ],
  ['none is no ballots', { ...claude, ...huggingFace }, { ballots: ['none'] }, { lead: defaultLead, ballots: [] }],
  ['a named lead is asked even without a key', {}, { lead: 'endpoint:x' }, { lead: 'endpoint:x', ballots: [] }],
  [
    'the same juror twice votes once',
    claude,
    { ballots: ['endpoint:x', 'endpoint:x'] },
    { lead: defaultLead, ballots: ['endpoint:x'] },
  ],
  [
    'two spellings of one juror vote once',
    claude,
    { ballots: ['hugging-face:a/b:cheapest', 'hugging-face:a/b'] },
    { lead: defaultLead, ballots: ['hugging-face:a/b:cheapest'] },
  ],
  [
    'settings name both',
    { ...claude, SHIP_OR_SKIP_LEAD: 'endpoint:a', SHIP_OR_SKIP_BALLOTS: 'endpoint:b, endpoint:c' },
    {},
    { lead: 'endpoint:a', ballots: ['endpoint:b', 'endpoint:c'] },
  ],
  [
    'settings can say none',
    { ...claude, ...huggingFace, SHIP_OR_SKIP_BALLOTS: 'none' },
    {},
    { lead: defaultLead, ballots: [] },
  ],
  [
    'the command line wins over settings',
    { SHIP_OR_SKIP_LEAD: 'endpoint:a', SHIP_OR_SKIP_BALLOTS: 'endpoint:b' },
    { lead: 'endpoint:x', ballots: ['endpoint:y'] },
    { lead: 'endpoint:x', ballots: ['endpoint:y'] },
  ],
];

test.each(cases)('%s', (_what, settings, overrides, expected) => {
  const { lead, ballots, onlyRecordings } = chooseModels(settings, overrides);
  expect({ lead: lead.written, ballots: ballots.map(({ written }) => written), onlyRecordings }).toEqual({
    onlyRecordings: false,
    ...expected,
  });
});

test('a name that is no model is refused with the ways to write one', () => {
  expect(() => chooseModels(claude, { lead: 'gpt' })).toThrow(/"gpt" is not a model\. Write claude:<id>/);
  expect(() => chooseModels(claude, { ballots: ['gpt'] })).toThrow(/"gpt" is not a model/);
  expect(() => chooseModels(claude, { fallback: 'gpt' })).toThrow(/"gpt" is not a model/);
});

test('all but what recordings answer is asked itself', () => {
  const written = (settings: Settings, overrides: Overrides) =>
    liveModels(chooseModels(settings, overrides)).map((model) => model.written);
  expect(written({}, {})).toEqual([]);
  expect(written({}, { ballots: ['endpoint:b'] })).toEqual(['endpoint:b']);
  expect(written(claude, { ballots: ['endpoint:b'], fallback: 'endpoint:c' })).toEqual([
    defaultLead,
    'endpoint:b',
    'endpoint:c',
  ]);
});

test.each([
  ['claude:claude-sonnet-5-5', claude, 'ANTHROPIC_API_KEY'],
  ['hugging-face:openai/gpt-oss-120b', huggingFace, 'HF_TOKEN'],
  ['endpoint:llama3.3', endpoint, 'MODEL_ENDPOINT_URL'],
])(
  '%s is reachable with its setting, and says without it which one, and where to get it',
  (written, settings, name) => {
    expect(() => requireReachable(parseModel(written), settings)).not.toThrow();
    expect(() => requireReachable(parseModel(written), {})).toThrow(
      new RegExp(`^${written} needs ${name}, which is not set\\.\\n.*\\.env\\.$`),
    );
  },
);

test.each(['nonsense', 'file:///etc/passwd', '127.0.0.1:11434'])(
  'an address like %s is refused without being repeated',
  (address) => {
    const refused = () => requireReachable(parseModel('endpoint:x'), { MODEL_ENDPOINT_URL: address });
    expect(refused).toThrow(/^MODEL_ENDPOINT_URL is not an address\./);
    expect(refused).not.toThrow(address);
  },
);

test.each(retiringClaudeModels)('%s is about to be retired and not asked', (id) => {
  expect(() => requireReachable(parseModel(`claude:${id}`), claude)).toThrow(
    /about to be retired[\s\S]*claude-sonnet-5-5/,
  );
});

test.each([
  ['claude:claude-sonnet-5-5', 'claude:claude-sonnet-5-5'],
  ['hugging-face:a/b:cheapest', 'hugging-face:a/b'],
])('the lead %s cannot be asked for a ballot as %s', (lead, ballot) => {
  expect(() => chooseModels({ ...claude, ...huggingFace }, { lead, ballots: ['endpoint:x', ballot] })).toThrow(
    new InvalidSettings(
      `${ballot} cannot give a ballot: it is the lead, which has its vote already.\nName another model with --ballot, or none with --ballot none.`,
    ),
  );
});

test('a Claude model that nobody knows the price of is refused, and the message names those that are listed and the setting', () => {
  const unlisted = parseModel('claude:claude-new-1');
  expect(() => requirePriced(unlisted, pricesAtHand({}))).toThrow(InvalidSettings);
  expect(() => requirePriced(unlisted, pricesAtHand({}))).toThrow(
    /^claude:claude-new-1 is not in the price table of 20\d\d-\d\d-\d\d.*\nUse claude:.*claude:claude-sonnet-5-5.*SHIP_OR_SKIP_PRICES=claude:claude-new-1 input=… output=…$/,
  );
  const set = pricesAtHand({ SHIP_OR_SKIP_PRICES: 'claude:claude-new-1 input=3 output=15' });
  expect(() => requirePriced(unlisted, set)).not.toThrow();
});

test.each(['claude:claude-opus-5', 'endpoint:llama3.3', 'hugging-face:a/b'])(
  '%s needs no price of its own',
  (written) => {
    expect(() => requirePriced(parseModel(written), pricesAtHand({}))).not.toThrow();
  },
);

test('a price in the settings goes before that of the table', () => {
  const set = pricesAtHand({ SHIP_OR_SKIP_PRICES: 'claude:claude-opus-5 input=3 output=15' });
  expect(set(parseModel('claude:claude-opus-5'))?.tiers[0]?.price.input).toBe(3);
});

test('a retiring Claude model is called retiring, not unlisted', () => {
  expect(() => requirePriced(parseModel('claude:claude-sonnet-4-5'), pricesAtHand({}))).toThrow(/about to be retired/);
});
