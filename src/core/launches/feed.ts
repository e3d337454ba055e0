import { z } from 'zod';
import { WebAddress } from '../facts/tool.ts';

/** How a feed is written. `rss` stands for RSS 0.9 to 2.0 and RDF; `list` for one address a line. */
export const FeedKind = z.enum(
  ['rss', 'atom', 'json-feed', 'hacker-news', 'product-hunt', 'github-releases', 'list'],
  'rss, atom, json-feed, hacker-news, product-hunt, github-releases or list',
);
export type FeedKind = z.infer<typeof FeedKind>;

/** Parameters of an address that are keys to something: an address is stored, logged and sent on, a secret must not be. */
const secretParameter =
  /^(?:(?:access|auth|api|private|secret)[_-]?)?(?:token|key|secret|password|passwd|auth|signature|sig)$/i;

const FeedAddress = WebAddress.refine(
  (text) => !URL.canParse(text) || ![...new URL(text).searchParams.keys()].some((name) => secretParameter.test(name)),
  'an address without a token, key or password in it',
);

const Words = z
  .array(z.string('a word').trim().min(1, 'a word').max(60, 'at most 60 characters'), 'a list of words')
  .max(100, 'at most 100 words')
  .default([]);

/** One feed of `feeds.yaml`. */
export const Feed = z
  .strictObject({
    id: z
      .string('lower-case words joined by hyphens')
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens')
      .max(60, 'at most 60 characters')
      .describe('its name in lists; what was read is remembered under it, so never change it'),
    kind: FeedKind.optional().describe('how it is written; found out from the feed itself when left out'),
    url: FeedAddress.optional().describe('where it is fetched'),
    file: z
      .string('the name of a file')
      .trim()
      .min(1, 'the name of a file')
      .max(400, 'at most 400 characters')
      .optional()
      .describe('or: a list of addresses in a file, seen from the folder of feeds.yaml'),
    maxAgeDays: z
      .int('a whole number of days')
      .min(1, 'at least 1 day')
      .max(3650, 'at most 3650 days')
      .default(14)
      .describe('launches announced longer ago are left'),
    include: Words.describe('only entries with at least one of these words'),
    exclude: Words.describe('no entries with any of these words'),
  })
  .refine((feed) => (feed.url === undefined) !== (feed.file === undefined), {
    error: 'either url or file, not both and not neither',
    path: ['url'],
    when: ({ value }) => typeof value === 'object' && value !== null && !Array.isArray(value),
  })
  .refine((feed) => feed.file === undefined || feed.kind === undefined || feed.kind === 'list', {
    error: 'list: a file holds one address a line',
    path: ['kind'],
  })
  .meta({ oneOf: [{ required: ['url'] }, { required: ['file'] }] });
export type Feed = z.infer<typeof Feed>;

/** `feeds.yaml`: where newly launched tools are announced. */
export const FeedsFile = z.strictObject({
  feeds: z
    .array(Feed, 'a list of feeds')
    .min(1, 'at least one feed')
    .max(200, 'at most 200 feeds')
    .superRefine((feeds, context) => {
      feeds.forEach(({ id }, index) => {
        if (feeds.findIndex((feed) => feed.id === id) < index)
          context.addIssue({ code: 'custom', path: [index, 'id'], message: 'each id once' });
      });
    })
    .describe('read in this order: of two announcements of one product the first is taken'),
});
