import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { UnnumberedSource } from '../core/facts/dossier.ts';
import { parsePricing } from '../core/facts/pricing.ts';
import { longestSource, type SourceEntry, type Tool, ToolFile, toolOf } from '../core/facts/tool.ts';
import { oncePer } from '../core/once-per.ts';
import { type FileProblem, InvalidFile, shown } from './invalid-file.ts';
import { type PositionedFile, readPositionedFile, valueAt } from './positioned-file.ts';
import { readText, UnreadableText } from './read-text.ts';
import { checkAgainst } from './schema-problems.ts';

/**
 * Reads the facts an editor wrote about one tool, and the source files beside it.
 * @throws InvalidFile with every problem of the file and of the sources it names.
 */
export async function readFactsFile(path: string): Promise<{ tool: Tool; sources: UnnumberedSource[] }> {
  const file = await readPositionedFile(path);
  const checked = checkedFacts(file);
  const texts = await readSourceFiles(file);
  const problems = [...checked.problems, ...texts.problems];
  if (checked.value === null || problems.length > 0) throw new InvalidFile(problems);
  const { sources, ...facts } = checked.value;
  return {
    tool: toolOf(facts, parsePricing),
    sources: sources.map((source, index) => sourceOf(source, texts.byIndex.get(index) ?? '')),
  };
}

const checkedFacts = oncePer((file: PositionedFile) => checkAgainst(file, ToolFile));

function sourceOf({ kind, title, url, retrieved, text }: SourceEntry, fromFile: string): UnnumberedSource {
  return { kind, title, url, retrieved, text: text?.replaceAll(/\r\n?/g, '\n') ?? fromFile };
}

interface SourceTexts {
  byIndex: Map<number, string>;
  problems: FileProblem[];
}

/** Reads the files that entries name, also when other parts of the facts file are wrong, so that every problem is told at once. */
async function readSourceFiles(file: PositionedFile): Promise<SourceTexts> {
  const texts: SourceTexts = { byIndex: new Map(), problems: [] };
  const entries = valueAt(file.value, ['sources']);
  for (const index of Array.isArray(entries) ? entries.keys() : []) {
    const path = ['sources', index, 'file'];
    const name = valueAt(file.value, path);
    if (typeof name !== 'string' || name.trim() === '') continue;
    try {
      texts.byIndex.set(index, await readBeside(dirname(file.file), name.trim()));
    } catch (error) {
      if (!(error instanceof UnreadableText)) throw error;
      const { found, expected, line } = error;
      const where = line > 1 ? ` in its line ${line}` : '';
      texts.problems.push(file.problemAt(path, expected, `"${shown(name.trim())}": ${found}${where}`));
    }
  }
  return texts;
}

/** Bytes of a source file: four for each character. */
const largest = 4 * longestSource;

/** A facts file may come from anyone: it must not be able to name a file outside its folder, or a hidden one. */
async function readBeside(folder: string, name: string): Promise<string> {
  const plain = 'the plain name of a text file beside this one';
  if (/[/\\:\0]/.test(name) || name.startsWith('.')) throw new UnreadableText('a path or a hidden file', plain);
  const path = join(folder, name);
  const real = await realpath(path).catch(() => null);
  if (real === null) throw new UnreadableText('no such file', plain);
  if (dirname(real) !== (await realpath(folder)) || basename(real).startsWith('.'))
    throw new UnreadableText('a link to a file elsewhere', plain);
  if (!(await stat(real)).isFile()) throw new UnreadableText('no regular file', plain);
  const text = (await readText(real, largest)).trim();
  if (text === '') throw new UnreadableText('an empty file', 'a source with text in it');
  if (text.length > longestSource) throw new UnreadableText(`${text.length} characters`, `at most ${longestSource}`);
  return text;
}
