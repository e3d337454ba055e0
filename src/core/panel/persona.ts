import { z } from 'zod';
import { Demands } from './demands.ts';

const text = z.string().trim().min(1);
const id = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, 'must be lower-case words joined by hyphens, 2 to 40 characters');

/** One yes/no/unknown question, phrased so that yes is good for this persona’s reader. */
export const Check = z.strictObject({
  id,
  ask: text.max(300).describe('the question, answerable with yes, no or unknown from the sources'),
  kind: z
    .enum(['stated', 'judged'])
    .describe('stated: does a source say it? judged: a judgement that rests on what sources say'),
  weight: z.number().positive().max(100).describe('share of the score, relative to the other checks'),
  silence: z
    .enum(['open', 'no'])
    .describe(
      'what unknown means: open leaves the check out; no counts it as no, because a maker would state it if it were so',
    ),
  cap: z
    .strictObject({
      most: z.number().min(0).max(100).describe('the most a review scores, 0 to 100'),
      because: text.max(120).describe('why, as a clause after “because”'),
    })
    .optional()
    .describe('what a no with a verified quote holds the score down to, whatever else was answered'),
});
export type Check = z.infer<typeof Check>;

const CheckGroup = z.strictObject({ name: text.max(60), checks: z.array(Check).min(1) });

/** Checks of a persona, the common ones included. */
const mostChecks = 15;

/** A persona file: who reviews, how they sound, and what they check. */
export const Persona = z
  .strictObject({
    id,
    name: text.max(40),
    order: z.number().int().default(100).describe('place in lists; ties by id'),
    motto: text.max(160),
    reader: text.max(300).describe('whom this persona decides for'),
    voice: text.max(1500),
    excitedBy: z.array(text.max(200)).min(2).max(6),
    tiredOf: z.array(text.max(200)).min(2).max(6),
    beats: z
      .array(z.strictObject({ id, ask: text.max(400) }))
      .min(4)
      .max(5)
      .describe('points every review makes, in any order'),
    words: z
      .strictObject({ min: z.number().int().min(40), max: z.number().int().max(400) })
      .describe('length of the prose'),
    groups: z
      .array(CheckGroup)
      .min(2)
      .describe('5 to 12 checks under headings; the panel’s common checks come before them'),
    banned: z.array(text.max(80)).describe('phrases this persona never writes'),
    demands: Demands.optional().describe('what code checks of this persona’s prose; not part of any prompt'),
  })
  .superRefine((persona, context) => {
    const checks = checksOf(persona);
    if (checks.length < 5 || checks.length > mostChecks)
      context.addIssue({
        code: 'custom',
        path: ['groups'],
        message: `must hold 5 to ${mostChecks} checks, found ${checks.length}`,
      });
    const seen = new Set<string>();
    persona.groups.forEach((group, g) => {
      group.checks.forEach((check, c) => {
        if (seen.has(check.id))
          context.addIssue({
            code: 'custom',
            path: ['groups', g, 'checks', c, 'id'],
            message: `check id "${check.id}" is used twice`,
          });
        seen.add(check.id);
      });
    });
    const judged = checks.filter((check) => check.kind === 'judged').reduce((sum, check) => sum + check.weight, 0);
    const total = checks.reduce((sum, check) => sum + check.weight, 0);
    if (judged * 3 < total)
      context.addIssue({
        code: 'custom',
        path: ['groups'],
        message: `at least a third of the weight must be judged, found ${judged} of ${total}`,
      });
    const { predicts = [], says = [] } = persona.demands ?? {};
    const beats = new Set(persona.beats.map((beat) => beat.id));
    for (const beat of [...predicts, ...says.map((rule) => rule.beat)])
      if (!beats.has(beat))
        context.addIssue({ code: 'custom', path: ['demands'], message: `"${beat}" is none of the beats` });
    if (persona.words.min >= persona.words.max)
      context.addIssue({ code: 'custom', path: ['words'], message: 'min must be below max' });
  });
export type Persona = z.infer<typeof Persona>;

/** All checks of a persona, in the order of its file. */
export function checksOf(persona: Pick<Persona, 'groups'>): Check[] {
  return persona.groups.flatMap((group) => group.checks);
}

const factor = z.number().min(0).max(10);

/**
 * A kind of reader, and what weighs more or less to them. Personas and checks that are not named weigh as they do for the
 * panel. Personas come and go as files, so one that is not on the panel is passed over; a check nobody has is an error
 * when the panel is read, unless a persona is passed over, because it may be that one’s.
 */
export const Profile = z.strictObject({
  id,
  name: text.max(40),
  for: text.max(300).describe('whom it stands for, and what they weigh'),
  personas: z
    .record(id, factor)
    .default({})
    .describe('by persona: how often its score counts in the panel score; 1 as usual'),
  checks: z.record(id, factor).default({}).describe('by check: what its weight is multiplied by; 1 as usual'),
});
export type Profile = z.infer<typeof Profile>;

/** What all personas share: `personas/panel.yaml`. Its numbers are part of no prompt. */
export const Panel = z.strictObject({
  rules: z.array(text.max(600)).min(1).describe('rules every reviewer follows; part of every prompt'),
  common: CheckGroup.optional().describe('checks every persona answers before its own'),
  matters: z
    .strictObject({ decisive: factor, normal: factor, minor: factor })
    .describe('what a check’s weight is multiplied by, as its reviewer says how much it matters'),
  start: z
    .strictObject({ score: z.number().min(0).max(100), weight: z.number().min(0).max(100) })
    .describe('where every score begins, and with how much weight: a checklist never knows everything'),
  mostNotApplicable: z
    .number()
    .min(0)
    .max(1)
    .describe('share of a checklist’s weight that may be not applicable; above it all of that counts as unknown'),
  shipThreshold: z.number().min(0).max(100).describe('a score at or above it is ship'),
  minimumCoverage: z
    .number()
    .min(0)
    .max(1)
    .describe('share of a persona’s weight that must be answered with a verified quote, or the seat is unscored'),
  noise: z
    .number()
    .min(0)
    .max(50)
    .describe('points within which two panel scores are too close to call, until repeats or calibration say better'),
  banned: z.array(text.max(80)).default([]).describe('phrases nobody on the panel writes'),
  profiles: z.array(Profile).default([]).describe('readers whose outcome is computed as well; part of no prompt'),
});
export type Panel = z.infer<typeof Panel>;

/** The reviewers and what they share. Personas are in display order and hold the common checks. */
export interface PanelOfPersonas {
  panel: Panel;
  personas: Persona[];
}

/** A persona as it reviews: the panel’s common checks come first. */
export function withCommonChecks(persona: Persona, { common }: Pick<Panel, 'common'>): Persona {
  return common === undefined ? persona : { ...persona, groups: [common, ...persona.groups] };
}
