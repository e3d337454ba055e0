import { describe, expect, test } from 'vitest';
import { type Ask, type FailureKind, ProviderFailed, type Reply } from '../../src/core/call.ts';
import { failover } from '../../src/providers/failover.ts';
import { routerModel } from '../../src/providers/router-models.ts';
import { scripted } from '../../src/providers/scripted.ts';
import { outcomeOf, promptFor, quiet } from '../contracts/ask.ts';
import { fakeClock } from './fake-clock.ts';

const id = 'openai/gpt-oss-120b';
const prompt = promptFor(`hugging-face:${id}:cheapest`);

const offer = (provider: string, output: number, throughput: number, more = {}) => ({
  provider,
  status: 'live',
  pricing: { input: 0.1, output },
  throughput,
  supports_structured_output: true,
  ...more,
});
const model = routerModel.parse({
  id,
  providers: [
    offer('slow', 0.4, 10),
    offer('down', 0.1, 90, { status: 'error' }),
    offer('loose', 0.1, 90, { supports_structured_output: false }),
    offer('silent', 0.1, 90, { supports_structured_output: null }),
    offer('dear', 0.9, 80),
    offer('cheap', 0.2, 20),
  ],
});

const failed = (kind: FailureKind, servedBy: string | null = 'cheap', status: number | null = 500): ProviderFailed =>
  new ProviderFailed('hugging-face', kind, `${kind}.`, { servedBy, status });

/** Answers for each provider by name; `router` is who the router chooses. */
function routing(
  answers: Record<string, Error | Partial<Reply>>,
  find = async (_: string) => model as typeof model | null,
) {
  const clock = fakeClock();
  const asked: string[] = [];
  const client: Ask = async (question, options) => {
    const pin = question.model.slice(`hugging-face:${id}:`.length);
    asked.push(pin);
    const answer = answers[pin] ?? { text: pin, servedBy: pin };
    return scripted([answer]).ask(question, options);
  };
  return { ask: failover({ find }, clock)(client), asked, clock, answers };
}

describe('failover to other providers of a model', () => {
  test.each<FailureKind>(['server', 'rate', 'deadline', 'malformed', 'network', 'unsupported'])(
    'asks the next one after a failure of kind %s, and the reply tells who served it',
    async (kind) => {
      const { ask, asked } = routing({ cheapest: failed(kind) });
      expect(await ask(prompt, { signal: quiet() })).toMatchObject({ servedBy: 'slow' });
      expect(asked).toEqual(['cheapest', 'slow']);
    },
  );

  test.each<ProviderFailed | Error>([
    failed('credentials'),
    failed('spend'),
    failed('request'),
    failed('network', null, null),
    new TypeError('a bug'),
  ])('asks nobody else after %s', async (failure) => {
    const { ask, asked } = routing({ cheapest: failure });
    expect(await outcomeOf(ask(prompt, { signal: quiet() }))).toBe(failure);
    expect(asked).toHaveLength(1);
  });

  test.each([
    ['cheapest', ['slow', 'dear']],
    ['fastest', ['dear', 'slow']],
    ['preferred', ['slow', 'dear']],
  ])('asks live ones with structured output, in the order of :%s, each once', async (suffix, order) => {
    const down = Object.fromEntries(['slow', 'dear'].map((name) => [name, failed('server', name)]));
    const { ask, asked } = routing({ [suffix]: failed('server'), ...down });
    const failure = await outcomeOf(ask({ ...prompt, model: `hugging-face:${id}:${suffix}` }, { signal: quiet() }));
    expect(asked).toEqual([suffix, ...order]);
    expect(failure).toMatchObject({ kind: 'server', message: `server. Tried cheap, ${order.join(', ')}.` });
  });

  test.each([`hugging-face:${id}:cheap`, 'claude:claude-sonnet-5-5', 'endpoint:llama3:8b'])(
    'leaves %s alone: it was chosen by a person, or has one provider',
    async (written) => {
      const failure = failed('server');
      const { ask, asked } = scripted([failure]);
      const routed = failover({ find: async () => model })(ask);
      expect(await outcomeOf(routed({ ...prompt, model: written }, { signal: quiet() }))).toBe(failure);
      expect(asked).toHaveLength(1);
    },
  );

  test('asks the router for its list only after a failure', async () => {
    let looked = 0;
    const { ask } = routing({}, async () => {
      looked += 1;
      return model;
    });
    await ask(prompt, { signal: quiet() });
    expect(looked).toBe(0);
  });

  test('is the failure itself where the list cannot be had', async () => {
    const failure = failed('server');
    const { ask } = routing({ cheapest: failure }, async () => null);
    expect(await outcomeOf(ask(prompt, { signal: quiet() }))).toBe(failure);
  });

  test('gives one that keeps failing a rest: it is passed over at once, until the rest is over', async () => {
    const { ask, asked, clock } = routing({ cheapest: failed('server') });
    for (let call = 0; call < 3; call += 1) await ask(prompt, { signal: quiet() });
    expect(asked).toEqual(['cheapest', 'slow', 'cheapest', 'slow', 'slow']);
    await clock.runUntil(clock.wait(300_001));
    asked.length = 0;
    await ask(prompt, { signal: quiet() });
    expect(asked).toEqual(['cheapest', 'slow']);
  });

  test('forgets failures with the next answer', async () => {
    const { ask, asked, answers } = routing({ cheapest: failed('server') });
    await ask(prompt, { signal: quiet() });
    answers.cheapest = { text: 'x', servedBy: 'cheap' };
    await ask(prompt, { signal: quiet() });
    answers.cheapest = failed('server');
    await ask(prompt, { signal: quiet() });
    await ask(prompt, { signal: quiet() });
    expect(asked.at(-2)).toBe('cheapest');
  });

  test('keeps the key of the prompt, so that the journal finds the call again', async () => {
    const { ask: client, asked } = scripted([failed('server'), 'x']);
    await failover({ find: async () => model })(client)(prompt, { signal: quiet() });
    expect(asked.map(({ key }) => key)).toEqual([prompt.key, prompt.key]);
  });

  test('says once that the answer begins', async () => {
    let begun = 0;
    const ask = failover({ find: async () => model })(async (question, options) => {
      options.onBegin?.();
      if (question.model === prompt.model) throw failed('network');
      return scripted(['x']).ask(question, options);
    });
    await ask(prompt, { signal: quiet(), onBegin: () => (begun += 1) });
    expect(begun).toBe(1);
  });
});
