import { z } from 'zod';
import type { Pricing } from './pricing.ts';
import { isReserved, longestSlug, slugOf, slugPattern } from './slug.ts';

/** Characters of one source. */
export const longestSource = 200_000;

/** White space and characters that show nothing make no text. */
const isVisible = (text: string): boolean => /[\p{L}\p{N}\p{P}\p{S}]/u.test(text);

/** One line: no control characters, no line or paragraph separators, and none that turn the reading direction of what follows. */
const line = (max: number) => {
  const expected = `one line of text, 1 to ${max} characters`;
  return z
    .string(expected)
    .trim()
    .min(1, expected)
    .max(max, expected)
    .regex(/^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u, `${expected}, without control characters`)
    .refine(isVisible, expected);
};

/** Text of any number of lines. */
const prose = (max: number) => {
  const expected = `text, 1 to ${max} characters`;
  return z
    .string(expected)
    .trim()
    .min(1, expected)
    .max(max, expected)
    .refine(isVisible, expected)
    .refine((text) => !text.includes('\0'), `${expected}, without NUL characters`);
};

/** A web address a reader may open: http or https only, no credentials inside. */
export const WebAddress = z
  .url({ protocol: /^https?$/, error: 'an http or https address' })
  .max(2000, 'an address of at most 2000 characters')
  .refine((text) => !/^[a-z]+:\/\/[^/]*@/i.test(text), 'an address without a user name or password');

const day = 'a day written YYYY-MM-DD';

/** A calendar day, `YYYY-MM-DD`. */
export const Day = z.iso.date(day);

const partialDay = 'a day, month or year written YYYY-MM-DD, YYYY-MM or YYYY';

/** A day, month or year: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. What is known of a launch is often only the month. A year may be a number, as YAML reads it without quotation marks. */
export const PartialDay = z.union(
  [
    z
      .string()
      .regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/, { error: partialDay, abort: true })
      .refine((text) => text.length < 10 || Day.safeParse(text).success, 'a day that is in the calendar'),
    z.int().min(1000).max(9999).transform(String),
  ],
  partialDay,
);

/** What a source is. `note` is our own summary of public facts with its address and date, never the vendor's words. */
export const SourceKind = z.enum(['page', 'document', 'feed', 'maker', 'note'], 'page, document, feed, maker or note');
export type SourceKind = z.infer<typeof SourceKind>;

/** One source as a facts file writes it: its text inline, or in a file beside the facts file. */
export const SourceEntry = z
  .strictObject({
    kind: SourceKind.describe(
      'page, document, feed, maker (the maker’s own answer) or note (our summary, with the address and day it summarises)',
    ),
    title: line(200).describe('what a reader sees in the list of sources'),
    url: WebAddress.nullable().default(null).describe('public address of what was read'),
    retrieved: Day.describe('the day it was read, YYYY-MM-DD'),
    text: prose(longestSource).optional().describe('the evidence itself'),
    file: line(200).optional().describe('or: name of a text file beside this one'),
  })
  .refine((source) => (source.text === undefined) !== (source.file === undefined), {
    error: 'either text or file, not both and not neither',
    path: ['text'],
    // asked whatever else is wrong with the entry, so that one reading names every problem
    when: ({ value }) => typeof value === 'object' && value !== null && !Array.isArray(value),
  })
  .meta({ oneOf: [{ required: ['text'] }, { required: ['file'] }] });
export type SourceEntry = z.infer<typeof SourceEntry>;

/** Two spellings of one job would make a tool share it with itself. */
const Jobs = z
  .array(line(80), 'a list of jobs')
  .min(1, 'at least one job one would hire it for')
  .max(8, 'at most 8 jobs')
  .superRefine((jobs, context) => {
    const plain = jobs.map((job) => job.toLowerCase().replaceAll(/\s+/g, ' '));
    plain.forEach((job, index) => {
      if (plain.indexOf(job) < index) context.addIssue({ code: 'custom', path: [index], message: 'each job once' });
    });
  });

/** The facts file an editor writes for one tool. */
export const ToolFile = z.strictObject({
  name: line(120).describe('the product’s name as its maker writes it'),
  slug: z
    .string()
    .regex(slugPattern, 'lower-case words joined by hyphens')
    .max(longestSlug, `at most ${longestSlug} characters`)
    .refine((slug) => !isReserved(slug), 'a slug that is no reserved folder name')
    .optional()
    .describe('identity of the tool; made from the name when absent'),
  maker: line(120).nullable().default(null).describe('who makes it'),
  jobs: Jobs.describe('what one would hire it for; tools that share a job are a choice'),
  tagline: line(200).describe('one line, in our words'),
  category: line(60).describe('shelf it stands on, for example Developer Tools'),
  url: WebAddress.describe('the product’s own page'),
  pricing: line(500).nullable().default(null).describe('what it costs, in words; parsed into entry and amounts'),
  launched: PartialDay.nullable().default(null).describe('first public release, as exactly as known'),
  discontinued: PartialDay.nullable().default(null).describe('when it stopped being offered, if it did'),
  licence: line(80).nullable().default(null).describe('SPDX id or proprietary'),
  description: prose(2000).describe('one neutral paragraph'),
  aliases: z.array(line(120)).max(40).default([]).describe('other names it goes by'),
  sources: z
    .array(SourceEntry, 'a list of sources')
    .min(1, 'at least one source: a tool without one cannot be reviewed')
    .max(60, 'at most 60 sources')
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
  /** The product’s own page; null where nobody said which. */
  url: string | null;
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
