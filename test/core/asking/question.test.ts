import { expect, test } from 'vitest';
import { questionsOf } from '../../../src/core/asking/question.ts';
import type { ReviewRecord } from '../../../src/core/comparison/comparison.ts';
import { renderQuestions } from '../../../src/pages/questions.ts';
import { winner } from '../../fixtures/comparison.ts';

type Check = ReviewRecord['checks'][number];

const [tool] = winner().tools;
const [review] = tool?.reviews ?? [];
const [check] = review?.checks ?? [];
if (tool === undefined || review === undefined || check === undefined) throw new Error('the fixture has no check');

const made = (more: Partial<Check>): Check => ({
  ...check,
  answer: 'unknown',
  counts: 'out',
  contested: false,
  jurors: [],
  ...more,
});
const by = (name: string, ...checks: Check[]): ReviewRecord => ({ ...review, name, checks });
const juror = (answer: 'yes' | 'no' | 'unknown', because: string) => ({ juror: 'lead', answer, because, quotes: [] });

test('what the sources did not settle is asked: the contested first, then what counts as no, each by weight', () => {
  const checks = [
    made({ ask: 'Light?', weight: 1 }),
    made({ ask: 'Heavy?', weight: 9 }),
    made({ ask: 'Silent?', counts: 'no' }),
    made({ ask: 'Split?', contested: true }),
    made({ ask: 'Settled?', answer: 'no', counts: 'no' }),
  ];
  expect(questionsOf({ reviews: [by('Builder', ...checks)] }).map(({ ask, why }) => [ask, why])).toEqual([
    ['Split?', 'contested'],
    ['Silent?', 'not-stated'],
    ['Heavy?', 'unknown'],
    ['Light?', 'unknown'],
  ]);
});

test('two reviewers who ask the same are named together, each reason once', () => {
  const one = made({ ask: 'Export?', weight: 2, jurors: [juror('unknown', 'Not a word.'), juror('unknown', '')] });
  const other = made({
    ask: 'Export?',
    weight: 3,
    jurors: [juror('unknown', 'Not a word.'), juror('no', 'No button.')],
  });
  expect(questionsOf({ reviews: [by('Builder', one), by('Skeptic', other)] })).toEqual([
    {
      ask: 'Export?',
      why: 'unknown',
      askedBy: ['Builder', 'Skeptic'],
      found: [
        { answer: 'unknown', because: 'Not a word.' },
        { answer: 'no', because: 'No button.' },
      ],
      weight: 5,
    },
  ]);
});

test('the note names who asks and what was found, and escapes what models wrote', () => {
  const open = made({ ask: 'Export?', jurors: [juror('unknown', '<script> [here](http://x.example)')] });
  const note = renderQuestions(tool, questionsOf({ reviews: [by('Builder', open)] }));
  expect(note).toContain('One question stayed open.');
  expect(note).toContain('- **Export?** Asked by the Builder.\n  - found (unknown): &lt;script&gt; \\[here\\]');
  expect(note).not.toContain('(http:');
  expect(renderQuestions(tool, [])).toMatch(/^# No open questions about /);
});
