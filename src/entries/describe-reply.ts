import type { ReplyReading } from '../flows/ask/read-reply.ts';
import { oneLine } from '../pages/terminal-text.ts';

/** What the program made of a supplied reply: the score first, then every check, then what a correction round would say. */
export function describeReply({ issues, opinion, score, repair }: ReplyReading): string {
  const verdict =
    score === null
      ? 'rejected: it may not become a review as it is'
      : score.score === null
        ? `unscored: the answers cover ${Math.floor(score.coverage * 100)}% of the checklist`
        : `${score.score.toFixed(1)} of 100, ${score.verdict}, covering ${Math.floor(score.coverage * 100)}% of the checklist`;
  const checks = (score?.checks ?? []).map(
    ({ check, answer, counts }) =>
      `  ${answer.padEnd(8)} counts ${counts.padEnd(4)} ${String(check.weight).padStart(3)}  ${check.id}`,
  );
  const found = issues.map(({ weight, path, problem }) => `  ${weight.padEnd(6)} ${path}: ${oneLine(problem)}`);
  return [
    verdict,
    ...(opinion === null ? [] : [oneLine(opinion.headline)]),
    ...checks,
    issues.length === 0 ? 'no issues' : 'issues:',
    ...found,
    ...(repair === null ? [] : ['', '# ---- the correction round would ask ----', '', repair]),
    '',
  ].join('\n');
}
