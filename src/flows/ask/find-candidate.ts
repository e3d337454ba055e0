import type { Dossier } from '../../core/facts/dossier.ts';
import type { Review } from '../../core/opinion/review.ts';
import type { Desk } from '../../desk.ts';

/** A review of today’s dossier that never stood. */
export interface Candidate {
  review: Review;
  /** Nobody has decided about it; else it was declined. */
  waits: boolean;
}

/** The newest candidate of a seat for this dossier that waits, else the newest that was declined; of those asked for. */
export async function findCandidate(
  desk: Desk,
  dossier: Dossier,
  persona: string,
  isMeant: (review: Review) => boolean = () => true,
): Promise<Candidate | null> {
  const history = await desk.store.history(dossier.tool.slug, persona);
  const candidates = history.filter(
    ({ state, review }) => state === 'candidate' && answersDossier(review, dossier) && isMeant(review),
  );
  const found = candidates.find(({ decisions }) => decisions.length === 0) ?? candidates[0];
  return found === undefined ? null : { review: found.review, waits: found.decisions.length === 0 };
}

/** Whether a review quotes this dossier, so that a page may show it. */
export function answersDossier({ byline }: Review, { key }: Dossier): boolean {
  return byline.dossierKey === key;
}
