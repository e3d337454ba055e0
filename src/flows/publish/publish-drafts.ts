import { objectionsTo, type Policy } from '../../core/comparison/policy.ts';
import type { Desk } from '../../desk.ts';
import { rule } from '../../store/contract/contract.ts';
import type { Release } from '../../store/contract/releases-contract.ts';
import { assembleStored } from '../compare/assemble-stored.ts';
import { releaseComparison, type Verdict } from './release-comparison.ts';

/** A draft that stayed where it is, and why. */
interface LeftDraft {
  slug: string;
  objections: string[];
}

/** What became of the drafts. */
export interface PublishedDrafts {
  published: { slug: string; folder: string }[];
  left: LeftDraft[];
}

/**
 * Publishes what a person approved and, where there is a policy, the drafts it has no objection to. What was taken back
 * or rejected stays in: a person’s word goes before the policy.
 * @param policy null where there is no policy file: then nothing publishes itself
 */
export async function publishDrafts(desk: Desk, policy: Policy | null): Promise<PublishedDrafts> {
  const published: PublishedDrafts['published'] = [];
  const publish = async (slug: string, verdict: Verdict): Promise<void> => {
    const { folder } = await releaseComparison(desk, slug, verdict);
    published.push({ slug, folder });
  };
  const left: LeftDraft[] = [];
  for (const release of await desk.store.releases.list()) {
    const { slug } = release.comparison;
    if (release.state === 'approved' && release.decision !== null) {
      const { by, why } = release.decision;
      await publish(slug, { by, why });
    } else if (release.state === 'drafted') {
      const objections = await objectionsOf(desk, release, policy);
      if (objections.length > 0) left.push({ slug, objections });
      else await publish(slug, { by: rule, why: 'the policy has no objection' });
    }
  }
  return { published, left };
}

async function objectionsOf(desk: Desk, { comparison }: Release, policy: Policy | null): Promise<string[]> {
  if (policy === null) return ['no policy says that anything may publish itself'];
  const assembled = await assembleStored(desk, comparison.tools, comparison.generatedAt);
  return objectionsTo(assembled.comparison, policy);
}
