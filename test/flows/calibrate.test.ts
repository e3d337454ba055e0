import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Prompt, ProviderFailed } from '../../src/core/call.ts';
import type { Anchor } from '../../src/core/comparison/anchor.ts';
import { parseModel } from '../../src/core/model.ts';
import type { CheckedAnswer } from '../../src/core/opinion/review.ts';
import { NoModel } from '../../src/flows/ask/review-tools.ts';
import { calibrate, planCalibration } from '../../src/flows/calibrate.ts';
import { readAnchors } from '../../src/sources/anchor-files.ts';
import { readPanel } from '../../src/sources/panel-files.ts';
import { type Answer, buildDesk, type TestDesk } from '../fixtures/desk.ts';

const shipped = join(import.meta.dirname, '../../personas');
const panel = await readPanel(shipped);
const set = await readAnchors(join(shipped, 'anchors'), panel.personas);
const whole = set.anchors.length * panel.personas.length;

/** A desk of the shipped panel over the shipped anchors. */
const deskWith = (answer: Answer, more: Parameters<typeof buildDesk>[1] = {}): Promise<TestDesk> =>
  buildDesk(answer, { panel, anchors: async () => set, ...more });

function anchorOf({ seat }: Prompt): Anchor {
  const anchor = set.anchors.find(({ dossier }) => dossier.tool.slug === seat.tool);
  if (anchor === undefined) throw new Error(`no anchor ${seat.tool}`);
  return anchor;
}

/** What a juror says who knows the answers, changed by what kind of juror it is. */
function ballotOf(
  prompt: Prompt,
  bend: (answer: CheckedAnswer, some: CheckedAnswer['quotes']) => CheckedAnswer,
): string {
  const known = anchorOf(prompt).known.get(prompt.seat.persona) ?? [];
  const some = known.flatMap(({ quotes }) => quotes).slice(0, 1);
  const checks = known.map((answer) => {
    const { id, answer: said, quotes } = bend(answer, some);
    return {
      id,
      answer: said,
      because: 'The passage says so.',
      quotes: quotes.map(({ source, text }) => ({ source, text })),
    };
  });
  return JSON.stringify({ checks });
}

const knows: Answer = (prompt) => ballotOf(prompt, (answer) => answer);
/** Finds every product good, and quotes something each time. */
const lenient: Answer = (prompt) => ballotOf(prompt, (answer, quotes) => ({ ...answer, answer: 'yes', quotes }));
const harsh: Answer = (prompt) => ballotOf(prompt, (answer, quotes) => ({ ...answer, answer: 'no', quotes }));

test('a juror who gives the known answers is neither lenient nor harsh, and every bad anchor is skipped', async () => {
  const { desk, asked, store } = await deskWith(knows);
  const report = await calibrate(desk, []);
  expect(asked).toHaveLength(whole);
  expect(new Set(asked.map(({ purpose }) => purpose))).toEqual(new Set(['ballot']));
  for (const { calibration, drift, unanswered } of report.jurors) {
    expect(calibration).toMatchObject({ leniency: 0, spread: 0, agreement: 1, falseYes: 0, anchors: set.version });
    expect([drift, unanswered]).toEqual([null, []]);
  }
  expect(report.judged.map(({ grade, panel: { verdict }, missed }) => [grade, verdict, missed])).toEqual([
    ['good', 'ship', false],
    ['good', 'ship', false],
    ['middling', 'ship', false],
    ['middling', 'skip', false],
    ['bad', 'skip', false],
    ['bad', 'skip', false],
  ]);
  expect(await store.listTools()).toEqual([]);
});

test('a juror who turns lenient sets off the alarm, and ships the bad ones', async () => {
  let turned = false;
  const { desk } = await deskWith((prompt, count) => (turned ? lenient : knows)(prompt, count));
  await calibrate(desk, []);
  turned = true;
  const { jurors, judged } = await calibrate(desk, []);
  expect(
    jurors.map(({ persona, drift }) => [persona, drift?.before, drift?.now === undefined || drift.now > 20]),
  ).toEqual(panel.personas.map(({ id }) => [id, 0, true]));
  expect(judged.filter(({ missed }) => missed).map(({ grade }) => grade)).toEqual(['bad', 'bad']);
  const [builder] = jurors;
  expect(builder?.calibration).toMatchObject({ falseYes: 1 });
});

test('a juror who turns harsh sets it off too', async () => {
  let turned = false;
  const { desk } = await deskWith((prompt, count) => (turned ? harsh : knows)(prompt, count));
  await calibrate(desk, ['skeptic']);
  turned = true;
  const { jurors } = await calibrate(desk, ['skeptic']);
  expect(jurors[0]?.drift?.now).toBeLessThan(-20);
});

test('each run asks anew; a juror that stays itself has not drifted', async () => {
  const { desk, asked } = await deskWith(lenient);
  await calibrate(desk, []);
  const { jurors } = await calibrate(desk, []);
  expect(asked).toHaveLength(2 * whole);
  expect(new Set(asked.map(({ attempt }) => attempt))).toEqual(new Set([1, 2]));
  expect(jurors.every(({ drift }) => drift === null)).toBe(true);
});

test('an interrupted calibration keeps what was answered and goes on with the rest', async () => {
  const controller = new AbortController();
  const { desk, asked } = await deskWith(
    (prompt, count) => {
      if (count === 5) controller.abort(new Error('stopped'));
      return knows(prompt, count);
    },
    { signal: controller.signal },
  );
  await expect(calibrate(desk, [])).rejects.toThrow('stopped');
  const answered = asked.length;
  expect(answered).toBeLessThan(whole);
  const again = { ...desk, signal: new AbortController().signal };
  expect(await planCalibration(again, [])).toHaveLength(whole - answered);
  const { jurors } = await calibrate(again, []);
  expect(asked).toHaveLength(whole);
  expect(jurors.every(({ calibration }) => calibration?.leniency === 0)).toBe(true);
});

test('a juror some of whose anchors nobody answered has no calibration yet; only those are asked by the next run', async () => {
  let down = true;
  const { desk, asked, store } = await deskWith((prompt, count) =>
    down && prompt.seat.tool === 'quandrel' && prompt.seat.persona === 'founder'
      ? new ProviderFailed('claude', 'network', 'the connection was reset')
      : knows(prompt, count),
  );
  const first = await calibrate(desk, ['founder', 'skeptic']);
  const founder = first.jurors.find(({ persona }) => persona === 'founder');
  expect(founder).toMatchObject({
    calibration: null,
    unanswered: [{ tool: 'quandrel', reason: 'the connection was reset' }],
  });
  const { written } = desk.lead;
  expect(await store.lastCalibration({ persona: 'founder', written, anchors: set.version })).toBeNull();
  down = false;
  const before = asked.length;
  await calibrate(desk, ['founder']);
  expect(asked.slice(before).map(({ seat }) => seat.tool)).toEqual(['quandrel']);
});

test('of two calibrations over the same answers one is stored, and the other says that it was not', async () => {
  const everybody = Promise.withResolvers<void>();
  const { desk } = await deskWith(async (prompt, count) => {
    if (count === 2 * set.anchors.length) everybody.resolve();
    await everybody.promise;
    return knows(prompt, count) as string;
  });
  const reports = await Promise.all([calibrate(desk, ['builder']), calibrate(desk, ['builder'])]);
  const jurors = reports.flatMap((report) => report.jurors);
  expect(jurors.map(({ stored }) => stored).toSorted()).toEqual([false, true]);
  expect(jurors.map(({ failures }) => failures.length)).toEqual([0, 0]);
});

test('an answer that cannot be read twice is an anchor without an answer, with the reason', async () => {
  const { desk, asked } = await deskWith((prompt, count) =>
    prompt.seat.tool === 'quandrel' ? 'Skip it!' : knows(prompt, count),
  );
  const { jurors } = await calibrate(desk, ['builder']);
  expect(asked.filter(({ purpose }) => purpose === 'repair')).toHaveLength(1);
  expect(jurors[0]?.unanswered).toMatchObject([{ tool: 'quandrel' }]);
  expect(jurors[0]?.calibration?.differences).toHaveLength(5);
});

test('every model of the desk is calibrated by itself, and votes once in the panel’s verdict', async () => {
  const second = parseModel('hugging-face:openai/gpt-oss-120b:cheapest');
  const { desk } = await deskWith(
    (prompt, count) => (prompt.model === second.written ? lenient : knows)(prompt, count),
    {
      ballots: [second],
    },
  );
  const { jurors, judged } = await calibrate(desk, ['builder']);
  expect(jurors.map(({ model, calibration }) => [model, (calibration?.leniency ?? 0) > 20])).toEqual([
    [desk.lead.written, false],
    [second.written, true],
  ]);
  expect(judged.filter(({ missed }) => missed)).toEqual([]);
});

test('a fifth reviewer without known answers is skipped with a note, the others are calibrated', async () => {
  const [builder] = panel.personas;
  if (builder === undefined) throw new Error('the panel is empty');
  const fifth = { ...builder, id: 'auditor' };
  const { desk, asked } = await deskWith(knows, { panel: { ...panel, personas: [builder, fifth] } });
  const report = await calibrate(desk, []);
  expect(report.uncalibrated).toEqual(['auditor']);
  expect(asked).toHaveLength(set.anchors.length);
});

test('without a model there is nothing to calibrate, and the words say what to do', async () => {
  const { desk } = await deskWith(knows, { onlyRecordings: true });
  await expect(calibrate(desk, [])).rejects.toThrow(NoModel);
  await expect(calibrate(desk, [])).rejects.toThrow(/ANTHROPIC_API_KEY or HF_TOKEN/);
});
