import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FlipRecord } from '../../../src/core/comparison/comparison.ts';
import { type Contender, decide } from '../../../src/core/comparison/decision.ts';
import { judgePanel, scoreChecks, verdictAt } from '../../../src/core/comparison/scoring.ts';
import { findChanges } from '../../../src/core/comparison/would-change.ts';
import { contend } from '../../fixtures/contend.ts';

const terms = { noise: 6, shipThreshold: 60, start: { score: 50, weight: 0 } };
const changesOf = (tools: readonly Contender[], noise = terms.noise) =>
  findChanges(tools, decide(tools, noise, []), { ...terms, noise });

/** Scores everything again with some checks turned around. */
function flipped(tools: readonly Contender[], flips: readonly FlipRecord[]): Contender[] {
  return tools.map((tool) => {
    const reviews = tool.reviews.map((review) => {
      const checks = review.checks.map((check) => {
        const flip = flips.find(
          (one) => one.tool === tool.slug && one.persona === review.persona && one.check === check.id,
        );
        return flip === undefined ? check : { ...check, answer: flip.to, counts: flip.to };
      });
      const { score } = scoreChecks(checks, terms.start);
      return { ...review, checks, score, verdict: verdictAt(score, terms) };
    });
    return { ...tool, reviews, panel: judgePanel(reviews) };
  });
}

const flipsOf = (tools: readonly Contender[]): FlipRecord[] =>
  tools.flatMap(({ slug, reviews }) =>
    reviews.flatMap(({ persona, checks }) =>
      checks.flatMap(({ id, counts }): FlipRecord[] =>
        counts === 'out' ? [] : [{ tool: slug, persona, check: id, from: counts, to: counts === 'yes' ? 'no' : 'yes' }],
      ),
    ),
  );

/** The least number of flips of any kind after which something holds, by trying every set. */
function leastBySearch(tools: readonly Contender[], holds: (after: Contender[]) => boolean): number | null {
  const all = flipsOf(tools);
  const sizes = Array.from({ length: 2 ** all.length }, (_, set) => {
    const flips = all.filter((_, index) => (set >> index) & 1);
    return flips.length > 0 && holds(flipped(tools, flips)) ? flips.length : null;
  }).filter((size) => size !== null);
  return sizes.length === 0 ? null : Math.min(...sizes);
}

const answers = (most: number) =>
  fc.array(fc.constantFrom('y', 'n', 'y', 'n', '-'), { maxLength: most }).map((letters) => letters.join(''));
const weights = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 5, maxLength: 5 });
const pair = fc
  .tuple(answers(3), answers(2), answers(3), answers(2), weights)
  .map(([a, b, c, d, given]) => [contend('a', { p: a, q: b }, given), contend('b', { p: c, q: d }, given)]);
const three = fc
  .tuple(answers(3), answers(3), answers(3), weights)
  .map(([a, b, c, given]) => [
    contend('a', { p: a }, given),
    contend('b', { p: b }, given),
    contend('c', { p: c }, given),
  ]);

test('the flips found change the outcome, and no smaller set of any kind does', () => {
  fc.assert(
    fc.property(fc.oneof(pair, three), fc.integer({ min: 0, max: 30 }), (tools, noise) => {
      const { kind, winner } = decide(tools, noise, []);
      const least = leastBySearch(tools, (after) => {
        const now = decide(after, noise, []);
        return kind === 'winner' ? now.winner !== winner : kind === 'tie' && now.winner !== null;
      });
      const change = changesOf(tools, noise).find(({ what }) => what === 'winner');
      expect(change?.flips.length ?? null).toBe(least);
      if (change === undefined) return;
      const after = decide(flipped(tools, change.flips), noise, []);
      expect(after.winner).not.toBe(winner);
      expect(change.becomes).toBe(
        after.winner === null ? 'too close to call by scores' : `${after.winner.toUpperCase()} wins by scores`,
      );
    }),
    { numRuns: 300 },
  );
});

test('the flips found change a panel’s verdict, and no smaller set of any kind does', () => {
  fc.assert(
    fc.property(answers(4), answers(3), answers(3), weights, (p, q, r, given) => {
      const tool = contend('a', { p, q, r }, given);
      const { verdict } = tool.panel;
      const least =
        verdict === 'unscored' ? null : leastBySearch([tool], ([after]) => after?.panel.verdict !== verdict);
      const change = changesOf([tool, contend('b', { p: '' })]).find(
        ({ what, tool: of }) => what === 'verdict' && of === 'a',
      );
      expect(change?.flips.length ?? null).toBe(least);
      if (change === undefined) return;
      expect(flipped([tool], change.flips)[0]?.panel.verdict).toBe(change.becomes);
    }),
    { numRuns: 300 },
  );
});

test('one flip moves its seat by its share of what counts, and the panel by that over the scored seats', () => {
  const tool = contend('a', { p: 'yn-', q: 'yyy' }, [2, 3, 5]);
  const [after] = flipped([tool], [{ tool: 'a', persona: 'p', check: 'p-2', from: 'no', to: 'yes' }]);
  expect((after?.panel.score ?? 0) - (tool.panel.score ?? 0)).toBeCloseTo((100 * 3) / 5 / 2);
});

test('a flip is named with tool, persona, check and both answers, and the slightest that does it is taken last', () => {
  const tools = [contend('a', { p: 'yyy' }, [5, 3, 2]), contend('b', { p: 'ynn' }, [5, 3, 2])];
  expect(changesOf(tools)[0]).toEqual({
    what: 'winner',
    tool: 'a',
    becomes: 'too close to call by scores',
    flips: [{ tool: 'a', persona: 'p', check: 'p-1', from: 'yes', to: 'no' }],
  });
  // 50 points apart: with a noise of 25 the check of 3 does it as well as the one of 5, and moves less
  expect(changesOf(tools, 25)[0]?.flips).toEqual([{ tool: 'a', persona: 'p', check: 'p-2', from: 'yes', to: 'no' }]);
});

test('tools for different jobs have no winner to change, yet each verdict has its price', () => {
  const tools = [contend('a', { p: 'yyn' }), { ...contend('b', { p: 'ynn' }), jobs: ['store documents'] }];
  expect(changesOf(tools).map(({ what, tool }) => `${what} of ${tool}`)).toEqual(['verdict of a', 'verdict of b']);
});

test('a winner by duel inside the noise changes when the scores alone name the other', () => {
  const tools = [contend('a', { p: 'yyynn' }), contend('b', { p: 'yyynn' })];
  const decision = { kind: 'winner' as const, winner: 'a', margin: 0, basis: 'duel' as const, reason: '' };
  const [change] = findChanges(tools, decision, terms);
  expect(change).toMatchObject({ what: 'winner', tool: 'a', becomes: 'B wins by scores' });
  expect(change?.flips).toHaveLength(1);
});

test('a duel that was asked for above the noise cannot be changed by scores', () => {
  const tools = [contend('a', { p: 'yyyyy' }), contend('b', { p: 'ynnnn' })];
  const decision = { kind: 'tie' as const, winner: null, margin: 80, basis: 'duel' as const, reason: '' };
  expect(findChanges(tools, decision, terms).filter(({ what }) => what === 'winner')).toEqual([]);
});
