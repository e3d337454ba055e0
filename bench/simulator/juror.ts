import { answerHonestly, questionOf } from '../../test/run/honest-juror.ts';
import type { WireRequest } from '../../test/wire/answer.ts';
import { chanceOf } from './chance.ts';

/** A request body of either API, as it came in. */
export type Body = Readonly<Record<string, unknown>>;

/** What a question is for, as far as a request tells. */
export type Kind = 'opinion' | 'ballot' | 'repair' | 'duel';

export interface Answer {
  kind: Kind;
  text: string;
}

/**
 * A whole answer to one of our questions, made from the request alone, with quotes copied from the sources in it. A share
 * of opinions first comes without a headline, which takes a correction round.
 */
export function answerAs(body: Body, identity: string, repairShare: number): Answer {
  const question = questionOf({ ...noRequest, body });
  const text = answerHonestly(question);
  const spoilt = question.kind === 'opinion' && chanceOf('repair', identity) < repairShare;
  return { kind: question.kind, text: spoilt ? withoutHeadline(text) : text };
}

const noRequest: WireRequest = { number: 0, api: 'other', method: 'POST', path: '/', headers: {}, raw: '', body: {} };

function withoutHeadline(text: string): string {
  return JSON.stringify({ ...JSON.parse(text), headline: '' });
}
