import type { Command } from 'commander';
import type { Desk } from '../../desk.ts';
import type { CalibratedJuror, CalibrationReport, JudgedAnchor } from '../../flows/calibrate.ts';
import { exitCodeOfMissing, exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addDeskOptions, addModelOptions, collect, dollars, type RunOptions } from '../options.ts';
import { atDesk } from '../run.ts';
import { harmless } from '../say-error.ts';
import { sayPlan } from '../say-plan.ts';
import { sayNotes, sayResult, saySpent } from '../say-results.ts';

/** `calibrate`: the panel over invented tools with known answers. */
export function addCalibrate(program: Command, house: House, done: (code: number) => void): void {
  const command = program
    .command('calibrate')
    .description(
      'let the panel judge invented tools with known answers: how lenient and how steady is each persona with each model?',
    )
    .option('--persona <id>', 'only this reviewer; repeatable', collect)
    .option('--max-cost <usd>', 'stop before a call that could bring this run above so many US dollars', dollars)
    .option(
      '--dry-run',
      'show which calls would be made and what they would cost, and ask nothing; with its key set, Claude counts the tokens',
    )
    .addHelpText(
      'after',
      `
Every persona answers its checklist about every anchor in personas/anchors. The result is stored and reported beside the
scores, never mixed into them. Exit code 3 when a juror judges otherwise than the last time, or the panel does not skip
an anchor that is known to be bad. An interrupted calibration goes on where it ended.

Examples:
  ship-or-skip calibrate --dry-run
  ship-or-skip calibrate --lead claude:claude-sonnet-5-5 --persona skeptic`,
    );
  addModelOptions(addDeskOptions(command)).action(async (options: RunOptions) => {
    done(await calibrate(house, options));
  });
}

async function calibrate(house: House, options: RunOptions): Promise<number> {
  return atDesk(house, options, async (desk, opened) => {
    const flow = await import('../../flows/calibrate.ts');
    const personas = options.persona ?? [];
    const plan = (at: Desk) => flow.planCalibration(at, personas);
    if (options.dryRun) return sayPlan(house, options, desk, plan);
    const { estimateFirst } = await import('../../flows/ask/estimate-first.ts');
    const estimating = estimateFirst(desk, plan, options);
    const report = await flow.calibrate(estimating.desk, personas);
    opened.settle();
    if (options.json || !options.quiet)
      await sayResult(house, options, plainReport(report), () => `\n${tableOf(report)}\n`);
    const answered = report.jurors.some(({ failures }) => failures.length < report.judged.length);
    sayNotes(house, options, opened, answered);
    for (const line of problemsOf(report)) house.terminal.err(`${harmless(line)}\n`);
    await saySpent(house, options, opened, estimating);
    return exitCodeOf(report);
  });
}

function exitCodeOf({ jurors, judged }: CalibrationReport): number {
  const failures = jurors.flatMap((juror) => juror.failures);
  const missing = exitCodeOfMissing(failures, failures.length, jurors.length * judged.length);
  if (missing !== exitCodes.done) return missing;
  const alarm = jurors.some(({ drift }) => drift !== null) || judged.some(({ missed }) => missed);
  return alarm ? exitCodes.incomplete : exitCodes.done;
}

/** The report without error objects. */
function plainReport({ jurors, ...report }: CalibrationReport) {
  return { ...report, jurors: jurors.map(({ failures: _failures, ...juror }) => juror) };
}

function tableOf({ anchors, jurors, judged }: CalibrationReport): string {
  const heading = ['persona', 'model', 'leniency', 'spread', 'agreement', 'false yes'];
  const widths = [0, 1].map((column) =>
    Math.max(7, ...[heading, ...jurors.map(rowOf)].map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(9)))
      .join('  ')
      .trimEnd();
  const verdicts = judged.map(({ grade, name, panel }) => `${grade.padEnd(9)}${panel.label.padEnd(28)}${name}`);
  return [`anchors ${anchors}`, '', line(heading), ...jurors.map((juror) => line(rowOf(juror))), '', ...verdicts].join(
    '\n',
  );
}

function rowOf({ persona, model, calibration }: CalibratedJuror): string[] {
  if (calibration === null) return [persona, model, 'unknown'];
  const { leniency, spread, agreement, falseYes } = calibration;
  const percent = (share: number | null) => (share === null ? 'none' : `${Math.round(100 * share)}%`);
  return [
    persona,
    model,
    `${leniency < 0 ? '−' : '+'}${Math.abs(leniency).toFixed(1)}`,
    spread.toFixed(1),
    percent(agreement),
    percent(falseYes),
  ];
}

function problemsOf({ jurors, judged, uncalibrated }: CalibrationReport): string[] {
  return [
    ...jurors.flatMap(driftOf),
    ...judged.flatMap(({ missed, name, panel }) =>
      missed ? [`not skipped: ${name} is known to be bad, and the panel says ${panel.label}`] : [],
    ),
    ...judged.flatMap(refusedOf),
    ...jurors.flatMap(unansweredOf),
    ...jurors.flatMap(unstoredOf),
    ...uncalibrated.map((id) => `note: the anchors hold no known answers for ${id}, so it was not calibrated`),
  ];
}

function driftOf({ drift }: CalibratedJuror): string[] {
  if (drift === null) return [];
  const { persona, written, before, now, allowed } = drift;
  return [
    `drift: ${persona} by ${written} went from ${before.toFixed(1)} to ${now.toFixed(1)} points of leniency; ${allowed.toFixed(1)} are allowed`,
  ];
}

function refusedOf({ grade, name, panel }: JudgedAnchor): string[] {
  return grade === 'good' && panel.verdict === 'skip'
    ? [`note: ${name} is known to be good, and the panel says ${panel.label}`]
    : [];
}

function unstoredOf({ persona, model, failures, stored }: CalibratedJuror): string[] {
  return stored || failures.length > 0 ? [] : [`not stored: ${persona} by ${model}: another run finished first`];
}

function unansweredOf({ persona, model, unanswered, failures }: CalibratedJuror): string[] {
  const [first] = unanswered;
  if (first === undefined) return [];
  const again = failures.length === 0 ? '' : ' What was answered is kept: run the same command again to go on.';
  return [
    `missing: ${persona} by ${model}, ${unanswered.map(({ tool }) => tool).join(', ')}: ${first.reason}.${again}`,
  ];
}
