/** Media types that hold a text somebody can quote from, or a feed. */
export const usualTypes: readonly string[] = [
  'text/html',
  'application/xhtml+xml',
  'text/plain',
  'text/markdown',
  'text/x-markdown',
  'application/pdf',
  'application/json',
  'application/ld+json',
  'application/feed+json',
  'application/xml',
  'text/xml',
  'application/rss+xml',
  'application/atom+xml',
];

/** A Content-Type in its parts; the type is empty where the head names none. */
export interface MediaType {
  /** Lower case, without parameters. */
  type: string;
  charset: string | null;
}

/** Reads a Content-Type. Of several the last counts, as the Fetch standard has it. */
export function readMediaType(header: string | null): MediaType {
  const written = header?.split(',').at(-1) ?? '';
  const [type = '', ...parameters] = written.split(';').map((part) => part.trim().toLowerCase());
  const named = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  const charset = named?.replaceAll(/["']/g, '').trim() ?? '';
  return { type: /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : '', charset: charset === '' ? null : charset };
}

/** What a body without a Content-Type looks like; empty when it is no text. */
export function sniffType(body: Uint8Array): string {
  const start = Buffer.from(body.subarray(0, 1024)).toString('latin1').trimStart();
  if (start.startsWith('%PDF-')) return 'application/pdf';
  if (start.includes('\0')) return '';
  if (/^(?:ï»¿)?<(?:\?xml|rss|feed)\b/i.test(start) && !/<html\b/i.test(start)) return 'application/xml';
  if (/^(?:ï»¿)?</.test(start)) return 'text/html';
  return 'text/plain';
}
