import { checksOf, type PanelOfPersonas, type Persona, type Profile } from '../core/panel/persona.ts';
import { type CalibrationFigures, sayCalibration } from './calibration-view.ts';
import { anchorOf, cleanText, mapStrings } from './escape.ts';
import { capitalised, showPoints, showShare } from './format.ts';
import { stylesOf } from './styles.ts';
import { compileTemplates, type PageTemplates } from './templates.ts';
import { correctionsContact, verifyCommand } from './wording.ts';
import { workedExample } from './worked-example.ts';

/** What the page about the method is made from. */
export interface Methodology extends PanelOfPersonas {
  /** Prompt templates by name, as text. */
  prompts: Readonly<Record<string, string>>;
  /** As written by the editor. No lead: only recorded replies answer. */
  models: { lead: string | null; ballots: readonly string[] };
  /** What is known of each persona with each of these models; null: not calibrated. */
  calibration: readonly { persona: string; model: string; figures: CalibrationFigures | null }[];
}

/**
 * Renders the page that says how reviews are made and scored, from the very files they are made with.
 * @throws BrokenPageTemplate naming template, line and problem.
 */
export function renderMethodology(methodology: Methodology, templates: PageTemplates): { 'index.html': string } {
  const html = compileTemplates(templates, { escapes: true });
  const view = mapStrings(viewMethodology(methodology), cleanText) as object;
  return { 'index.html': `${html('methodology', { ...view, ...stylesOf(html) }).trimEnd()}\n` };
}

function viewMethodology({ panel, personas, prompts, models, calibration }: Methodology) {
  const [first] = personas;
  return {
    threshold: showPoints(panel.shipThreshold),
    minimumCoverage: showShare(panel.minimumCoverage),
    mostNotApplicable: showShare(panel.mostNotApplicable),
    start: { score: showPoints(panel.start.score), weight: showPoints(panel.start.weight) },
    decisive: showPoints(panel.matters.decisive),
    minor: showPoints(panel.matters.minor),
    noise: showPoints(panel.noise),
    rules: panel.rules,
    example: first === undefined ? null : workedExample(first, panel),
    personas: personas.map(viewPersona),
    profiles: panel.profiles.map((profile) => viewProfile(profile, personas)),
    lead: models.lead,
    ballots: models.ballots,
    calibration: calibration.map(({ persona, model, figures }) => ({
      name: personas.find(({ id }) => id === persona)?.name ?? persona,
      model: figures === null ? null : model,
      text: sayCalibration(figures, model),
    })),
    prompts: Object.entries(prompts).map(([name, text]) => ({ name, text })),
    contact: correctionsContact,
    verify: verifyCommand,
  };
}

function viewPersona(persona: Persona) {
  const total = checksOf(persona).reduce((sum, { weight }) => sum + weight, 0);
  return {
    anchor: anchorOf(persona.id, 'persona'),
    name: persona.name,
    motto: persona.motto,
    reader: persona.reader,
    voice: persona.voice,
    total: showPoints(total),
    groups: persona.groups.map(({ name, checks }) => ({
      name,
      checks: checks.map(({ ask, kind, weight, silence, cap }) => ({
        ask,
        kind,
        weight: showPoints(weight),
        share: `${Math.round((1000 * weight) / total) / 10}%`,
        silence: silence === 'no' ? 'counts as no' : 'left out',
        cap: cap === undefined ? null : `A no caps the score at ${showPoints(cap.most)}, because ${cap.because}.`,
      })),
    })),
  };
}

/** What a reader weighs otherwise, in words: a factor on a reviewer or on a check. */
function viewProfile(profile: Profile, personas: readonly Persona[]) {
  const reviewers = Object.entries(profile.personas).flatMap(([id, factor]) => {
    const persona = personas.find((candidate) => candidate.id === id);
    return persona === undefined ? [] : [`${persona.name} × ${showPoints(factor)}`];
  });
  const checks = Object.entries(profile.checks).flatMap(([id, factor]) =>
    personas
      .flatMap(checksOf)
      .filter((check) => check.id === id)
      .map((check) => `× ${showPoints(factor)}: ${check.ask}`),
  );
  return { name: capitalised(profile.name), for: profile.for, reviewers: reviewers.join(', '), checks };
}
