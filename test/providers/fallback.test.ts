import { describe, expect, test } from 'vitest';
import { type FailureKind, ProviderFailed } from '../../src/core/call.ts';
import { fallback } from '../../src/providers/fallback.ts';
import { type ScriptedAnswer, scripted } from '../../src/providers/scripted.ts';
import { outcomeOf, promptFor, quiet } from '../contracts/ask.ts';

const prompt = promptFor('claude:claude-sonnet-5-5');
const model = 'hugging-face:openai/gpt-oss-120b';
const failed = (kind: FailureKind, message: string = kind): ProviderFailed => new ProviderFailed('test', kind, message);

function falling(first: ScriptedAnswer, second: ScriptedAnswer = 'of the other model') {
  const other = scripted([second]);
  return { ask: fallback(scripted([first]).ask, { model, ask: other.ask }), asked: other.asked };
}

describe('the fallback to another model', () => {
  test.each<FailureKind>(['server', 'rate', 'network', 'deadline', 'malformed', 'request', 'unsupported'])(
    'answers after a failure of kind %s, and the reply tells its model',
    async (kind) => {
      const { ask, asked } = falling(failed(kind));
      expect(await ask(prompt, { signal: quiet() })).toMatchObject({ model: 'openai/gpt-oss-120b', family: 'openai' });
      expect(asked).toEqual([{ ...prompt, model }]);
    },
  );

  test.each<ScriptedAnswer>([failed('credentials'), failed('spend'), new TypeError('a bug')])(
    'is not asked after %s',
    async (first) => {
      const { ask, asked } = falling(first);
      expect(await outcomeOf(ask(prompt, { signal: quiet() }))).toBe(first);
      expect(asked).toEqual([]);
    },
  );

  test.each<ScriptedAnswer>(['an answer', { text: '', stop: 'refusal' }])('is not asked after %j', async (first) => {
    const { ask, asked } = falling(first);
    await ask(prompt, { signal: quiet() });
    expect(asked).toEqual([]);
  });

  test('that fails too tells both stories, and what to do next is up to the second', async () => {
    const { ask } = falling(failed('server', 'claude is down.'), failed('spend', 'no credit.'));
    expect(await outcomeOf(ask(prompt, { signal: quiet() }))).toMatchObject({
      kind: 'spend',
      message: 'claude is down. The fallback failed too: no credit.',
    });
  });
});
