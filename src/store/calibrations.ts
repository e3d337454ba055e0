import type { Selectable } from 'kysely';
import type { AnchorAnswer, CalibrationRun } from '../core/comparison/calibration.ts';
import { areLate, settleCalls } from './calls.ts';
import { type Store, Unkeepable } from './contract/contract.ts';
import { checksColumn, knownColumn, readJson, writeJson } from './json.ts';
import { bylineColumns, bylineOf, exact } from './tables/columns.ts';
import type { Database, Tables } from './tables/schema.ts';

/** Runs over the anchors. */
export function openCalibrations(db: Database): Pick<Store, 'keepCalibration' | 'lastCalibration'> {
  return {
    keepCalibration: (run, settles) =>
      db.transaction().execute(async (transaction) => {
        if (await areLate(transaction, [...settles.values()].flat())) return false;
        for (const [tool, ids] of settles) await settleCalls(transaction, { tool, persona: run.persona }, ids, null);
        await insertRun(transaction, run);
        return true;
      }),

    async lastCalibration(which) {
      const ofPersona = db.selectFrom('calibrations').selectAll().where('persona', '=', which.persona);
      const ofModel =
        'model' in which
          ? ofPersona.where('model', '=', which.model)
          : ofPersona.where('written', '=', which.written).where('anchors', '=', which.anchors);
      const row = await ofModel.orderBy('id', 'desc').limit(1).executeTakeFirst();
      return row === undefined ? null : readRun(db, row);
    },
  };
}

async function insertRun(transaction: Database, run: CalibrationRun): Promise<void> {
  const { persona, written, anchors, ranAt } = run;
  const model = run.answers[0]?.byline.model;
  if (model === undefined) throw new Unkeepable(`a calibration of ${persona} by ${written} has no answers`);
  const { id } = await transaction
    .insertInto('calibrations')
    .values(exact('calibrations', { persona, written, model, anchors, ran_at: ranAt }))
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const answer of run.answers)
    await transaction
      .insertInto('calibration_answers')
      .values(exact('calibration_answers', { calibration_id: id, ...columnsOf(answer) }))
      .execute();
}

/** A run never changes, so its answers may be read after it. */
async function readRun(db: Database, row: Selectable<Tables['calibrations']>): Promise<CalibrationRun> {
  const answers = await db
    .selectFrom('calibration_answers')
    .selectAll()
    .where('calibration_id', '=', row.id)
    .orderBy('tool')
    .execute();
  const { persona, written, anchors, ran_at: ranAt } = row;
  return { persona, written, anchors, ranAt, answers: answers.map(answerOf) };
}

function columnsOf({ tool, checks, reason, known, byline }: AnchorAnswer) {
  const answers = { checks: writeJson(checksColumn, checks), reason, known: writeJson(knownColumn, known) };
  return { tool, ...answers, ...bylineColumns(byline) };
}

function answerOf(row: Selectable<Tables['calibration_answers']>): AnchorAnswer {
  const where = `calibration_answers row ${row.calibration_id}/${row.tool}`;
  return {
    tool: row.tool,
    checks: readJson(checksColumn, row.checks, where),
    reason: row.reason,
    known: readJson(knownColumn, row.known, where),
    byline: bylineOf(row, where),
  };
}
