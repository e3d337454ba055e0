import { compileVoice, countWords, type VoiceCheck, type Written } from '../checking/voice.ts';
import type { ReviewRecord, ToolRecord } from '../comparison/comparison.ts';
import type { Dossier } from '../facts/dossier.ts';
import type { PanelOfPersonas } from '../panel/persona.ts';
import {
  citationFigures,
  type Figure,
  judgeFigure,
  panelFigures,
  personaFigures,
  scoreSpread,
  shipShare,
} from './lint-figures.ts';

/** A tool whose standing reviews are linted. */
export interface LintedTool {
  record: ToolRecord;
  dossier: Dossier;
}

/** What is reported: one tool, one persona, or all (null). The rest of the store is still what it is compared with. */
export interface LintScope {
  tool: string | null;
  persona: string | null;
}

/** Something a person should look at: in which review, where in it, and what. */
export interface LintFinding {
  tool: string;
  persona: string;
  path: string;
  check: VoiceCheck;
  problem: string;
}

/** How the reviews of a store read, in figures with targets and in findings with places. */
export interface LintReport {
  /** Standing reviews and tools looked at. */
  reviews: number;
  tools: number;
  figures: Figure[];
  findings: LintFinding[];
  /** Figures off their target, and findings. */
  problems: number;
}

/** A standing review with what it is about. */
interface Standing {
  tool: LintedTool;
  review: ReviewRecord;
}

/** Lints what stands: figures over the scope, and every sentence with today’s rules, whatever the rules were when it was kept. */
export function lintReviews(tools: readonly LintedTool[], panel: PanelOfPersonas, scope: LintScope): LintReport {
  const all = tools.flatMap((tool) =>
    tool.record.reviews.flatMap((review): Standing[] => (review.prose === null ? [] : [{ tool, review }])),
  );
  const chosen = all.filter(
    ({ tool, review }) =>
      (scope.tool === null || tool.record.slug === scope.tool) &&
      (scope.persona === null || review.persona === scope.persona),
  );
  const findings = lintAll(chosen, panel);
  const figures = chosen.length === 0 ? [] : figuresOf(chosen, findings, panel, scope);
  return {
    reviews: chosen.length,
    tools: new Set(chosen.map(({ tool }) => tool.record.slug)).size,
    figures,
    findings,
    problems: figures.filter(({ state }) => state === 'problem').length + findings.length,
  };
}

function figuresOf(
  chosen: readonly Standing[],
  findings: readonly LintFinding[],
  { panel, personas }: PanelOfPersonas,
  scope: LintScope,
): Figure[] {
  const reviews = chosen.map(({ review }) => review);
  const records = [...new Set(chosen.map(({ tool }) => tool.record))];
  return [
    ...personas
      .filter(({ id }) => reviews.some((review) => review.persona === id))
      .flatMap(({ id }) =>
        personaFigures(
          id,
          reviews.filter((review) => review.persona === id),
        ),
      ),
    ...(scope.persona === null
      ? [shipShare(null, reviews, records.length), ...panelFigures(records, panel.noise)]
      : []),
    ...scoreSpread(reviews, records.length),
    ...citationFigures(reviews),
    ...wordFigures(reviews, findings),
    ...flagFigures(reviews),
  ];
}

function lintAll(chosen: readonly Standing[], { panel, personas }: PanelOfPersonas): LintFinding[] {
  return chosen.flatMap(({ tool, review }) => {
    const persona = personas.find(({ id }) => id === review.persona);
    if (persona === undefined) return [];
    const findings = compileVoice(persona, panel, tool.dossier)(writtenOf(review));
    return findings.map(({ path, check, problem }) => ({
      tool: tool.record.slug,
      persona: persona.id,
      path,
      check,
      problem,
    }));
  });
}

function writtenOf({ checks, statements, headline, bestFor, avoidIf }: ReviewRecord): Written {
  return { checks, statements, headline: headline ?? '', bestFor: bestFor ?? '', avoidIf: avoidIf ?? '' };
}

/** Findings that have a rate: how many of them in a thousand words a reader reads, or in all. */
function wordFigures(reviews: readonly ReviewRecord[], findings: readonly LintFinding[]): Figure[] {
  const words = reviews.reduce((sum, review) => sum + wordsIn(writtenOf(review)), 0);
  const count = (check: VoiceCheck) => findings.filter((finding) => finding.check === check).length;
  const rates = (
    [
      ['banned', 'banned phrases'],
      ['first-hand', 'texts that claim first-hand use'],
    ] as const
  ).map(([check, what]) => ({
    id: check,
    what,
    value: (1000 * count(check)) / words,
    unit: 'per 1000 words' as const,
  }));
  const common = { persona: null, target: { least: null, most: 0 }, basis: `${words} words`, cases: words, needs: 1 };
  return rates.map((figure) => judgeFigure({ ...common, ...figure }));
}

function wordsIn({ checks, statements, headline, bestFor, avoidIf }: Written): number {
  const texts = [
    ...checks.map(({ because }) => because),
    ...statements.map(({ text }) => text),
    headline,
    bestFor,
    avoidIf,
  ];
  return texts.reduce((sum, text) => sum + countWords(text), 0);
}

const flagKinds = [
  ['quotes', /\.quotes\b/],
  ['checks', /^checks\./],
  ['statements', /^statements/],
  ['lines', /^(?:headline|bestFor|avoidIf)/],
  ['others', /(?:)/],
] as const;

/** What the correction round did not mend, by what it is about, and in all per review. */
function flagFigures(reviews: readonly ReviewRecord[]): Figure[] {
  const flags = reviews.flatMap((review) => review.flags);
  const kinds = flags.map(({ path }) => flagKinds.find(([, pattern]) => pattern.test(path))?.[0] ?? 'others');
  const common = { persona: null, basis: `${reviews.length} reviews`, cases: reviews.length, needs: 1 };
  const all = {
    ...common,
    id: 'flags',
    what: 'flags the correction round left',
    value: flags.length / reviews.length,
    unit: 'per review' as const,
    target: { least: null, most: 1 },
  };
  const byKind = flagKinds.map(([kind]) => ({
    ...common,
    id: `flags-${kind}`,
    what: `flags about ${kind}`,
    value: kinds.filter((found) => found === kind).length,
    unit: 'count' as const,
    target: null,
  }));
  return [all, ...byKind].map(judgeFigure);
}
