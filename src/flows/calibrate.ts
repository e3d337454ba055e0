import { composeBallot } from '../core/asking/prompt.ts';
import { type Prompt, ProviderFailed } from '../core/call.ts';
import type { Anchor, AnchorSet } from '../core/comparison/anchor.ts';
import {
  type AnchorAnswer,
  type Calibration,
  type Drift,
  findDrift,
  measureCalibration,
} from '../core/comparison/calibration.ts';
import type { PanelRecord } from '../core/comparison/comparison.ts';
import { judgePanel, scoreSeat } from '../core/comparison/scoring.ts';
import type { PlannedCall } from '../core/estimate.ts';
import type { ModelName } from '../core/model.ts';
import type { Persona } from '../core/panel/persona.ts';
import type { Desk } from '../desk.ts';
import { BudgetReached } from '../providers/budget.ts';
import { allOf } from './ask/all-of.ts';
import { type AnsweredChecks, askChecks } from './ask/ask-checks.ts';
import { planCall } from './ask/plan-run.ts';
import { partsOf } from './ask/prepare-seat.ts';
import { howToGetAModel, NoModel, pickPersonas } from './ask/review-tools.ts';

/** One juror’s result: a persona as one model plays it. */
export interface CalibratedJuror {
  persona: string;
  /** As written by the editor. */
  model: string;
  /** Null while anchors are unanswered, or when too few of them have a score. */
  calibration: Calibration | null;
  drift: Drift | null;
  /** Anchors without an answer, and why. */
  unanswered: { tool: string; reason: string }[];
  /** Provider failures behind them. */
  failures: (ProviderFailed | BudgetReached)[];
  /** Whether this run was kept: not with failures, and not when another run kept answers of it first. */
  stored: boolean;
}

/** What the panel, with a vote for every model of the run, makes of one anchor. */
export interface JudgedAnchor extends Pick<Anchor, 'grade' | 'expect'> {
  tool: string;
  name: string;
  panel: PanelRecord;
  /** A bad one that the panel does not skip. */
  missed: boolean;
}

export interface CalibrationReport {
  /** Version of the anchor set. */
  anchors: string;
  jurors: CalibratedJuror[];
  judged: JudgedAnchor[];
  /** Personas the set holds no known answers for. */
  uncalibrated: string[];
}

/** One checklist to be answered. */
interface Task {
  anchor: Anchor;
  persona: Persona;
  model: ModelName;
}

type TaskResult = Task & ({ answered: AnsweredChecks } | { failure: ProviderFailed | BudgetReached });

/**
 * Lets the lead and every ballot model of the desk answer the panel’s checklists about the anchors, stores what came of
 * it and holds it against the run before. Answers stay unsettled until a juror has all of its own, so an interrupted
 * calibration goes on where it ended; a finished one is asked anew under the next attempt.
 * @throws NoModel without a model to ask.
 */
export async function calibrate(desk: Desk, personaIds: readonly string[]): Promise<CalibrationReport> {
  const { set, personas, uncalibrated, models } = await layOut(desk, personaIds);
  const results = await allOf(
    models.flatMap((model) => set.anchors.map((anchor) => askAnchor(desk, anchor, personas, model))),
  );
  const all = results.flat();
  const jurors: CalibratedJuror[] = [];
  for (const persona of personas)
    for (const model of models) {
      const own = all.filter((result) => result.persona === persona && result.model === model);
      jurors.push(await settleJuror(desk, set, own, persona, model));
    }
  const judged = set.anchors.map((anchor) => judgeAnchor(desk, anchor, personas, all));
  return { anchors: set.version, jurors, judged, uncalibrated };
}

/** Which calls a calibration would make: not those an interrupted one has answered already. */
export async function planCalibration(desk: Desk, personaIds: readonly string[]): Promise<PlannedCall[]> {
  const { set, personas, models } = await layOut(desk, personaIds);
  const tasks = models.flatMap((model) =>
    set.anchors.flatMap((anchor) => personas.map((persona) => ({ anchor, persona, model }))),
  );
  const calls = await Promise.all(
    tasks.map(async ({ anchor, persona, model }) =>
      planCall(desk, 'ballot', composeBallot(partsOf(desk, anchor.dossier, persona, model))),
    ),
  );
  return calls.flat();
}

/** The question of a task, under the attempt it is or was asked. */
async function composeTask(desk: Desk, { anchor, persona, model }: Task): Promise<Prompt> {
  const question = composeBallot(partsOf(desk, anchor.dossier, persona, model));
  return { ...question, attempt: await desk.store.calls.attempt(question.key, question.purpose) };
}

async function layOut(desk: Desk, personaIds: readonly string[]) {
  if (desk.onlyRecordings) throw new NoModel(howToGetAModel('the anchors'));
  const wanted = pickPersonas(desk, personaIds);
  const set = await desk.anchors();
  const isKnown = ({ id }: Persona) => set.anchors.every(({ known }) => known.has(id));
  const models = new Map([desk.lead, ...desk.ballots].map((model) => [model.written, model]));
  return {
    set,
    personas: wanted.filter(isKnown),
    uncalibrated: wanted.filter((persona) => !isKnown(persona)).map(({ id }) => id),
    models: [...models.values()],
  };
}

/** All personas’ checklists about one anchor. */
async function askAnchor(
  desk: Desk,
  anchor: Anchor,
  personas: readonly Persona[],
  model: ModelName,
): Promise<TaskResult[]> {
  const tasks = personas.map((persona) => ({ anchor, persona, model }));
  const work = await Promise.all(tasks.map(async (task) => ({ task, prompt: await composeTask(desk, task) })));
  return allOf(work.map(({ task, prompt }) => askTask(desk, task, prompt)));
}

async function askTask(desk: Desk, task: Task, prompt: Prompt): Promise<TaskResult> {
  const { dossier } = task.anchor;
  const seat = { tool: dossier.tool.slug, persona: task.persona.id };
  desk.watch({ ...seat, stage: 'asking' });
  try {
    const answered = await askChecks(desk, { dossier, persona: task.persona }, task.model, prompt);
    const { score, verdict } = scoreSeat(task.persona, desk.panel.panel, jurorsOf([{ ...task, answered }]));
    desk.watch({ ...seat, stage: 'done', score, verdict, costUsd: answered.byline.costUsd, supplied: false });
    return { ...task, answered };
  } catch (error) {
    if (desk.signal.aborted || !(error instanceof ProviderFailed || error instanceof BudgetReached)) throw error;
    desk.watch({ ...seat, stage: 'missing', reason: error.message });
    return { ...task, failure: error };
  }
}

/** Keeps a juror’s run when it is whole, and compares it with the one before. */
async function settleJuror(
  desk: Desk,
  { version }: AnchorSet,
  results: readonly TaskResult[],
  persona: Persona,
  model: ModelName,
): Promise<CalibratedJuror> {
  const failures = results.flatMap((result) => ('failure' in result ? [result.failure] : []));
  const unanswered = results.flatMap((result) => {
    const reason = 'failure' in result ? result.failure.message : result.answered.reason;
    return reason === null ? [] : [{ tool: result.anchor.dossier.tool.slug, reason }];
  });
  const juror = {
    persona: persona.id,
    model: model.written,
    calibration: null,
    drift: null,
    unanswered,
    failures,
    stored: false,
  };
  if (failures.length > 0) return juror;
  const whole = results.flatMap((result) => ('answered' in result ? [result] : []));
  const run = {
    persona: persona.id,
    written: model.written,
    anchors: version,
    ranAt: desk.now().toISOString(),
    answers: whole.map(({ anchor, answered }) => answerOf(anchor, persona, answered)),
  };
  const before = await desk.store.lastCalibration({ persona: persona.id, written: model.written, anchors: version });
  const settles = new Map(whole.map(({ anchor, answered }) => [anchor.dossier.tool.slug, answered.callIds]));
  const stored = await desk.store.keepCalibration(run, settles);
  const calibration = measureCalibration(run, persona, desk.panel.panel);
  const earlier = before && measureCalibration(before, persona, desk.panel.panel);
  return { ...juror, stored, calibration, drift: calibration && earlier && findDrift(earlier, calibration) };
}

function answerOf(anchor: Anchor, persona: Persona, { checks, reason, byline }: AnsweredChecks): AnchorAnswer {
  const known = (anchor.known.get(persona.id) ?? []).map(({ id, answer }) => ({ id, answer }));
  return { tool: anchor.dossier.tool.slug, checks, reason, known, byline };
}

/** The panel’s verdict by the vote of all models of this run. */
function judgeAnchor(
  desk: Desk,
  anchor: Anchor,
  personas: readonly Persona[],
  results: readonly TaskResult[],
): JudgedAnchor {
  const seats = personas.map((persona) => {
    const own = results.filter((result) => result.anchor === anchor && result.persona === persona);
    const jurors = jurorsOf(own.flatMap((result) => ('answered' in result ? [result] : [])));
    if (jurors.length === 0) return { status: 'missing' as const, score: null, verdict: null };
    return scoreSeat(persona, desk.panel.panel, jurors);
  });
  const panel = judgePanel(seats);
  const { tool } = anchor.dossier;
  const missed = anchor.grade === 'bad' && (panel.verdict === 'ship' || panel.verdict === 'mixed');
  return { grade: anchor.grade, expect: anchor.expect, tool: tool.slug, name: tool.name, panel, missed };
}

function jurorsOf(results: readonly (Pick<Task, 'model'> & { answered: AnsweredChecks })[]) {
  return results.flatMap(({ model, answered: { checks } }) =>
    checks === null ? [] : [{ name: model.written, answers: checks }],
  );
}
