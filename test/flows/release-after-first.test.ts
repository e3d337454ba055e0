import { expect, test } from 'vitest';
import { parseModel } from '../../src/core/model.ts';
import { releaseAfterFirst } from '../../src/flows/release-after-first.ts';
import { journal } from '../../src/providers/journal.ts';
import { scripted } from '../../src/providers/scripted.ts';
import { promptFor, quiet } from '../contracts/ask.ts';
import { buildDesk } from '../fixtures/desk.ts';

const claude = parseModel('claude:claude-sonnet-5-5');
const question = (key: string) => ({ prompt: promptFor(claude.written, { key }) });
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Questions under way until they are told to begin or to end. */
function heldWork() {
  const begun: string[] = [];
  const begins = new Map<string, () => void>();
  const ends = new Map<string, PromiseWithResolvers<string>>();
  const perform = ({ prompt }: { prompt: { key: string } | null }, onBegin: () => void): Promise<string> => {
    const name = prompt?.key ?? 'nothing';
    const end = Promise.withResolvers<string>();
    begun.push(name);
    begins.set(name, onBegin);
    ends.set(name, end);
    return end.promise;
  };
  const end = (): void => {
    for (const [name, { resolve }] of ends) resolve(name);
  };
  return { begun, begins, ends, perform, end };
}

test('one question goes first; the others follow when its answer begins, and work without a question at once', async () => {
  const { desk } = await buildDesk(() => null);
  const { begun, begins, perform, end } = heldWork();
  const all = releaseAfterFirst(desk, claude, [{ prompt: null }, question('a'), question('b')], perform);
  await expect.poll(() => begun).toEqual(['nothing', 'a']);
  await turn();
  expect(begun).toEqual(['nothing', 'a']);
  begins.get('a')?.();
  await expect.poll(() => begun).toEqual(['nothing', 'a', 'b']);
  end();
  expect(await all).toEqual(['nothing', 'a', 'b']);
});

test('a question whose answer is stored does not go first, for it writes no prefix', async () => {
  const { desk, store } = await buildDesk(() => null);
  const stored = question('stored');
  await journal(scripted(['paid for']).ask, store.calls)(stored.prompt, { signal: quiet() });
  const { begun, begins, perform, end } = heldWork();
  const all = releaseAfterFirst(desk, claude, [stored, question('a'), question('b')], perform);
  await expect.poll(() => begun).toEqual(['a']);
  await turn();
  expect(begun).toEqual(['a']);
  begins.get('a')?.();
  await expect.poll(() => begun).toEqual(['a', 'stored', 'b']);
  end();
  await all;
});

test('a first question that fails lets the others go, and all are waited for', async () => {
  const { desk } = await buildDesk(() => null);
  const { begun, ends, perform } = heldWork();
  const all = releaseAfterFirst(desk, claude, [question('a'), question('b')], perform);
  const outcome = expect(all).rejects.toThrow('down');
  await expect.poll(() => begun).toEqual(['a']);
  ends.get('a')?.reject(new Error('down'));
  await expect.poll(() => begun).toEqual(['a', 'b']);
  ends.get('b')?.resolve('b');
  await outcome;
});

test.each([
  ['nothing is cached', 'hugging-face:openai/gpt-oss-120b', []],
  ['all answers are stored', claude.written, ['a', 'b']],
])('all go at once where %s', async (_, written, storedKeys) => {
  const { desk, store } = await buildDesk(() => null);
  for (const key of storedKeys)
    await journal(scripted(['paid for']).ask, store.calls)(question(key).prompt, { signal: quiet() });
  const { begun, perform, end } = heldWork();
  const all = releaseAfterFirst(desk, parseModel(written), [question('a'), question('b')], perform);
  await expect.poll(() => begun).toEqual(['a', 'b']);
  end();
  await all;
});
