import { z } from 'zod';
import type { Pricing } from './pricing.ts';
import { slugOf, slugPattern } from './slug.ts';

const line = (what: string, max: number) =>
  z
    .string()
    .trim()
    .min(1, `${what} must not be empty`)
    .max(max, `${what} must be at most ${max} characters`)
    .regex(/^[^\p{Cc}\u2028\u2029]*$/u, `${what} must be one line without control characters`);

/** A web address a reader may open: http or https only, no credentials inside. */
export const WebAddress = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .max(2000)
  .refine((text) => !/^[a-z]+:\/\/[^/]*@/i.test(text), 'must not hold a user name or password');

/** A calendar day, `YYYY-MM-DD`. */
export const Day = z.iso.date('must be a day written YYYY-MM-DD');

/** A day, month or year: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. What is known of a launch is often only the month. */
export const PartialDay = z
  .string()
  .regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/, 'must be written YYYY, YYYY-MM or YYYY-MM-DD');

/** What a source is. `note` is our own summary of public facts with its address and date, never the vendor's words. */
export const SourceKind = z.enum(['page', 'document', 'feed', 'maker', 'note']);
export type SourceKind = z.infer<typeof SourceKind>;

/** One source as a facts file writes it: its text inline, or in a file beside the facts file. */
export const SourceEntry = z
  .strictObject({
    kind: SourceKind.describe(
      'page, document, feed, maker (the maker’s own answer) or note (our summary, with the address and day it summarises)',
    ),
    title: line('title', 200).describe('what a reader sees in the list of sources'),
    url: WebAddress.nullable().default(null).describe('public address of what was read'),
    retrieved: Day.describe('the day it was read, YYYY-MM-DD'),
    text: z.string().trim().min(1).max(200_000).optional().describe('the evidence itself'),
    file: line('file', 200).optional().describe('or: name of a text file beside this one'),
  })
  .refine((source) => (source.text === undefined) !== (source.file === undefined), {
    message: 'give either text or file, not both and not neither',
    path: ['text'],
  });
export type SourceEntry = z.infer<typeof SourceEntry>;

/** The facts file an editor writes for one tool. */
export const ToolFile = z.strictObject({
  name: line('name', 120).describe('the product’s name as its maker writes it'),
  slug: z
    .string()
    .regex(slugPattern, 'must be lower-case words joined by hyphens')
    .max(80)
    .optional()
    .describe('identity of the tool; made from the name when absent'),
  maker: line('maker', 120).nullable().default(null).describe('who makes it'),
  jobs: z
    .array(line('job', 80))
    .min(1, 'name at least one job one would hire it for')
    .max(8)
    .describe('what one would hire it for; tools that share a job are a choice'),
  tagline: line('tagline', 200).describe('one line, in our words'),
  category: line('category', 60).describe('shelf it stands on, for example Developer Tools'),
  url: WebAddress.describe('the product’s own page'),
  pricing: line('pricing', 500)
    .nullable()
    .default(null)
    .describe('what it costs, in words; parsed into entry and amounts'),
  launched: PartialDay.nullable().default(null).describe('first public release, as exactly as known'),
  discontinued: PartialDay.nullable().default(null).describe('when it stopped being offered, if it did'),
  licence: line('licence', 80).nullable().default(null).describe('SPDX id or proprietary'),
  description: z.string().trim().min(1).max(2000).describe('one neutral paragraph'),
  aliases: z.array(line('alias', 120)).max(40).default([]).describe('other names it goes by'),
  sources: z
    .array(SourceEntry)
    .min(1, 'a tool without a source cannot be reviewed')
    .max(60)
    .describe('the evidence; numbered S1, S2, … in this order'),
});
export type ToolFile = z.infer<typeof ToolFile>;

/** A tool's facts: what a reader is told as fact. Unknown is null. */
export interface Tool {
  slug: string;
  name: string;
  maker: string | null;
  jobs: string[];
  tagline: string;
  category: string;
  url: string;
  pricing: Pricing;
  launched: string | null;
  discontinued: string | null;
  licence: string | null;
  description: string;
  aliases: string[];
}

/** Facts of a checked facts file; the slug comes from the name when the file has none. */
export function toolOf(file: Omit<ToolFile, 'sources'>, parsePricing: (text: string | null) => Pricing): Tool {
  return {
    slug: file.slug ?? slugOf(file.name),
    name: file.name,
    maker: file.maker,
    jobs: file.jobs,
    tagline: file.tagline,
    category: file.category,
    url: file.url,
    pricing: parsePricing(file.pricing),
    launched: file.launched,
    discontinued: file.discontinued,
    licence: file.licence,
    description: file.description,
    aliases: file.aliases,
  };
}
