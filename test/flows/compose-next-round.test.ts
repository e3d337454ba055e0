import { expect, test } from 'vitest';
import type { Prompt, Reply } from '../../src/core/call.ts';
import type { Issue } from '../../src/core/opinion/opinion.ts';
import { composeNextRound } from '../../src/flows/ask/compose-next-round.ts';
import { fillSeats } from '../../src/flows/ask/fill-seats.ts';
import { gatherDossier } from '../../src/flows/gather/gather-dossier.ts';
import { scripted } from '../../src/providers/scripted.ts';
import { promptFor, quiet } from '../contracts/ask.ts';
import { answersWell, buildDesk, readPrompts, toolFiles } from '../fixtures/desk.ts';

const desk = { prompts: readPrompts() };
const issues: Issue[] = [{ path: 'reply', problem: 'is not usable', weight: 'reject' }];
const question: Prompt = { ...promptFor('claude:claude-sonnet-5-5', { maxOutputTokens: 1_000 }), attempt: 3 };

const answers = {
  wrong: { text: '{"checks":[]}', stop: 'end' },
  broken: { text: '{"checks":["",,}', stop: 'end' },
  empty: { text: ' ', stop: 'end' },
  cut: { text: '{"checks":[', stop: 'length' },
  paused: { text: '', stop: 'other' },
  refused: { text: '', stop: 'refusal' },
} satisfies Record<string, Partial<Reply>>;

type Kind = keyof typeof answers;

/** What is asked after each of these answers, one after the other, until nothing more is. */
async function follow(...kinds: Kind[]) {
  const { ask } = scripted(kinds.map((kind) => answers[kind]));
  const replies: Reply[] = [];
  const asked: Prompt[] = [];
  for (const _ of kinds) {
    replies.push(await ask(question, { signal: quiet() }));
    const last = asked.at(-1);
    const next = composeNextRound(desk, { prompt: question, replies, ...(last && { asked: last }) }, issues);
    if (next === null) break;
    asked.push(next);
  }
  return asked;
}

test.each<[number, Kind[]]>([
  [1, ['wrong', 'wrong', 'wrong']],
  [2, ['broken', 'wrong', 'wrong']],
  [2, ['wrong', 'broken', 'wrong']],
  [2, ['broken', 'broken', 'broken']],
  [2, ['cut', 'wrong', 'wrong']],
  [2, ['cut', 'cut', 'cut']],
  [2, ['empty', 'cut', 'wrong']],
  [2, ['paused', 'broken', 'wrong']],
  [0, ['refused', 'wrong', 'wrong']],
  [1, ['broken', 'refused', 'wrong']],
])('%i rounds follow answers that are %j', async (rounds, kinds) => {
  const asked = await follow(...kinds);
  expect(asked).toHaveLength(rounds);
  expect(new Set([question.key, ...asked.map(({ key }) => key)]).size).toBe(rounds + 1);
  for (const next of asked) expect(next).toMatchObject({ purpose: 'repair', attempt: 3, shared: question.shared });
});

test('an answer that was cut off gets twice the room once, and is never asked unchanged', async () => {
  const [more, again] = await follow('cut', 'cut');
  expect(more).toMatchObject({ maxOutputTokens: 2_000, turns: question.turns });
  expect(again).toMatchObject({ maxOutputTokens: 2_000 });
  expect(again?.turns.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  expect(JSON.stringify(again?.turns)).not.toContain(answers.cut.text);
});

test('the second correction shows both answers with what was wrong', async () => {
  const [, second] = await follow('broken', 'broken');
  expect(second?.turns.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant', 'user']);
});

test('a seat whose answer and correction both came broken is filled by the third', async () => {
  const well = answersWell(() => personas);
  const seen = new Map<string, number>();
  const {
    desk: whole,
    personas,
    asked,
  } = await buildDesk((prompt, number) => {
    const round = (seen.get(prompt.seat.persona) ?? 0) + 1;
    seen.set(prompt.seat.persona, round);
    if (round < 3) return answers.broken.text;
    return well({ ...prompt, purpose: 'opinion' }, number);
  });
  const dossier = await gatherDossier(whole, toolFiles.lantern);
  const filled = await fillSeats(whole, dossier, personas, { fresh: false, note: null, leadNamed: false });
  expect(filled.map(({ kind }) => kind)).toEqual(['kept', 'kept']);
  expect(asked).toHaveLength(6);
});
