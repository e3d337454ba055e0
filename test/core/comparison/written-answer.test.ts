import { describe, expect, test } from 'vitest';
import {
  type AnswerDraft,
  answerKeyOf,
  checkAnswerDraft,
  readAnswerDraft,
} from '../../../src/core/comparison/written-answer.ts';
import { assembleDossier } from '../../../src/core/facts/dossier.ts';
import { sampleTool } from '../../contracts/store-samples.ts';

const dossierOf = (slug: string, text: string) => ({
  ...assembleDossier(sampleTool(slug), [{ kind: 'page', title: 'Page', url: null, retrieved: '2026-11-20', text }]),
  asOf: '2026-11-23',
});
const dossiers = [
  dossierOf('clock', 'The clock is legacy software and gets no new releases.'),
  dossierOf('sundial', 'The sundial is released every month and runs anywhere.'),
];
const legacy = { source: 'A.S1', text: 'legacy software and gets no new releases' };

const draftOf = (more: Partial<AnswerDraft> = {}): AnswerDraft => ({
  answer: [{ kind: 'fact', text: 'Choose the sundial: the clock gets no new releases.', quotes: [legacy] }],
  exception: [{ kind: 'opinion', text: 'At night there is no sun.', quotes: [] }],
  suits: [
    { product: 'A', text: 'you run one already', quotes: [] },
    { product: 'b', text: 'you start today', quotes: [{ source: 'B.S1', text: 'released every month' }] },
  ],
  checkFirst: [{ kind: 'opinion', text: 'Look at your weather.', quotes: [] }],
  pick: 'B',
  ...more,
});
const issuesOf = (more: Partial<AnswerDraft>) => checkAnswerDraft(draftOf(more), dossiers).issues;

test('letters become tools, and every quote is looked up in the source of its tool', () => {
  const { value, issues } = checkAnswerDraft(draftOf(), dossiers);
  expect(issues).toEqual([]);
  expect(value.pick).toBe('sundial');
  expect(value.answer[0]?.quotes).toEqual([{ tool: 'clock', source: 'S1', text: legacy.text, verified: true }]);
  expect(value.suits.map(({ tool }) => tool)).toEqual(['clock', 'sundial']);
  expect(checkAnswerDraft(draftOf({ pick: 'None' }), dossiers).value.pick).toBeNull();
});

describe('a draft is sent back', () => {
  test.each<[string, Partial<AnswerDraft>, string]>([
    [
      'a fact whose words stand in the other tool’s source',
      { answer: [{ kind: 'fact', text: 'It is legacy.', quotes: [{ ...legacy, source: 'B.S1' }] }] },
      'answer[0].quotes',
    ],
    [
      'a fact without a quote',
      { checkFirst: [{ kind: 'fact', text: 'It ticks.', quotes: [] }] },
      'checkFirst[0].quotes',
    ],
    [
      'more words than anybody reads on top',
      { answer: [{ kind: 'opinion', text: 'tick '.repeat(131), quotes: [] }] },
      'answer',
    ],
    ['a tool nobody is told about', { suits: [{ product: 'A', text: 'you run one', quotes: [] }] }, 'suits'],
    ['a pick that is no letter of theirs', { pick: 'C' }, 'pick'],
    [
      'a claim to have used one',
      { answer: [{ kind: 'opinion', text: 'I have used the sundial for two years.', quotes: [] }] },
      'points[0].text',
    ],
  ])('%s', (_what, more, path) => {
    expect(issuesOf(more).map((issue) => [issue.path, issue.weight])).toEqual([[path, 'reject']]);
  });
});

test('a reply is read like any other: fenced or not, and never filled in', () => {
  const text = JSON.stringify(draftOf());
  expect(readAnswerDraft(`\`\`\`json\n${text}\n\`\`\``)).toEqual({ ok: true, value: draftOf() });
  expect(readAnswerDraft(text.replace('"pick":"B"', '"winner":"B"')).ok).toBe(false);
  expect(readAnswerDraft('Choose the sundial.').ok).toBe(false);
});

test('what it is about hangs on the dossiers and the words of the reviews, not on who wrote them', () => {
  const review = (prose: string) => ({
    ...{ tool: 'clock', persona: 'builder' },
    opinion: {
      statements: [{ beat: 'one', kind: 'opinion' as const, text: prose, quotes: [], judgeBy: null }],
      ...{ checks: [], headline: '', bestFor: '', avoidIf: '', gutScore: null, flags: [] },
    },
  });
  const key = answerKeyOf(dossiers, [review('It ticks.')]);
  expect(answerKeyOf(dossiers, [review('It ticks.')])).toBe(key);
  expect(answerKeyOf(dossiers, [review('It chimes.')])).not.toBe(key);
  expect(answerKeyOf(dossiers.toReversed(), [review('It ticks.')])).not.toBe(key);
});
