import { extname } from 'node:path';
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseAllDocuments,
  visit,
  type YAMLError,
} from 'yaml';
import { hold } from '../core/once-per.ts';
import { describeFound, type FileProblem, InvalidFile, shown } from './invalid-file.ts';
import { readText, UnreadableText } from './read-text.ts';

/** A YAML or JSON file as plain data that remembers where each value stands. */
export interface PositionedFile {
  file: string;
  /** Made of text, numbers, true, false, null, lists and mappings. Untrusted. */
  readonly value: unknown;
  /** A problem with the value at a path; for a missing value it points at what should hold it, for `{ key }` at the key itself. */
  problemAt(path: readonly PropertyKey[], expected: string, found?: string, at?: 'value' | 'key'): FileProblem;
}

/** Bytes of a YAML or JSON file: room for many sources inline. */
const largest = 4_000_000;

/** @param limit bytes. @throws InvalidFile when the file cannot be read or is not one plain YAML or JSON document. */
export async function readPositionedFile(path: string, limit = largest): Promise<PositionedFile> {
  const text = await readFileText(path, limit);
  const last = lastParsed.get(path);
  if (last?.text === text) return last.parsed;
  const parsed = parsePositioned(text, path);
  hold(lastParsed, path, { text, parsed }, mostHeld);
  return parsed;
}

/** A run reads its facts files several times: what has not changed since is not parsed again. */
const lastParsed = new Map<string, { text: string; parsed: PositionedFile }>();
const mostHeld = 500;

/** The text of a file. @throws InvalidFile instead of UnreadableText, with the file’s name. */
export async function readFileText(path: string, limit: number): Promise<string> {
  try {
    return await readText(path, limit);
  } catch (error) {
    if (!(error instanceof UnreadableText)) throw error;
    const { line, found, expected } = error;
    throw new InvalidFile([{ file: path, line, column: 1, path: '', found, expected }]);
  }
}

/**
 * Parses YAML 1.2 (core schema: dates stay text) or, for a name that ends in `.json`, JSON. Both with the same parser, for its positions.
 * Duplicate keys, anchors and aliases, tags beyond the core ones, and more than one document are refused.
 * @throws InvalidFile with every syntax problem.
 */
export function parsePositioned(text: string, file: string): PositionedFile {
  const lines = new LineCounter();
  const problemAtOffset = (offset: number, path: string, found: string, expected: string): FileProblem => {
    const { line, col } = lines.linePos(Math.min(Math.max(offset, 0), text.length));
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), path, found, expected };
  };
  const format = extname(file).toLowerCase() === '.json' ? 'JSON' : 'YAML';
  const parsed = parseAllDocuments(text, {
    schema: format === 'JSON' ? 'json' : 'core',
    lineCounter: lines,
    merge: false,
    stringKeys: true,
    prettyErrors: false,
  });
  const documents = Array.isArray(parsed) ? parsed : [];
  const [document] = documents;
  if (document === undefined || document.contents === null)
    throw new InvalidFile([problemAtOffset(0, '', 'an empty file', 'a mapping of keys to values')]);
  const problems = [
    ...oncePerLine(
      documents
        .flatMap(({ errors }) => errors)
        .map((error) => problemAtOffset(error.pos[0], '', ...explain(error, text, format))),
    ),
    ...documents
      .slice(1, 2)
      .map((second) => problemAtOffset(second.range[0], '', 'a second document', 'one document per file')),
  ];
  if (problems.length > 0) throw new InvalidFile(problems);
  const refused = refuseUnplain(document, problemAtOffset);
  if (refused.length > 0) throw new InvalidFile(refused);
  const root = document.contents;
  const value = plainValue(root);
  return {
    file,
    value,
    problemAt: (path, expected, found = describeFound(valueAt(value, path)), at = 'value') =>
      problemAtOffset(offsetOf(root, path, at), pathText(path), found, expected),
  };
}

/** What a syntax error found and expected. The parser’s own sentence is kept where ours would say no more. */
function explain(error: YAMLError, text: string, format: string): [found: string, expected: string] {
  const rest = text.slice(error.pos[0]).split('\n', 1)[0] ?? '';
  const found = rest === '' ? 'the end of the line' : `"${shown(rest)}"`;
  switch (error.code) {
    case 'DUPLICATE_KEY':
      return [`the key "${shown(rest.replace(/:.*$/, ''))}" a second time`, 'each key once'];
    case 'TAB_AS_INDENT':
      return ['a tab', 'spaces before a key or a dash'];
    case 'BLOCK_AS_IMPLICIT_KEY':
      return [found, 'quotation marks around a text that holds a colon'];
    case 'RESOURCE_EXHAUSTION':
      return ['lists or mappings nested too deeply', 'a few levels'];
    case 'NON_STRING_KEY':
      return [found, 'a text as key'];
    default:
      return [found, `${format} that can be read (${error.message.replace(/\.$/, '')})`];
  }
}

/** One mistake makes a parser stumble again and again on its line. */
function oncePerLine(problems: readonly FileProblem[]): FileProblem[] {
  const first = new Map<number, FileProblem>();
  for (const problem of problems) if (!first.has(problem.line)) first.set(problem.line, problem);
  return [...first.values()].slice(0, 20);
}

const coreTag = /^(?:!|tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq))$/;

function refuseUnplain(
  document: Document.Parsed,
  problemAt: (offset: number, path: string, found: string, expected: string) => FileProblem,
): FileProblem[] {
  const refused: FileProblem[] = [];
  visit(document, {
    Node: (_, node) => {
      const offset = node.range?.[0] ?? 0;
      if (isAlias(node))
        refused.push(problemAt(offset, '', `the alias *${shown(node.source)}`, 'the value written out'));
      else if (node.anchor !== undefined)
        refused.push(problemAt(offset, '', `the anchor &${shown(node.anchor)}`, 'a plain value'));
      else if (node.tag !== undefined && !coreTag.test(node.tag))
        refused.push(problemAt(offset, '', `the tag ${shown(node.tag)}`, 'a plain value'));
    },
  });
  return refused;
}

function plainValue(node: unknown): unknown {
  // fromEntries defines own members, so a key named __proto__ stays a key
  if (isMap(node)) return Object.fromEntries(node.items.map((pair) => [keyOf(pair), plainValue(pair.value)]));
  if (isSeq(node)) return node.items.map(plainValue);
  return isScalar(node) ? node.value : null;
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value ?? '') : '';
}

/** The value at a path of plain data; undefined where there is none. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null ? Object.getOwnPropertyDescriptor(inner, step)?.value : undefined,
    value,
  );
}

/** Where the value at a path begins; its key when the value is empty; what should hold it when it is missing. */
function offsetOf(node: unknown, path: readonly PropertyKey[], at: 'value' | 'key'): number {
  const here = startOf(node);
  const [step, ...rest] = path;
  if (step === undefined) return here;
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return item === undefined ? here : offsetOf(item, rest, at);
  }
  const pair = isMap(node) ? node.items.find((candidate) => keyOf(candidate) === step) : undefined;
  if (pair === undefined) return here;
  const empty =
    pair.value === null || (isScalar(pair.value) && pair.value.source === '' && pair.value.type === 'PLAIN');
  return rest.length === 0 && (empty || at === 'key') ? startOf(pair.key) : offsetOf(pair.value, rest, at);
}

function startOf(node: unknown): number {
  return isScalar(node) || isCollection(node) ? (node.range?.[0] ?? 0) : 0;
}

/** `sources[1].title` */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${shown(String(step))}`))
    .join('')
    .replace(/^\./, '');
}
