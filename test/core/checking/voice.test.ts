import { describe, expect, test } from 'vitest';
import { compileVoice } from '../../../src/core/checking/voice.ts';
import type { Opinion } from '../../../src/core/opinion/opinion.ts';
import { sampleDossier } from '../../contracts/store-samples.ts';

const persona = {
  beats: [
    { id: 'primitive', ask: 'What is the primitive?' },
    { id: 'bet', ask: 'What is the bet?' },
  ],
  words: { min: 20, max: 40 },
  banned: ['The future of', 'paradigm shift', 'it’s giving'],
};
const lint = compileVoice(persona, { banned: ['game-changer', ' ! '] });

/** Twenty-four words. */
const plain =
  'A file gets an id and keeps it. Whoever asks twice about one document sends the id and not the file again.';

function opinionWith(text: string, more: Partial<Opinion> = {}): Opinion {
  return {
    checks: [{ id: 'first-call', answer: 'unknown', because: 'No source says.', quotes: [], matters: 'normal' }],
    statements: [
      { beat: 'primitive', kind: 'opinion', text, quotes: [], judgeBy: null },
      { beat: 'bet', kind: 'opinion', text: 'It bets on ids.', quotes: [], judgeBy: null },
    ],
    headline: 'Files with ids',
    bestFor: 'Teams that ask twice',
    avoidIf: 'You ask once',
    gutScore: null,
    ...more,
  };
}

test('an honest review of the right length passes', () => {
  expect(lint(opinionWith(plain))).toEqual([]);
});

describe('banned phrases', () => {
  test.each([
    ['the future of', `${plain} The Future of files.`],
    ['a hyphen the phrase has and the text has not', `${plain} A game changer.`],
    ['punctuation between', `${plain} A paradigm, shift by shift: paradigm-shift!`],
    ['another apostrophe', `${plain} It's giving ids.`],
  ])('are found whatever case and punctuation: %s', (_, text) => {
    expect(lint(opinionWith(text))).toMatchObject([{ path: 'statements[0].text', weight: 'mend' }]);
  });

  test('are found in every line a reader sees', () => {
    const flagged = lint(
      opinionWith(plain, {
        headline: 'A game-changer',
        bestFor: 'The future of teams',
        checks: [{ id: 'first-call', answer: 'unknown', because: 'A paradigm shift.', quotes: [], matters: 'normal' }],
      }),
    );
    expect(flagged.map(({ path }) => path)).toEqual(['checks.first-call.because', 'headline', 'bestFor']);
  });

  test.each(['Future of', 'Endgame changers', 'the futures of', 'paradigm shifts', 'Shift the paradigm'])(
    'are whole words: %s passes',
    (words) => {
      expect(lint(opinionWith(`${plain} ${words}.`))).toEqual([]);
    },
  );
});

describe('length', () => {
  const words = (count: number) => Array.from({ length: count - 4 }, () => 'word').join(' ');

  test.each([17, 20, 40, 46])('%d words are fine for 20 to 40', (count) => {
    expect(lint(opinionWith(words(count)))).toEqual([]);
  });

  test.each([16, 47])('%d words are not', (count) => {
    const [issue] = lint(opinionWith(words(count)));
    expect(issue).toMatchObject({ path: 'statements', weight: 'mend' });
    expect(issue?.problem).toContain(`${count} words`);
  });
});

test('a point may be left out, and one nobody gave is named', () => {
  const opinion = opinionWith(plain);
  const [first, second] = opinion.statements;
  if (first === undefined || second === undefined) throw new Error('two statements expected');
  const issues = lint({ ...opinion, statements: [first, { ...second, beat: 'vibe' }] });
  expect(issues).toMatchObject([
    { path: 'statements[1].beat', problem: expect.stringContaining('primitive, bet'), weight: 'mend' },
  ]);
});

test('a claim of first-hand use is rejected wherever it stands', () => {
  const issues = lint(
    opinionWith(`${plain} I tried it.`, {
      checks: [
        { id: 'first-call', answer: 'unknown', because: 'In my testing it failed.', quotes: [], matters: 'normal' },
      ],
      avoidIf: 'Spent a week with it: run',
    }),
  );
  expect(issues.map(({ path, weight }) => [path, weight])).toEqual([
    ['checks.first-call.because', 'reject'],
    ['statements[0].text', 'reject'],
    ['avoidIf', 'reject'],
  ]);
  expect(issues[1]?.problem).toContain('“i tried”');
});

describe('what stands around', () => {
  test('a banned phrase that is part of the tool’s name may be written', () => {
    const dossier = sampleDossier('clock', ['Whoever asks twice about one document sends the id.']);
    const named = { ...dossier, tool: { ...dossier.tool, aliases: ['Game-Changer Clock'] } };
    const opinion = opinionWith(`${plain} A game changer.`);
    const checks = (about: typeof named | null) =>
      compileVoice(persona, { banned: ['game-changer'] }, about)(opinion).map(({ check }) => check);
    expect(checks(null)).toContain('banned');
    expect(checks(named)).not.toContain('banned');
  });
});
