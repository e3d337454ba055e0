// Runs in a thread of its own: judges what judge-elsewhere.ts sends, in the order it comes.
import { enableCompileCache } from 'node:module';
import { parentPort } from 'node:worker_threads';
import type { Subject } from '../core/checking/judge-answer.ts';
import type { Outcome, Task } from './judge-elsewhere.ts';

// A thread does not share the program’s: with it this one is ready in half the time.
enableCompileCache();
const { judgeAnswer } = await import('../core/checking/judge-answer.ts');

const parts = new Map<number, Subject[keyof Subject]>();

parentPort?.on('message', ({ id, text, about, news, anew, around }: Task) => {
  if (anew) parts.clear();
  for (const [number, part] of news) parts.set(number, part);
  // The other side numbers each part and sends it before it is needed.
  const [dossier, persona, panel] = about.map((number) => parts.get(number)) as [
    Subject['dossier'],
    Subject['persona'],
    Subject['panel'],
  ];
  parentPort?.postMessage({ id, judgement: judgeAnswer(text, { dossier, persona, panel }, around) } satisfies Outcome);
});
