import { describe, expect, test } from 'vitest';
import { type FailureKind, type Prompt, ProviderFailed } from '../../src/core/call.ts';
import { parseModel } from '../../src/core/model.ts';
import { askWithFallback } from '../../src/flows/ask/ask-with-fallback.ts';
import { planRun } from '../../src/flows/ask/plan-run.ts';
import { compareTools } from '../../src/flows/compare/compare-tools.ts';
import { type ScriptedAnswer, scripted } from '../../src/providers/scripted.ts';
import { outcomeOf, promptFor, quiet } from '../contracts/ask.ts';
import { type Answer, answersWell, buildDesk, opinionOf, type TestDesk, toolFiles } from '../fixtures/desk.ts';

const lead = parseModel('claude:claude-sonnet-5-5');
const model = parseModel('hugging-face:openai/gpt-oss-120b');
const prompt = promptFor(lead.written);
const standIn = { model, prompt: promptFor(model.written, { key: 'prompt:v1:2' }) };
const failed = (kind: FailureKind, message: string = kind) => new ProviderFailed('test', kind, message);

async function falling(first: ScriptedAnswer, second: ScriptedAnswer = 'of the other model') {
  const [one, other] = [scripted([first]), scripted([second])];
  const { desk } = await buildDesk(() => null, { ask: ({ written }) => (written === lead.written ? one : other).ask });
  return { ask: () => askWithFallback(desk, prompt, standIn, { signal: quiet() }), asked: other.asked };
}

describe('the model that stands in for the lead', () => {
  test.each<FailureKind>(['server', 'rate', 'network', 'deadline', 'malformed', 'request', 'unsupported'])(
    'answers its own question after a failure of kind %s',
    async (kind) => {
      const { ask, asked } = await falling(failed(kind));
      expect(await ask()).toMatchObject({ ...standIn, reply: { model: 'openai/gpt-oss-120b', family: 'openai' } });
      expect(asked).toEqual([standIn.prompt]);
    },
  );

  test.each<ScriptedAnswer>([failed('credentials'), failed('spend'), new TypeError('a bug')])(
    'is not asked after %s',
    async (first) => {
      const { ask, asked } = await falling(first);
      expect(await outcomeOf(ask())).toBe(first);
      expect(asked).toEqual([]);
    },
  );

  test.each<ScriptedAnswer>(['an answer', { text: '', stop: 'refusal' }])('is not asked after %j', async (first) => {
    const { ask, asked } = await falling(first);
    expect(await ask()).toMatchObject({ model: lead, prompt });
    expect(asked).toEqual([]);
  });

  test('that fails too tells both stories, and what to do next is up to the second', async () => {
    const { ask } = await falling(failed('server', 'claude is down.'), failed('spend', 'no credit.'));
    expect(await outcomeOf(ask())).toMatchObject({
      kind: 'spend',
      message: 'claude is down. The fallback failed too: no credit.',
    });
  });
});

const second = parseModel('hugging-face:meta/llama-9');

/** A desk whose lead is down, where `model` stands in and may also be a juror. */
async function deskWithoutLead(more: Parameters<typeof buildDesk>[1] = {}, answer: Answer = () => null) {
  const personas: TestDesk['personas'] = [];
  const well = answersWell(() => personas);
  const built = await buildDesk(
    (asked, count) => {
      if (asked.model === lead.written) return failed('server', 'claude is down.');
      const persona = personas.find(({ id }) => id === asked.seat.persona);
      if (asked.purpose === 'ballot' && persona)
        return JSON.stringify({ checks: opinionOf(persona, { yes: 6 }).checks });
      return answer(asked, count) ?? well(asked, count);
    },
    { fallback: model, ...more },
  );
  personas.push(...built.personas);
  return built;
}

const orderOf = (out: string, wishes: { leadNamed?: boolean; fresh?: boolean; repeat?: number } = {}) => ({
  targets: [toolFiles.lantern, toolFiles.quill],
  personas: ['builder'],
  wishes: { fresh: false, note: null, leadNamed: false, ...wishes },
  choose: async () => null,
  out,
});
const callsOf = (asked: readonly Prompt[]) =>
  asked.filter(({ purpose }) => purpose !== 'duel').map((call) => `${call.purpose} ${call.model}`);
const keysOf = (asked: readonly Prompt[], written: string, tool = 'lantern') =>
  asked.filter((call) => call.model === written && call.seat.tool === tool).map(({ key }) => key);

test('the review of a stand-in has that model’s own key, not the lead’s', async () => {
  const { desk, asked, store, out } = await deskWithoutLead();
  await compareTools(desk, orderOf(out));
  const { review } = await store.findSeat('lantern', 'builder');
  expect(review?.byline).toMatchObject({ model: model.written, promptKey: keysOf(asked, model.written)[0] });
  expect(keysOf(asked, lead.written)).not.toContain(review?.byline.promptKey);
});

test('a stand-in corrects its own opinion, and the lead is not asked to', async () => {
  let spoilt = 0;
  const { desk, asked, store, out } = await deskWithoutLead({}, ({ seat, purpose }) => {
    if (purpose !== 'opinion' || seat.tool !== 'lantern') return null;
    spoilt += 1;
    return 'Ship it!';
  });
  await compareTools(desk, orderOf(out));
  expect(spoilt).toBe(1);
  expect(asked.filter(({ purpose }) => purpose === 'repair').map((call) => call.model)).toEqual([model.written]);
  expect((await store.findSeat('lantern', 'builder')).review?.byline.model).toBe(model.written);
});

test('a juror that stood in for the lead has no second vote; the others vote', async () => {
  const { desk, asked, store, out } = await deskWithoutLead({ ballots: [model, second] });
  await compareTools(desk, orderOf(out));
  expect(callsOf(asked).filter((call) => call.startsWith('ballot'))).toEqual(Array(2).fill(`ballot ${second.written}`));
  const { review } = await store.findSeat('lantern', 'builder');
  expect((await store.listBallots(review?.id ?? 0)).map(({ written }) => written)).toEqual([second.written]);
  expect(await planRun(desk, orderOf(out))).toEqual([]);
});

test('a stand-in’s review is not the lead’s: a named lead is asked again, repeats and duels are not asked of others', async () => {
  const { desk, asked, out } = await deskWithoutLead();
  const { tools } = await compareTools(desk, orderOf(out, { repeat: 2 }));
  expect(tools[0]?.seats[0]?.missingRepeats).toMatchObject([{ model: lead.written }]);
  expect(asked.filter(({ purpose }) => purpose === 'duel').every((call) => call.model === lead.written)).toBe(true);
  const before = asked.length;
  await compareTools(desk, orderOf(out, { leadNamed: true }));
  expect(callsOf(asked.slice(before))).toEqual(Array(2).fill(`opinion ${lead.written}`));
  const again = asked.length;
  await compareTools(desk, orderOf(out, { fresh: true }));
  expect(callsOf(asked.slice(again)).filter((call) => call === `opinion ${model.written}`)).toHaveLength(2);
});
