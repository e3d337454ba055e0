import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Recording } from '../../src/core/asking/recording.ts';
import type { Desk } from '../../src/desk.ts';
import { InvalidOrder, reviewTools } from '../../src/flows/ask/review-tools.ts';
import { compareTools } from '../../src/flows/compare/compare-tools.ts';
import { UnknownTool } from '../../src/flows/gather/gather-dossier.ts';
import { mergeTools } from '../../src/flows/gather/merge-tools.ts';
import { lintStore } from '../../src/flows/lint-store.ts';
import { recorded } from '../../src/providers/recorded.ts';
import { readPanel } from '../../src/sources/panel-files.ts';
import { answersWell, buildDesk, toolFiles } from '../fixtures/desk.ts';

const root = join(import.meta.dirname, '../..');
const asIs = { fresh: false, note: null, leadNamed: false, repeat: 1 };
const order = (out: string, targets: string[]) => ({
  targets,
  personas: [],
  wishes: asIs,
  choose: async () => null,
  out,
});

async function filledDesk() {
  const built = await buildDesk((prompt, asked) => answersWell(() => built.personas)(prompt, asked));
  await compareTools(built.desk, order(built.out, [toolFiles.lantern, toolFiles.quill]));
  return built;
}

test('a store without reviews has nothing to lint', async () => {
  const { desk } = await buildDesk(() => null);
  expect(await lintStore(desk, {})).toMatchObject({ reviews: 0, figures: [], problems: 0 });
});

test('a tool that was merged away is linted no more', async () => {
  const { desk } = await filledDesk();
  await mergeTools(desk, { from: 'quill', into: 'lantern', why: 'one product', by: 'Ada' });
  expect(await lintStore(desk, {})).toMatchObject({ reviews: 2, tools: 1 });
});

test('what stands is linted, for one tool, for one persona, or whole', async () => {
  const { desk } = await filledDesk();
  expect(await lintStore(desk, {})).toMatchObject({ reviews: 4, tools: 2 });
  expect(await lintStore(desk, { tool: 'quill' })).toMatchObject({ reviews: 2, tools: 1 });
  expect(await lintStore(desk, { tool: 'quill', persona: 'skeptic' })).toMatchObject({ reviews: 1, tools: 1 });
});

test('a tool or persona that is not there is refused with what was meant', async () => {
  const { desk } = await filledDesk();
  await expect(lintStore(desk, { tool: 'lanten' })).rejects.toThrow(UnknownTool);
  await expect(lintStore(desk, { persona: 'bilder' })).rejects.toThrow(InvalidOrder);
});

/** A desk of the shipped panel where the shipped recordings answer. */
async function recordedDesk(): Promise<{ desk: Desk; repairs: () => string[]; out: string }> {
  const folder = join(root, 'examples/recorded');
  const recordings = readdirSync(folder).map((file) =>
    Recording.parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))),
  );
  const tape = recorded(recordings);
  const built = await buildDesk(() => null, {
    panel: await readPanel(join(root, 'personas')),
    onlyRecordings: true,
    recordedOn: (key) => recordings.find(({ dossierKey }) => dossierKey === key)?.suppliedOn ?? null,
    ask: () => tape,
  });
  return {
    desk: built.desk,
    out: built.out,
    repairs: () => built.events.flatMap((event) => (event.stage === 'repairing' ? [event.persona] : [])),
  };
}

const examples = ['claude-files-api', 'hugging-face-inference-providers'].map((slug) =>
  join(root, `examples/${slug}.yaml`),
);

test.each([
  ['in the order of the panel', ['builder', 'skeptic', 'founder', 'futurist']],
  ['backwards', ['futurist', 'founder', 'skeptic', 'builder']],
])('the recorded replies need no correction round, filled one by one %s', async (_, personas) => {
  const { desk, repairs } = await recordedDesk();
  for (const persona of personas)
    for (const target of examples) {
      const tools = await reviewTools(desk, {
        targets: [target],
        personas: [persona],
        wishes: asIs,
        choose: async () => null,
      });
      expect(tools.flatMap(({ seats }) => seats.map(({ kind }) => kind))).toEqual(['kept']);
    }
  expect(repairs()).toEqual([]);
  const report = await lintStore(desk, {});
  expect(report.reviews).toBe(8);
  expect(report.findings).toEqual([]);
  expect(report.figures.filter(({ state }) => state === 'problem')).toEqual([]);
});
