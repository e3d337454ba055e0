import Handlebars from 'handlebars';
import { type FileProblem, shown } from './invalid-file.ts';

/** What a template may name: a text (null), a list of one shape, or a mapping of names to shapes. */
export type Shape = null | readonly [Shape] | { readonly [name: string]: Shape };

/**
 * Every problem of a Handlebars template: one that does not parse, a name that is not there, a helper or partial we do not have.
 * An unknown name would otherwise fail in the middle of a run, or be printed as nothing.
 */
export function templateProblems(file: string, text: string, names: Shape): FileProblem[] {
  const problems: FileProblem[] = [];
  const report: Report = (node, found, expected) => {
    const { line, column } = node.loc.start;
    problems.push({ file, line, column: column + 1, path: '', found, expected });
  };
  let program: hbs.AST.Program;
  try {
    program = Handlebars.parse(text);
  } catch (error) {
    return [syntaxProblem(file, text, error)];
  }
  walk(program, { shapes: [names], params: new Map(), report });
  return problems;
}

type Report = (node: hbs.AST.Node, found: string, expected: string) => void;

interface Scope {
  /** The outermost first; `../` steps back. */
  shapes: readonly Shape[];
  /** Names given with `as |name|`. */
  params: ReadonlyMap<string, Shape>;
  report: Report;
}

function walk(program: hbs.AST.Program | undefined, scope: Scope): void {
  for (const statement of program?.body ?? []) {
    if (isKind<hbs.AST.MustacheStatement>(statement, 'MustacheStatement')) walkMustache(statement, scope);
    else if (isKind<hbs.AST.BlockStatement>(statement, 'BlockStatement')) walkBlock(statement, scope);
    else if (statement.type !== 'ContentStatement' && statement.type !== 'CommentStatement')
      scope.report(statement, 'a partial or a decorator', 'text, {{names}}, #each, #if, #unless or #with');
  }
}

function walkMustache(mustache: hbs.AST.MustacheStatement, scope: Scope): void {
  if (mustache.params.length > 0 || mustache.hash !== undefined) {
    scope.report(mustache, 'a helper with arguments', 'a name alone');
    return;
  }
  const shape = shapeOf(mustache.path, scope);
  if (shape !== undefined && shape !== null)
    scope.report(mustache.path, 'a list or a group of names', 'a text; open it with #each or a dot');
}

function walkBlock(block: hbs.AST.BlockStatement, scope: Scope): void {
  const { original: helper } = block.path;
  const [subject] = block.params;
  if (!['each', 'if', 'unless', 'with'].includes(helper) || subject === undefined) {
    scope.report(block, `the block "${shown(helper)}"`, '#each, #if, #unless or #with and a name');
    return;
  }
  const shape = shapeOf(subject, scope);
  walk(block.inverse, scope);
  if (shape === undefined) return;
  if (helper === 'if' || helper === 'unless') {
    walk(block.program, scope);
    return;
  }
  const inner = helper === 'each' ? elementOf(shape) : shape;
  if (inner === undefined || (helper === 'with' && (inner === null || isList(inner)))) {
    scope.report(subject, helper === 'each' ? 'no list' : 'no group of names', `something #${helper} can open`);
    return;
  }
  const [name] = block.program.blockParams ?? [];
  const params = name === undefined ? scope.params : new Map([...scope.params, [name, inner]]);
  walk(block.program, { ...scope, shapes: [...scope.shapes, inner], params });
}

const loopData = new Set(['index', 'key', 'first', 'last']);

/** What an expression stands for; undefined after reporting that it stands for nothing. */
function shapeOf(expression: hbs.AST.Expression, scope: Scope): Shape | undefined {
  if (expression.type.endsWith('Literal')) return null;
  if (!isKind<hbs.AST.PathExpression>(expression, 'PathExpression')) {
    scope.report(expression, 'a helper call', 'a name');
    return undefined;
  }
  const [first = '', ...rest] = expression.parts;
  if (expression.data && first !== 'root') {
    if (loopData.has(first)) return null;
    scope.report(expression, `"@${shown(first)}"`, '@index, @key, @first, @last or @root');
    return undefined;
  }
  const param = expression.depth === 0 ? scope.params.get(first) : undefined;
  if (param !== undefined) return follow(param, rest, expression, scope);
  if (expression.data) return follow(scope.shapes[0], rest, expression, scope);
  return follow(scope.shapes.at(-1 - expression.depth), expression.parts, expression, scope);
}

function follow(
  start: Shape | undefined,
  parts: readonly string[],
  expression: hbs.AST.PathExpression,
  { report }: Scope,
): Shape | undefined {
  let shape = start;
  for (const part of parts) {
    if (shape !== undefined && isList(shape) && part === 'length') return null;
    const known = shape === undefined || shape === null || isList(shape) ? [] : Object.keys(shape);
    shape = known.includes(part) ? (shape as { [name: string]: Shape })[part] : undefined;
    if (shape !== undefined) continue;
    report(
      expression,
      `the unknown name "${shown(expression.original)}"`,
      known.length === 0 ? 'no further name here' : `one of ${known.join(', ')}`,
    );
    return undefined;
  }
  if (shape === undefined) report(expression, `"${shown(expression.original)}"`, 'fewer steps out (../)');
  return shape;
}

function elementOf(shape: Shape): Shape | undefined {
  return isList(shape) ? shape[0] : undefined;
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}

function isKind<N extends hbs.AST.Node>(node: hbs.AST.Node, type: N['type']): node is N {
  return node.type === type;
}

/** Handlebars tells the place of a syntax error, and what it stumbled over, in its message only. */
function syntaxProblem(file: string, text: string, error: unknown): FileProblem {
  const message = error instanceof Error ? error.message : String(error);
  const [, line = '1', column] = /\bline (\d+)/.exec(message) ?? / - (\d+):(\d+)$/.exec(message) ?? [];
  const written = text.split('\n')[Number(line) - 1] ?? '';
  const token = /got '(\w+)'$/.exec(message)?.[1];
  const reason = token === undefined ? message.replace(/ - \d+:\d+$/, '') : `it cannot go on with ${token}`;
  return {
    file,
    line: Number(line),
    column: column === undefined ? Math.max(written.indexOf('{{') + 1, 1) : Number(column) + 1,
    path: '',
    found: token === 'EOF' ? 'the end of the file' : `"${shown(written.trim())}"`,
    expected: `a template Handlebars can read (${shown(reason)})`,
  };
}
