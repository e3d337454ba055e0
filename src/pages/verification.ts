import type { Fault, Verification } from '../core/audit/verify.ts';
import { cleanText } from './escape.ts';

/** What came of verifying a comparison, for a terminal: one line when all is well, else every place that does not follow. */
export function renderVerification({ checked, faults }: Verification): string {
  const { numbers, quotes, keys } = checked;
  const looked = `${numbers} numbers, ${quotes} quotes and ${keys} hashes and keys`;
  if (faults.length === 0) return `Verified: ${looked} follow from the evidence.\n`;
  const places = faults.length === 1 ? 'One value does' : `${faults.length} values do`;
  return `${faults.map(renderFault).join('')}${places} not follow from the evidence (${looked} were checked).\n`;
}

function renderFault({ file, path, names, found, expected }: Fault): string {
  const where = names.length === 0 ? '' : ` (${oneLine(names.join(', '))})`;
  const [shown, wanted] = excerpts(found, expected);
  return `${file}.json ${oneLine(path)}${where}\n  found     ${shown}\n  expected  ${wanted}\n`;
}

/** Characters of a value that are shown. */
const longest = 120;

/** Two values as JSON; long ones from a little before the place where they part. */
function excerpts(found: unknown, expected: unknown): [string, string] {
  const texts = [found, expected].map((value) => oneLine(value === undefined ? 'nothing' : JSON.stringify(value)));
  const [a = '', b = ''] = texts;
  let parting = 0;
  while (parting < a.length && a[parting] === b[parting]) parting += 1;
  const start = a.length > longest || b.length > longest ? Math.max(0, parting - 30) : 0;
  return [cut(a, start), cut(b, start)];
}

function cut(text: string, start: number): string {
  const before = start > 0 ? '…' : '';
  return `${before}${text.slice(start, start + longest).toWellFormed()}${text.length > start + longest ? '…' : ''}`;
}

function oneLine(text: string): string {
  return cleanText(text).replaceAll(/\s+/g, ' ');
}
