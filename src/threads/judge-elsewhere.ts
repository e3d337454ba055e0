import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type JudgeAnswer, type Judgement, judgeAnswer, type Subject } from '../core/checking/judge-answer.ts';
import type { Surroundings } from '../core/checking/voice.ts';

/** An answer to judge, as it is sent to the thread. */
export interface Task {
  id: number;
  text: string;
  /** The numbers of its dossier, persona and panel. */
  about: [dossier: number, persona: number, panel: number];
  /** Those of them the thread has not seen yet. */
  news: [number: number, part: Subject[keyof Subject]][];
  /** Forget all parts that were sent before. */
  anew: boolean;
  around: Surroundings;
}

/** What the thread made of it. */
export interface Outcome {
  id: number;
  judgement: Judgement;
}

/** Who judges the answers of a run. */
export interface Judges {
  judge: JudgeAnswer;
  /** Tells that an answer is to come, so that nobody waits for a thread to start. */
  expect(): void;
  close(): Promise<void>;
}

/** Judges in this thread. */
export const judgeHere: Judges = {
  judge: async (...answer) => judgeAnswer(...answer),
  expect: () => {},
  close: async () => {},
};

/** In a checkout the thread is TypeScript as this file is, in a package JavaScript. */
const script = new URL(`./judge-thread${extname(import.meta.filename)}`, import.meta.url);

/** Parts the thread holds before it starts anew, so that a long night does not gather all its dossiers there. */
const mostParts = 500;

/** To start a thread takes as long as to judge more answers than these. */
const fewAnswers = 40;

/**
 * Judges answers in a second thread once more than a few are there or expected: that takes about as long as all the rest
 * of a call, and would hold up the others. A thread that ends before its time takes nothing with it: what it owed, and all
 * that comes later, is judged here.
 */
export function judgeElsewhere(from: URL = script, few = fewAnswers): Judges {
  const owed = new Map<number, { here: () => Promise<Judgement>; settle: PromiseWithResolvers<Judgement> }>();
  const describe = openParts();
  let last = 0;
  let expected = 0;
  let judged = 0;
  /** Null once it ended. */
  let thread: Worker | null | undefined;

  const end = (): void => {
    thread = null;
    for (const { here, settle } of owed.values()) settle.resolve(here());
    owed.clear();
  };
  const conclude = ({ id, judgement }: Outcome): void => {
    owed.get(id)?.settle.resolve(judgement);
    owed.delete(id);
    // A thread that owes nothing keeps no program from ending.
    if (owed.size === 0) thread?.unref();
  };
  const start = (): Worker => {
    const started = new Worker(from);
    started.unref();
    return started.on('message', conclude).once('error', end).once('exit', end);
  };
  const begin = (): Worker | null | undefined => {
    if (thread === undefined && Math.max(expected, judged) > few) thread = start();
    return thread;
  };
  return {
    expect: () => {
      expected += 1;
      begin();
    },
    judge: async (text, subject, around) => {
      const here = async (): Promise<Judgement> => judgeAnswer(text, subject, around);
      judged += 1;
      const running = begin();
      if (running === null || running === undefined) return here();
      last += 1;
      const id = last;
      const settle = Promise.withResolvers<Judgement>();
      owed.set(id, { here, settle });
      running.ref();
      running.postMessage({ id, text, ...describe(subject), around } satisfies Task);
      return settle.promise;
    },
    close: async () => void (await thread?.terminate()),
  };
}

/** Numbers what tasks are about, and sends each part with the first task that needs it. */
function openParts(): (subject: Subject) => Pick<Task, 'about' | 'news' | 'anew'> {
  const numbers = new Map<object, number>();
  let last = 0;
  return ({ dossier, persona, panel }) => {
    const anew = numbers.size >= mostParts;
    if (anew) numbers.clear();
    const news: Task['news'] = [];
    const numberOf = (part: Subject[keyof Subject]): number => {
      const known = numbers.get(part);
      if (known !== undefined) return known;
      last += 1;
      numbers.set(part, last);
      news.push([last, part]);
      return last;
    };
    return { about: [numberOf(dossier), numberOf(persona), numberOf(panel)], news, anew };
  };
}
