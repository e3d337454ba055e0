import type { Prediction, PredictionRecord } from '../core/comparison/prediction.ts';
import { cleanText } from './escape.ts';

/** The ledger for a terminal: each prediction with what was said about it, then every reviewer’s record. */
export function renderPredictions(predictions: readonly Prediction[], records: readonly PredictionRecord[]): string {
  if (predictions.length === 0 && records.length === 0) return 'No predictions yet.\n';
  const list = predictions.length === 0 ? 'None of these.\n' : predictions.map(renderPrediction).join('');
  return `${list}${records.length === 0 ? '' : `\n${records.map(renderRecord).join('')}`}`;
}

function renderPrediction({ id, tool, persona, text, judgeBy, standing, state, settlements }: Prediction): string {
  const past = standing ? '' : ', in a review that no longer stands';
  const said = settlements.map(
    ({ as, by, why, at }) => `    ${at.slice(0, 10)}  ${as}, says ${oneLine(by)}: ${oneLine(why)}\n`,
  );
  const judged = state === 'open' || state === 'due' ? `, can be judged from ${judgeBy}` : '';
  return `${id}  ${state}${judged}  ${tool}, ${persona}${past}\n    ${oneLine(text)}\n${said.join('')}`;
}

function renderRecord({ persona, right, wrong, due, open, ...record }: PredictionRecord): string {
  return `${persona}: ${right} right, ${wrong} wrong, ${record.void} void, ${due} due, ${open} open\n`;
}

function oneLine(text: string): string {
  return cleanText(text).replaceAll(/\s+/g, ' ').trim();
}
