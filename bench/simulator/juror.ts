import { answerHonestly, questionOf } from '../../test/run/honest-juror.ts';
import type { WireRequest } from '../../test/wire/answer.ts';
import { chanceOf } from './chance.ts';

/** A request body of either API, as it came in. */
export type Body = Readonly<Record<string, unknown>>;

/** What a question is for, as far as a request tells. */
export type Kind = 'opinion' | 'ballot' | 'repair' | 'duel' | 'answer';

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
  if (question.kind !== 'opinion' && question.kind !== 'repair') return { kind: question.kind, text };
  const opinion: Opinion = JSON.parse(text);
  const [first] = opinion.statements;
  if (first !== undefined) first.text = `${openingFor(question.tool)}, ${lowerFirst(first.text)}`;
  const spoilt = question.kind === 'opinion' && chanceOf('repair', identity) < repairShare;
  return { kind: question.kind, text: JSON.stringify(spoilt ? { ...opinion, headline: '' } : opinion) };
}

interface Opinion {
  headline: string;
  statements: { text: string }[];
}

/** A request of which only what is needed is filled in. */
export const noRequest: WireRequest = {
  number: 0,
  api: 'other',
  method: 'POST',
  path: '/',
  query: new URLSearchParams(),
  headers: {},
  raw: '',
  body: {},
  documents: [],
};

const moods = 'calmly soberly plainly quietly slowly warmly coolly kindly sternly drily briskly gently'.split(' ');
const places = 'indoors upstairs outdoors abroad nearby downtown ashore aboard inland offstage'.split(' ');
const times = 'today nowadays lately tonight daily weekly yearly monthly early late'.split(' ');

/** Reviews of many tools that begin with the same words are a habit, which our checks find: each tool gets three of its own. */
function openingFor(tool: string): string {
  const pick = (words: readonly string[], kind: string) => words[Math.floor(chanceOf(kind, tool) * words.length)] ?? '';
  const mood = pick(moods, 'mood');
  return `${mood.charAt(0).toUpperCase()}${mood.slice(1)} ${pick(places, 'place')} ${pick(times, 'time')}`;
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
