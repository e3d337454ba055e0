import { dirname } from 'node:path';
import type { Command } from 'commander';
import type { Desk } from '../../desk.ts';
import { describeInbox, mostShown } from '../describe-inbox.ts';
import { exitCodes } from '../exit-codes.ts';
import type { House } from '../house.ts';
import { addDeskOptions, type DeskOptions } from '../options.ts';
import { findPolicy, policyOption } from '../policy.ts';
import { atReadingDesk } from '../run.ts';
import { sayResult } from '../say-results.ts';

interface ReleaseOptions extends DeskOptions {
  policy?: string;
  why?: string;
  as?: string;
  all?: true;
}

/** `inbox`, `publish`, `unpublish` and `reject`: what waits for a person, and what readers see. */
export function addReleases(program: Command, house: House, done: (code: number) => void): void {
  const inbox = program
    .command('inbox')
    .description('what waits for a person: drafted comparisons with what speaks against publishing them, new reviews')
    .option('--all', 'rejected comparisons too')
    .addOption(policyOption())
    .addHelpText(
      'after',
      '\nExamples:\n  ship-or-skip inbox\n  ship-or-skip inbox --json | jq -r ".comparisons[].slug"',
    );
  addDeskOptions(inbox).action(async (options: ReleaseOptions) => done(await showInbox(house, options)));
  addPublish(program, house, done);
  addTakeBack(program, house, done);
}

function addPublish(program: Command, house: House, done: (code: number) => void): void {
  const publish = program
    .command('publish [comparison...]')
    .description('show comparisons to readers; without a name, those a person approved and those the policy allows')
    .option('--as <name>', 'who decides, for the history (default: the user of this machine)')
    .option('--why <text>', 'why, for the history')
    .addOption(policyOption())
    .addHelpText(
      'after',
      `
Documents of a draft lie in <out>/drafts/<comparison>/ and move to <out>/<comparison>/.
A policy file says what may go out without a person; without one nothing does.

Examples:
  ship-or-skip publish litellm-vs-openrouter
  ship-or-skip publish --policy examples/policy.yaml`,
    );
  addDeskOptions(publish).action(async (slugs: string[], options: ReleaseOptions) =>
    done(await (slugs.length === 0 ? publishReady(house, options) : publishNamed(house, slugs, options))),
  );
}

function addTakeBack(program: Command, house: House, done: (code: number) => void): void {
  const unpublish = program
    .command('unpublish <comparison>')
    .description('take a comparison back from readers; it waits in the inbox again')
    .requiredOption('--why <text>', 'why, for the history')
    .option('--as <name>', 'who decides, for the history (default: the user of this machine)')
    .addHelpText('after', '\nExample:\n  ship-or-skip unpublish litellm-vs-openrouter --why "the licence changed"');
  addDeskOptions(unpublish).action(async (slug: string, options: ReleaseOptions) =>
    done(await takeBack(house, slug, options)),
  );
  const reject = program
    .command('reject <comparison>')
    .description('keep a drafted comparison in; it is not drafted again')
    .requiredOption('--why <text>', 'why, for the history')
    .option('--as <name>', 'who decides, for the history (default: the user of this machine)')
    .addHelpText('after', '\nExample:\n  ship-or-skip reject litellm-vs-openrouter --why "they are not a choice"');
  addDeskOptions(reject).action(async (slug: string, options: ReleaseOptions) =>
    done(await rejectDraft(house, slug, options)),
  );
}

async function showInbox(house: House, options: ReleaseOptions): Promise<number> {
  return atReadingDesk(house, options, async (desk) => {
    const { listInbox } = await import('../../flows/publish/list-inbox.ts');
    const { usualPolicy } = await import('../../core/comparison/policy.ts');
    const policy = (await findPolicy(options.policy)) ?? usualPolicy;
    const most = options.json ? undefined : mostShown;
    const inbox = await listInbox(desk, policy, { all: options.all ?? false, most });
    await sayResult(house, options, inbox, () => describeInbox(inbox, house.terminal));
    return exitCodes.done;
  });
}

async function publishNamed(house: House, slugs: string[], options: ReleaseOptions): Promise<number> {
  return atReadingDesk(house, options, async (desk) => {
    const { releaseComparison, requireRelease } = await import('../../flows/publish/release-comparison.ts');
    const { requireName } = await import('../../flows/publish/approve-reviews.ts');
    const verdict = { by: requireName(options.as ?? desk.editor), why: options.why ?? 'asked for by name' };
    for (const slug of slugs) await requireRelease(desk, slug);
    const folders: string[] = [];
    for (const slug of slugs) folders.push((await releaseComparison(desk, slug, verdict)).folder);
    await renewFeeds(desk, folders);
    await sayResult(house, options, { published: folders }, () =>
      folders.map((folder) => `published: ${folder}/index.html\n`).join(''),
    );
    return exitCodes.done;
  });
}

async function publishReady(house: House, options: ReleaseOptions): Promise<number> {
  return atReadingDesk(house, options, async (desk) => {
    const { publishDrafts } = await import('../../flows/publish/publish-drafts.ts');
    const { published, left } = await publishDrafts(desk, await findPolicy(options.policy));
    const folders = published.map(({ folder }) => folder);
    await renewFeeds(desk, folders);
    await sayResult(house, options, { published: folders, left }, () =>
      [
        ...folders.map((folder) => `published: ${folder}/index.html\n`),
        ...left.map(({ slug, objections }) => `left: ${slug}\n${objections.map((one) => `  - ${one}\n`).join('')}`),
        ...(folders.length + left.length === 0 ? ['Nothing waits to be published.\n'] : []),
      ].join(''),
    );
    return exitCodes.done;
  });
}

async function takeBack(house: House, slug: string, options: ReleaseOptions): Promise<number> {
  return atReadingDesk(house, options, async (desk) => {
    const { withdrawComparison } = await import('../../flows/publish/release-comparison.ts');
    const { requireName } = await import('../../flows/publish/approve-reviews.ts');
    const verdict = { by: requireName(options.as ?? desk.editor), why: options.why ?? '' };
    const { folder } = await withdrawComparison(desk, slug, verdict);
    await renewFeeds(desk, [dirname(folder)]);
    await sayResult(house, options, { unpublished: slug, folder }, () => `taken back: ${folder}/index.html\n`);
    return exitCodes.done;
  });
}

/** Readers of the feeds learn at once what was published or taken back; each folder is that of a comparison or of drafts. */
async function renewFeeds(desk: Desk, folders: readonly string[]): Promise<void> {
  const { writeFeeds } = await import('../../flows/publish/write-feeds.ts');
  for (const site of new Set(folders.map((folder) => dirname(folder)))) await writeFeeds(desk, site);
}

async function rejectDraft(house: House, slug: string, options: ReleaseOptions): Promise<number> {
  return atReadingDesk(house, options, async (desk) => {
    const { judgeDraft } = await import('../../flows/publish/release-comparison.ts');
    const { requireName } = await import('../../flows/publish/approve-reviews.ts');
    await judgeDraft(desk, slug, 'rejected', { by: requireName(options.as ?? desk.editor), why: options.why ?? '' });
    await sayResult(house, options, { rejected: slug }, () => `rejected: ${slug}\n`);
    return exitCodes.done;
  });
}
