import { runCli } from '../../src/entries/cli.ts';
import type { Finding, House, Overrides, Terminal } from '../../src/entries/house.ts';
import { type Answer, answersWell, buildDesk, type TestDesk } from '../fixtures/desk.ts';

/** What one command line did. */
interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

export interface TestHouse extends TestDesk {
  house: House;
  /** Runs a command line in this house; the store stays from run to run. */
  run: (...argv: string[]) => Promise<Ran>;
  /** What each command line said over the settings. */
  overrides: Overrides[];
  /** Questions that were put to the person. */
  questions: string[];
}

export interface Furnishing {
  answer?: Answer;
  desk?: Parameters<typeof buildDesk>[1];
  terminal?: Partial<Terminal>;
  /** What the person answers, in turn; null where the input ends. */
  person?: (string | null)[];
  signal?: AbortSignal;
  notes?: string[];
  oneFamily?: string;
  findings?: Finding[];
  /** Fails instead of opening a desk. */
  broken?: Error;
}

/** A house built by hand: the desk of the fixtures, and a terminal that remembers. Its juror answers well unless told otherwise. */
export async function buildHouse(furnishing: Furnishing = {}): Promise<TestHouse> {
  const {
    answer,
    person = [],
    signal = new AbortController().signal,
    notes = [],
    oneFamily = null,
    findings = [],
  } = furnishing;
  const personas: TestDesk['personas'] = [];
  const well = answersWell(() => personas);
  const built = await buildDesk(
    (prompt, asked) => (answer ?? well)(prompt, asked) ?? well(prompt, asked),
    furnishing.desk,
  );
  personas.push(...built.personas);
  const overrides: Overrides[] = [];
  const questions: string[] = [];
  const said = { stdout: '', stderr: '' };
  const terminal: Terminal = {
    out: (text) => {
      said.stdout += text;
    },
    err: (text) => {
      said.stderr += text;
    },
    live: async () => null,
    canAsk: person.length > 0,
    colour: false,
    colourErr: false,
    columns: 80,
    ask: async (question, ended) => {
      ended.throwIfAborted();
      questions.push(question);
      return person.shift() ?? null;
    },
    ...furnishing.terminal,
  };
  const house: House = {
    terminal,
    version: '1.2.3',
    signal,
    openDesk: async (given, { watch }) => {
      overrides.push(given);
      if (furnishing.broken !== undefined) throw furnishing.broken;
      return {
        desk: { ...built.desk, watch, signal },
        notes,
        oneFamily,
        spent: () => 0.01 * built.asked.length,
        close: async () => {},
      };
    },
    examine: async function* () {
      yield* findings;
    },
    listModels: async () => ({ readAt: '2026-11-23T10:00:00.000Z', old: false, models: [] }),
    lockNight: async () => () => {},
    tellFailure: async () => null,
    backup: async (_overrides, file = 'beside') => ({ file, bytes: 4096 }),
    restore: async (_overrides, file) => ({ database: 'the database', before: `${file}, before` }),
    eject: async (folder) => [`${folder}/personas`, `${folder}/prompts`, `${folder}/templates`],
  };
  const run = async (...argv: string[]): Promise<Ran> => {
    said.stdout = '';
    said.stderr = '';
    return { code: await runCli(argv, house), ...said };
  };
  return { ...built, house, run, overrides, questions };
}
