import { expect, test } from 'vitest';
import { distinctReasons } from '../../src/pages/advice.ts';

test('advice that repeats an earlier one in other words gives its place to the next', () => {
  const first = 'you send the same PDFs to the model again and again and keep the originals yourself';
  const again = 'you send the same PDF to the model many times and already keep the originals elsewhere';
  const other = 'your bill is paid from a budget that nobody else may see';
  expect(distinctReasons([first, again, other], 2)).toEqual([first, other]);
});

test('short advice about different things is kept, exact repeats are not', () => {
  expect(distinctReasons(['you keep papers', 'you keep none', 'you keep none'], 3)).toEqual([
    'you keep papers',
    'you keep none',
  ]);
});

test('advice without a single content word is kept', () => {
  expect(distinctReasons(['and so on', 'or not'], 2)).toEqual(['and so on', 'or not']);
});
