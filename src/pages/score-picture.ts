import type { Comparison } from '../core/comparison/comparison.ts';
import { cleanText, escapeHtml } from './escape.ts';
import { showScore } from './format.ts';
import { cutTo } from './terminal-text.ts';

/** Heights in pixels. Widths are shares of the picture, so that text keeps its size on any screen. A lane holds a tool’s name and below it its track. */
const laneHeight = 42;
const rowHead = 24;
const rowFoot = 14;
const keyHeight = 24;
const thresholdHeight = 34;
const axisHeight = 26;
/** Letters of a name that fit the narrowest screen on one line. */
const nameRoom = 46;

interface Mark {
  name: string;
  score: number | null;
  /** Scores of the single jurors, low to high; empty with one juror. */
  jurors: number[];
  /** What stands in the lane when there is no score. */
  absence: string;
}

/**
 * The scores as a picture: a row per persona and one for the panel, a lane per tool, a line at the ship threshold.
 * Tools differ by shape and are named in every lane; the bar behind a mark reaches from the lowest to the highest juror.
 * A share of the width cannot be mixed with pixels, so marks and labels sit in nested pictures placed at the score.
 */
export function scorePicture(comparison: Comparison): string {
  const rows = rowsOf(comparison);
  const rowHeight = rowHead + comparison.tools.length * laneHeight + rowFoot;
  const top = comparison.tools.length * keyHeight + thresholdHeight;
  const bottom = top + rows.length * rowHeight;
  const { shipThreshold } = comparison.panel;
  const drawn = rows.map((row, index) => drawRow(row, top + index * rowHeight, shipThreshold)).join('');
  return [
    `<svg class="picture" role="img" aria-labelledby="picture-title picture-text" width="100%" height="${bottom + axisHeight}" fill="currentColor">`,
    '<title id="picture-title">Scores by persona and tool</title>',
    `<desc id="picture-text">${escapeHtml(describe(rows, shipThreshold))}</desc>`,
    ...comparison.tools.map(({ name }, index) => drawKey(name, index)),
    ...[0, 25, 50, 75, 100].map((tick) => drawTick(tick, top, bottom)),
    `<line class="threshold" x1="${at(shipThreshold)}" x2="${at(shipThreshold)}" y1="${top - 6}" y2="${bottom}" stroke="currentColor" stroke-dasharray="5 4"/>`,
    `<text class="threshold-label" x="${at(shipThreshold)}" y="${top - 12}" text-anchor="middle">ship from ${shipThreshold}</text>`,
    drawn,
    '</svg>',
  ].join('');
}

/** The picture in words, for those who do not see it. */
export function describeScores(comparison: Comparison): string {
  return describe(rowsOf(comparison), comparison.panel.shipThreshold);
}

function describe(rows: readonly Row[], shipThreshold: number): string {
  const lines = rows.map(({ name, marks }) => {
    const parts = marks.map(
      (mark) => `${mark.name} ${mark.score === null ? mark.absence : showScore(mark.score, shipThreshold)}`,
    );
    return `${name}: ${parts.join('; ')}.`;
  });
  return `Scores from 0 to 100; ${shipThreshold} and above is ship. ${lines.join(' ')}`;
}

interface Row {
  name: string;
  marks: Mark[];
}

function rowsOf({ panel, tools }: Comparison): Row[] {
  const personas = panel.personas.map(({ id, name }) => ({
    name,
    marks: tools.map((tool): Mark => {
      const review = tool.reviews.find((candidate) => candidate.persona === id);
      const absence = review === undefined || review.status === 'missing' ? 'missing' : 'not scored';
      return {
        name: tool.name,
        score: review?.score ?? null,
        jurors: review === undefined ? [] : review.jurorScores.toSorted((a, b) => a - b),
        absence,
      };
    }),
  }));
  const together = tools.map(
    (tool): Mark => ({ name: tool.name, score: tool.panel.score, jurors: [], absence: 'not scored' }),
  );
  return [...personas, { name: 'Panel, mean of its reviewers', marks: together }];
}

function drawRow({ name, marks }: Row, y: number, shipThreshold: number): string {
  const lanes = marks.map((mark, index) => drawLane(mark, index, y + rowHead + index * laneHeight, shipThreshold));
  return `<g><text class="row-name" x="0" y="${y + 16}">${escapeHtml(cutTo(cleanText(name), nameRoom))}</text>${lanes.join('')}</g>`;
}

/** The name stands above its track, where no mark and no threshold can cover it. */
function drawLane(mark: Mark, tool: number, y: number, shipThreshold: number): string {
  const named = (text: string) => `<text class="tool-name" x="0" y="${y + 12}">${escapeHtml(text)}</text>`;
  const name = cutTo(cleanText(mark.name), nameRoom);
  if (mark.score === null) return named(`${name}: ${mark.absence}`).replace('tool-name', 'absent');
  const x = at(mark.score);
  const track = y + 27;
  return [
    named(name),
    `<line class="track tool-${tool % shapes.length}" x1="${at(0)}" x2="${x}" y1="${track}" y2="${track}" stroke="currentColor"/>`,
    drawSpread(mark, tool, track + 10),
    `<svg x="${x}" y="${track}" overflow="visible" class="mark tool-${tool % shapes.length}">${shapes[tool % shapes.length]}</svg>`,
    `<text class="score" x="${x}" y="${track + 5}" dx="12">${showScore(mark.score, shipThreshold)}</text>`,
  ].join('');
}

function drawSpread({ jurors }: Mark, tool: number, y: number): string {
  const [low] = jurors;
  const high = jurors.at(-1);
  if (low === undefined || high === undefined || low === high) return '';
  return `<line class="spread tool-${tool % shapes.length}" x1="${at(low)}" x2="${at(high)}" y1="${y}" y2="${y}" stroke="currentColor"/>`;
}

function drawKey(name: string, tool: number): string {
  const y = tool * keyHeight + keyHeight / 2;
  return `<svg x="8" y="${y}" overflow="visible" class="mark tool-${tool % shapes.length}">${shapes[tool % shapes.length]}</svg><text x="24" y="${y + 4}">${escapeHtml(cutTo(cleanText(name), 44))}</text>`;
}

/** One shape per tool: disc, ring in a diamond, triangle, square. They tell tools apart without colour. */
const shapes = [
  '<circle r="6.5"/>',
  '<path d="M0-7.5 7.5 0 0 7.5-7.5 0Z" fill="none" stroke="currentColor" stroke-width="2.5"/>',
  '<path d="M0-7.5 7.5 6H-7.5Z"/>',
  '<path d="M-5.5-5.5h11v11h-11Z" fill="none" stroke="currentColor" stroke-width="2.5"/>',
];

function drawTick(tick: number, top: number, bottom: number): string {
  const x = at(tick);
  return `<line class="tick" x1="${x}" x2="${x}" y1="${top}" y2="${bottom}" stroke="currentColor"/><text class="tick-label" x="${x}" y="${bottom + 18}" text-anchor="middle">${tick}</text>`;
}

/** Place of a score across the picture in percent; room is left at both ends for marks and labels. */
function placeOf(score: number): number {
  return Math.round((3 + score * 0.87) * 100) / 100;
}

function at(score: number): string {
  return `${placeOf(score)}%`;
}
