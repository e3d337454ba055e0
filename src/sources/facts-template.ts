import { writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { stringify } from 'yaml';
import { slugOf } from '../core/facts/slug.ts';

/** Raised instead of writing over a file that is already there. */
export class FileExists extends Error {
  override name = 'FileExists';
}

/**
 * Writes the commented facts file `<slug>.yaml` of a new tool into a folder and returns its path.
 * @throws FileExists when there is one already.
 */
export async function writeFactsTemplate(name: string, folder = '.'): Promise<string> {
  const path = join(folder, `${slugOf(name)}.yaml`);
  const schema = resolve(import.meta.dirname, '../../docs/schema/tool.schema.json');
  const schemaPath = relative(dirname(resolve(path)), schema).replaceAll(sep, '/');
  try {
    await writeFile(path, factsTemplate(name, schemaPath), { flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    throw new FileExists(`${path} is already there. Fill it in, or choose another name.`);
  }
  return path;
}

/** The facts file of a new tool, to be filled in. It parses as it is; reading it names what is still empty. */
export function factsTemplate(name: string, schemaPath: string): string {
  return `# yaml-language-server: $schema=${schemaPath}
# Facts and sources of one tool: all that its reviewers will know. Leave out what you do not know; a guess becomes a fact on a page.
${stringify({ name: titleOf(name), slug: slugOf(name) }).trimEnd()} # the tool's identity: never change it after the first review

# One to eight things one would hire it for. Two tools are a choice when a job is written exactly alike in both.
jobs:
  -
# One line in your words, not the maker's slogan.
tagline:
# The shelf it stands on, for example Developer Tools.
category:
url:
# One neutral paragraph.
description:

# The rest may go. Take away the # in front of what you know.
# maker: who makes it
# pricing: 'Free tier; Pro $15/mo'
# launched: 2026-08-19
# discontinued: 2026-11
# licence: an SPDX id, or proprietary
# aliases: [another name]

# The evidence, numbered S1, S2, ... in this order. Reviewers quote it word for word, so write numbers, limits, prices and dates
# into whole sentences, and say what you looked for and did not find.
# kind is page, document, feed (a launch announcement), maker (the maker's answer to your question) or note (your own summary).
sources:
  - kind: note
    title:
    # the public address of what was read, or null
    url:
    # the day it was read, YYYY-MM-DD
    retrieved:
    text: >-

  # A longer text may stand in a file beside this one:
  # - kind: page
  #   title: Pricing page
  #   url: https://example.com/pricing
  #   retrieved: 2026-11-20
  #   file: pricing.txt
`;
}

/** `log-search` is likely called Log Search; a name given in full is kept. */
function titleOf(name: string): string {
  if (slugOf(name) !== name) return name.trim();
  return name.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => ` ${letter.toUpperCase()}`).trim();
}
