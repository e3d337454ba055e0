import { expect, test } from 'vitest';
import type { LintReport } from '../../src/core/audit/lint.ts';
import { renderLint } from '../../src/pages/lint.ts';

const room = { columns: 200, colour: false };
const figure = {
  id: 'ship-share',
  what: 'verdicts that say ship',
  persona: 'builder',
  value: 0.9375,
  unit: 'share' as const,
  target: { least: 0.15, most: 0.85 },
  state: 'problem' as const,
  basis: '15 of 16 scored reviews',
};
const report: LintReport = {
  reviews: 16,
  tools: 1,
  figures: [figure, { ...figure, persona: null, value: null, target: null, state: 'too few to judge', basis: 'none' }],
  findings: [
    {
      tool: 'clock',
      persona: 'builder',
      path: 'headline',
      check: 'first-hand',
      problem: '“i tried\u001b[31m”: claims',
    },
    { tool: 'clock', persona: 'builder', path: 'bestFor', check: 'banned', problem: 'worn' },
    { tool: 'clock', persona: 'skeptic', path: 'bestFor', check: 'banned', problem: 'worn' },
  ],
  problems: 4,
};

test('figures stand beside their targets, findings under their review, and nothing steers the terminal', () => {
  expect(renderLint(report, room).split('\n')).toEqual([
    '16 standing reviews of 1 tool',
    '! builder: verdicts that say ship: 93.8% (target 15% to 85%), problem; 15 of 16 scored reviews',
    '· verdicts that say ship: unknown, too few to judge; none',
    '',
    'builder on clock',
    '- headline (first-hand): “i tried”: claims',
    '- bestFor (banned): worn',
    '',
    'skeptic on clock',
    '- bestFor (banned): worn',
    '',
    '4 problems found.',
    '',
  ]);
});

test('a store in order says so', () => {
  const fine = renderLint({ ...report, figures: [], findings: [], problems: 0 }, room);
  expect(fine).toContain('No problems found.');
});
