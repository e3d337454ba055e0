import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const things = [
  'documents',
  'invoices',
  'recordings',
  'drawings',
  'transcripts',
  'tickets',
  'contracts',
  'photographs',
];
const readers = ['teams', 'schools', 'studios', 'clinics', 'libraries', 'workshops', 'agencies'];
const days = ['a day', 'a week', 'two weeks', 'a month', 'a quarter'];

/** Writes facts files of so many invented tools that share a job, each with sources of its own, and returns their paths. */
export function inventTools(folder: string, count: number): string[] {
  mkdirSync(folder, { recursive: true });
  return Array.from({ length: count }, (_, number) => {
    const path = join(folder, `${slugOf(number)}.yaml`);
    writeFileSync(path, JSON.stringify(toolOf(number)));
    return path;
  });
}

/** The slug of an invented tool. */
export function slugOf(number: number): string {
  return `lantern-${number + 1}`;
}

function toolOf(number: number): unknown {
  const name = `Lantern ${number + 1}`;
  const pick = <T>(from: readonly T[], step: number): T => from[(number + step) % from.length] as T;
  const source = (title: string, sentences: readonly string[]) => ({
    kind: 'note',
    title,
    url: `https://lantern-${number + 1}.example/${title.toLowerCase().replaceAll(' ', '-')}`,
    retrieved: '2026-11-20',
    text: sentences.join(' '),
  });
  return {
    name,
    maker: 'Lantern Works',
    jobs: ['store documents'],
    tagline: `An invented place for ${pick(things, 0)}`,
    category: 'Developer Tools',
    url: `https://lantern-${number + 1}.example/`,
    pricing: 'Free tier; Pro $15/mo',
    description: `${name} is invented and keeps ${pick(things, 0)} for ${pick(readers, 0)}.`,
    sources: [
      source('What it does', [
        `The service keeps ${pick(things, 0)} for ${pick(readers, 1)} until somebody deletes them by hand.`,
        `Every change to ${pick(things, 1)} is listed with the name of the person who made it.`,
        `An import reads ${pick(things, 2)} from folders, archives and mailboxes without a script.`,
        `Search finds words inside ${pick(things, 3)} and shows the passage around each of them.`,
        `The makers say that ${pick(readers, 2)} asked for quiet defaults and got them in the first release.`,
        `Nothing is shared outside the group unless an administrator opens a link for it.`,
      ]),
      source('Limits and prices', [
        `The free tier holds enough for ${pick(readers, 3)} that are just beginning to collect ${pick(things, 4)}.`,
        `The paid plan adds storage, longer history and answers from the support desk within ${pick(days, 0)}.`,
        `A bill lists storage and seats in separate lines and can be capped by the owner of the account.`,
        `Leaving is possible at any time because all ${pick(things, 5)} can be downloaded in their original form.`,
        `Deleted ${pick(things, 6)} stay in the bin for ${pick(days, 1)} and are gone for good afterwards.`,
      ]),
      source('How it is run', [
        `The company names the two regions in which ${pick(things, 7)} are stored and does not move them.`,
        `A status page reports every outage with its cause and the time it took to mend it.`,
        `The interface for programs is described in a public file and changes only with a notice of ${pick(days, 2)}.`,
        `Keys for programs can be limited to one folder and withdrawn without touching the others.`,
        `The documentation shows each call in four languages and says which errors may be tried again.`,
      ]),
    ],
  };
}
