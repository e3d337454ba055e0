import { z } from 'zod';
import type { Dossier } from '../facts/dossier.ts';
import { Day } from '../facts/tool.ts';
import { hashText, keyOf } from '../key.ts';
import type { CheckedAnswer } from '../opinion/review.ts';

const fileName = z.string().regex(/^[a-z0-9][a-z0-9-]*\.yaml$/, 'the plain name of a facts file, <tool>.yaml');

/** `anchors.yaml`: which invented tools the panel is calibrated on. Frozen: any change takes the next version. */
export const AnchorList = z.strictObject({
  version: z.int('a whole number').min(1).describe('raised with every change of the set'),
  asOf: Day.describe('the day every anchor is judged for; the only date in its prompts'),
  tools: z
    .array(
      z.strictObject({
        file: fileName.describe('facts file beside this one; its known answers are in <tool>.answers.yaml'),
        grade: z.enum(['good', 'middling', 'bad'], 'good, middling or bad').describe('a bad one must be skipped'),
        expect: z.enum(['ship', 'skip'], 'ship or skip').describe('the panel’s verdict by the known answers'),
      }),
      'a list of anchors',
    )
    .min(2),
});
export type AnchorList = z.infer<typeof AnchorList>;

const knownAnswer = 'unknown, not-applicable, or a mapping of answer (yes or no), source and text';

/** The answer to one check that the sources of an anchor justify. */
const KnownEntry = z.union(
  [
    z.enum(['unknown', 'not-applicable']),
    z.strictObject({ answer: z.enum(['yes', 'no']), source: z.string().min(1), text: z.string().min(1) }),
  ],
  knownAnswer,
);

/** `<tool>.answers.yaml`: the known answers by persona id and check id. */
export const AnchorAnswers = z.record(z.string(), z.record(z.string(), KnownEntry, 'answers by check id'), {
  error: 'answers by persona id',
});
export type AnchorAnswers = z.infer<typeof AnchorAnswers>;

/** An invented tool whose answers are known. It is never stored among the tools and never compared. */
export interface Anchor {
  grade: AnchorList['tools'][number]['grade'];
  expect: AnchorList['tools'][number]['expect'];
  dossier: Dossier;
  /** By persona id: an answer to each of its checks, every quote verified. A persona that is not in it cannot be calibrated on this anchor. */
  known: ReadonlyMap<string, readonly CheckedAnswer[]>;
}

export interface AnchorSet {
  /** The version its file gives and a digest of everything in it: `1-3fa9c2d0`. Two sets of one name hold the same. */
  version: string;
  anchors: readonly Anchor[];
}

/** An anchor set under its versioned name. */
export function assembleAnchors(version: number, anchors: readonly Anchor[]): AnchorSet {
  const content = anchors.map(({ grade, expect, dossier, known }) => {
    return { grade, expect, dossier: dossier.key, asOf: dossier.asOf, known: Object.fromEntries(known) };
  });
  return { version: `${version}-${hashText(keyOf('anchors', content)).slice(0, 8)}`, anchors };
}
