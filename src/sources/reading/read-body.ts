import type { Fetched } from '../fetch-source.ts';
import type { ReadDocument } from '../read-document.ts';
import { decodeText } from './decode-text.ts';
import { Unreadable } from './unreadable.ts';

/** What is read of a fetched document. */
export type Body = Pick<Extract<Fetched, { kind: 'document' }>, 'url' | 'contentType' | 'charset' | 'body'>;

/**
 * Reads a body by its type; what a PDF is its first bytes say.
 * @throws Unreadable
 */
export async function readBody({ url, contentType, charset, body }: Body): Promise<ReadDocument> {
  const isPdf = Buffer.from(body.subarray(0, 1024)).includes('%PDF-');
  if (isPdf) {
    const { readPdf } = await import('./read-pdf.ts');
    return readPdf(body, url);
  }
  if (contentType === 'application/pdf') throw new Unreadable('it is no PDF, although its type says so');
  const isHtml = contentType === 'text/html' || contentType === 'application/xhtml+xml';
  const isXml = /[/+]xml$/.test(contentType);
  const text = decodeText(body, charset, isXml);
  if (isBinary(text)) throw new Unreadable(`it is no text, although its type is ${contentType}`);
  const read = await readText(text, url, { isHtml, isXml });
  if (!/[\p{L}\p{N}]/u.test(read.text)) throw new Unreadable('there is no text in it');
  return read;
}

async function readText(
  text: string,
  url: string,
  { isHtml, isXml }: { isHtml: boolean; isXml: boolean },
): Promise<ReadDocument> {
  if (isHtml) {
    const { readPage } = await import('./read-page.ts');
    return readPage(text, url, isXml);
  }
  const { readPlain, readXml } = await import('./read-plain.ts');
  return isXml ? readXml(text, url) : readPlain(text, url);
}

/** Share of control and broken characters no text has. */
const mostBroken = 0.1;

function isBinary(text: string): boolean {
  const start = text.slice(0, 4000);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they tell a picture from a text
  const broken = start.match(/[\0-\x08\x0e-\x1a\x1c-\x1f\uFFFD]/g)?.length ?? 0;
  return broken > mostBroken * start.length;
}
