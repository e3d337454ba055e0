import { getDocumentProxy, getResolvedPDFJS } from 'unpdf';
import type { ReadDocument } from '../read-document.ts';
import { fitSource, fitTitle, titleOfAddress } from './page-text.ts';
import { blankDocument } from './read-plain.ts';
import { type Operators, type PdfPage, renderPdfPage } from './render-pdf-page.ts';
import { Unreadable } from './unreadable.ts';

/** Pages that are read; more than any price list or paper has. */
const mostPages = 200;

/** What the reader’s own errors mean, by their names. */
const reasons = new Map([
  ['PasswordException', 'it is locked with a password'],
  ['InvalidPDFException', 'it is a damaged PDF'],
]);

/**
 * Reads the text of a PDF page by page. Its pictures, also those of text, are not read.
 * @throws Unreadable
 */
export async function readPdf(body: Uint8Array, url: string): Promise<ReadDocument> {
  const pdf = await getDocumentProxy(new Uint8Array(body), { verbosity: 0 }).catch((error: Error) => {
    throw new Unreadable(reasons.get(error.name) ?? `it is a damaged PDF (${error.message})`);
  });
  const { OPS } = await getResolvedPDFJS();
  const pages: string[] = [];
  for (let number = 1; number <= Math.min(pdf.numPages, mostPages); number += 1) {
    try {
      pages.push(await renderPdfPage((await pdf.getPage(number)) as unknown as PdfPage, OPS as Operators));
    } catch {
      // the other pages may be whole
    }
  }
  const text = fitSource(pages.filter((page) => page !== '').join('\n\n'));
  if (!/[\p{L}\p{N}]/u.test(text)) throw new Unreadable('there is no text in it, only pictures or damaged pages');
  const title = await titleOf(pdf, text);
  return { ...blankDocument(text), title: title || titleOfAddress(url) };
}

/** The title in the document’s own data, or its first line when that is short enough to be one. */
async function titleOf(pdf: { getMetadata(): Promise<{ info: object }> }, text: string): Promise<string> {
  const info = await pdf.getMetadata().then(
    (metadata) => metadata.info,
    () => ({}),
  );
  const written = 'Title' in info && typeof info.Title === 'string' ? fitTitle(info.Title) : '';
  const [first = ''] = text.split('\n', 1);
  return written !== '' || first.length > 120 ? written : fitTitle(first);
}
