/** Bytes at the end of a page that are looked at: the line stands in its foot. */
const tail = 60_000;

/** Characters after the sign that can be a name. */
const reach = 400;

/**
 * The copyright line in the foot of a page, `© 2026 Tern Labs GmbH`, without tags; null when there is none. Readers of a
 * page do not take its foot for text, and it is often the only place that says who makes a product.
 */
export function findCopyrightLine(body: Uint8Array): string | null {
  const html = new TextDecoder().decode(body.subarray(Math.max(0, body.length - tail)));
  const at = Math.max(html.lastIndexOf('©'), html.lastIndexOf('&copy;'), html.lastIndexOf('&#169;'));
  if (at < 0) return null;
  const [line = ''] = html
    .slice(at, at + reach)
    .replace(/^&[^;]+;/, '©')
    .replaceAll(/<!--.*?(?:-->|$)/gs, '')
    .replaceAll(/<\/(?:p|div|footer|li|small)\b[^>]*>|<br\b[^>]*>/gi, '\n')
    .replaceAll(/<[^>]*(?:>|$)/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&ndash;', '–')
    .replaceAll(/&nbsp;|[^\S\n]+/g, ' ')
    .trim()
    .split('\n');
  const plain = line.trim();
  return plain.length > 3 && plain.length <= 160 ? plain : null;
}
