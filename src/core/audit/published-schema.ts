import { z } from 'zod';
import { Recording } from '../asking/recording.ts';
import { Comparison } from '../comparison/comparison.ts';
import { Policy } from '../comparison/policy.ts';
import { ToolFile } from '../facts/tool.ts';
import { FeedsFile } from '../launches/feed.ts';
import { nearestWord } from '../nearest-word.ts';
import { Panel, Persona } from '../panel/persona.ts';
import { EvidenceFile } from './evidence-file.ts';

/** Raised for a schema that is not published. */
export class UnknownSchema extends Error {
  override name = 'UnknownSchema';
}

/** What people write (input: defaults may be left out) and what the program writes (output). */
const published = {
  tool: { schema: ToolFile, io: 'input', title: 'Facts file of a tool' },
  persona: { schema: Persona, io: 'input', title: 'Persona file' },
  panel: { schema: Panel, io: 'input', title: 'What all personas share: panel.yaml' },
  comparison: { schema: Comparison, io: 'output', title: 'Comparison of tools: comparison.json' },
  recording: { schema: Recording, io: 'input', title: 'Recorded reply to one prompt' },
  evidence: { schema: EvidenceFile, io: 'output', title: 'What a comparison was computed from: evidence.json' },
  policy: { schema: Policy, io: 'input', title: 'What may publish itself: policy.yaml' },
  feeds: { schema: FeedsFile, io: 'input', title: 'Feeds of newly launched tools: feeds.yaml' },
} as const;

/** Names of the published schemas; `docs/schema/<name>.schema.json` holds each. */
export const publishedSchemas = Object.keys(published);

/**
 * A file format as JSON Schema (draft 2020-12), with a description at each field.
 * Rules that JSON Schema cannot say (a job given twice, the share of judged weight) are checked when a file is read.
 * @throws UnknownSchema
 */
export function publishedSchema(name: string): Record<string, unknown> {
  const entry = Object.entries(published).find(([known]) => known === name)?.[1];
  if (entry === undefined) {
    const nearest = nearestWord(name, publishedSchemas);
    const hint = nearest === null ? `Published are ${publishedSchemas.join(', ')}.` : `Did you mean ${nearest}?`;
    throw new UnknownSchema(`There is no schema "${name}". ${hint}`);
  }
  const { $schema, ...schema } = z.toJSONSchema(entry.schema, { io: entry.io, unrepresentable: 'any' });
  return { $schema, title: entry.title, ...schema };
}
