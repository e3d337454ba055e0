import { type Entry, longestLine } from '../../core/launches/entry.ts';
import { isOn } from '../../core/launches/launch-address.ts';
import type { FeedItem } from './feed-item.ts';
import { cutLine, lineOf, readHtml } from './html-text.ts';
import { type FeedContext, finishEntry, firstLink } from './plain-entry.ts';

const site = 'producthunt.com';

/** Whether entries are those of Product Hunt: their ids or pages are its own. */
export function isProductHunt(items: readonly FeedItem[]): boolean {
  return items.some(
    ({ id, links }) => /^tag:www\.producthunt\.com,/.test(id ?? '') || links.some(({ href }) => isSite(href)),
  );
}

/**
 * An entry of Product Hunt: its own page is the discussion, and the link in its text leads on to the maker’s page. The
 * first words of the text are the tagline.
 */
export function productHuntEntry(item: FeedItem, context: FeedContext): Entry | null {
  const { base } = context;
  const page = firstLink(item, base);
  const content = readHtml(item.html, base);
  const onward =
    content.links.find(({ text }) => /^(?:link|website|visit(?: website)?)$/i.test(text)) ??
    content.links.find(({ href }) => isOnward(href)) ??
    content.links.find(({ href, text }) => !isSite(href) && text !== 'Discussion');
  const own = page !== null && !isSite(page) && item.comments !== null ? page : null;
  const tagline = cutLine(content.text.replace(/\s*\bDiscussion(?:\s*\|\s*Link)?\s*$/, ''), longestLine);
  return finishEntry({
    item,
    context,
    title: lineOf(item.title, base, longestLine),
    url: onward?.href ?? own,
    discussion: page,
    content,
    site: 'product-hunt',
    tagline: tagline === '' ? null : tagline,
  });
}

function isSite(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && isOn(url.hostname, site);
}

/** An address of the site that leads on to the maker’s. */
function isOnward(address: string): boolean {
  return isSite(address) && new URL(address).pathname.startsWith('/r/');
}
