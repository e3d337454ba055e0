import { expect, test } from 'vitest';
import type { PanelRecord } from '../../../src/core/comparison/comparison.ts';
import { followCorrections, recordCorrections, sayScores } from '../../../src/core/comparison/correction.ts';

const made = (tool: string, dossierKey: string, scoreBefore: number | null, on = '2026-11-23') => ({
  tool,
  dossierKey,
  scoreBefore,
  on,
  what: 'The maker answered.',
});
const judged = (slug: string, dossierKey: string, score: number | null) => {
  const panel: PanelRecord = { verdict: 'ship', label: '', ship: 1, skip: 0, shipPercent: 100, score, spread: null };
  return { slug, dossierKey, panel };
};
const afterOf = (...given: Parameters<typeof followCorrections>) =>
  followCorrections(...given).map(({ scoreAfter }) => scoreAfter);

test('the score after a correction is the present one, while the dossier is the one it led to', () => {
  expect(afterOf([made('quill', 'two', 60)], [judged('quill', 'two', 70)])).toEqual([70]);
  expect(afterOf([made('quill', 'two', 60)], [judged('quill', 'two', null)])).toEqual([null]);
  expect(afterOf([made('quill', 'two', 60)], [judged('quill', 'three', 80)])).toEqual([null]);
});

test('of two corrections of a tool, the score after the first is the score before the second', () => {
  const log = [made('quill', 'two', 60), made('lantern', 'two', 50), made('quill', 'three', 65)];
  expect(afterOf(log, [judged('quill', 'three', 70), judged('lantern', 'two', 40)])).toEqual([65, 40, 70]);
});

test('a document shows the corrections of its own tools, newest first, with before and after', () => {
  const log = [made('quill', 'two', 60, '2026-11-01'), made('anvil', 'two', 50), made('lantern', 'two', 62.54)];
  expect(recordCorrections(log, [judged('lantern', 'two', 71), judged('quill', 'two', null)])).toEqual([
    {
      on: '2026-11-23',
      tool: 'lantern',
      what: 'The maker answered. Panel score before: 62.5; after the reviewers were asked again: 71.',
    },
    {
      on: '2026-11-01',
      tool: 'quill',
      what: 'The maker answered. Panel score before: 60; the reviewers have not been asked again yet.',
    },
  ]);
});

test('no score before is said, not shown as 0', () => {
  expect(sayScores({ scoreBefore: null, scoreAfter: 0 })).toBe(
    'There was no panel score before; after the reviewers were asked again: 0.',
  );
});
