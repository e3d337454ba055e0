import Handlebars from 'handlebars';
import { oncePer } from '../core/once-per.ts';
import { safeHref } from './escape.ts';

/** The page templates, by file name without extension, as text. */
export type PageTemplates = Record<string, string>;

/** Templates a page starts from; every other one is a part they include. */
const entrances = ['index', 'fragment', 'markdown', 'methodology', 'digest', 'night', 'styles'] as const;

/** One thing wrong with a page template. `line` is null when the whole template is concerned. */
export interface TemplateProblem {
  template: string;
  line: number | null;
  problem: string;
}

/** Raised when a page template cannot be used; the message names template, line and problem. */
export class BrokenPageTemplate extends Error {
  override name = 'BrokenPageTemplate';
  readonly found: TemplateProblem;

  constructor(found: TemplateProblem, cause?: unknown) {
    super(`page template ${describeProblem(found)}`, { cause });
    this.found = found;
  }
}

/** `cards.hbs, line 12: ...` */
export function describeProblem({ template, line, problem }: TemplateProblem): string {
  return `${template}.hbs${line === null ? '' : `, line ${line}`}: ${problem}`;
}

/** Renders a template by name with a view. */
export type Render = (name: string, view: unknown) => string;

/**
 * Every helper a template may use. `if` and `unless` are our own: only null, false, empty text and empty lists are
 * false, because 0 is a score.
 */
const helpers: Record<string, Handlebars.HelperDelegate> = {
  if(this: unknown, value: unknown, options: Handlebars.HelperOptions) {
    return isSomething(value) ? options.fn(this) : options.inverse(this);
  },
  unless(this: unknown, value: unknown, options: Handlebars.HelperOptions) {
    return isSomething(value) ? options.inverse(this) : options.fn(this);
  },
  safeHref: (address: unknown) => safeHref(address) ?? '',
};

const knownHelpers = Object.fromEntries(Object.keys(helpers).map((name) => [name, true]));

function isSomething(value: unknown): boolean {
  return Array.isArray(value)
    ? value.length > 0
    : value !== null && value !== undefined && value !== false && value !== '';
}

/**
 * Compiles templates on an engine of their own: strict, own members only, no helper but ours. The same templates are
 * compiled once, however many pages they render.
 * `escapes: false` is for text that is not HTML; its views must be escaped before.
 * The returned function throws BrokenPageTemplate.
 */
export function compileTemplates(templates: PageTemplates, { escapes }: { escapes: boolean }): Render {
  return escapes ? compiledForHtml(templates) : compiledForText(templates);
}

const compiledForHtml = oncePer((templates: PageTemplates) => compile(templates, true));
const compiledForText = oncePer((templates: PageTemplates) => compile(templates, false));

function compile(templates: PageTemplates, escapes: boolean): Render {
  const engine = Handlebars.create();
  engine.registerHelper(helpers);
  const options = { strict: true, knownHelpersOnly: true, knownHelpers, preventIndent: true, noEscape: !escapes };
  const runtime = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false };
  for (const [name, text] of Object.entries(templates)) {
    const compiled = engine.compile(text, options);
    const part: Handlebars.TemplateDelegate = (view, given) => {
      try {
        return compiled(view, { ...runtime, ...given });
      } catch (error) {
        throw error instanceof BrokenPageTemplate ? error : new BrokenPageTemplate(problemOf(name, error), error);
      }
    };
    engine.registerPartial(name, part);
  }
  return (name, view) => {
    const part: unknown = Object.hasOwn(engine.partials, name) ? engine.partials[name] : undefined;
    if (typeof part !== 'function') throw new BrokenPageTemplate(missing(name));
    return part(view);
  };
}

/** Everything that can be said about templates without rendering: what is missing, does not parse, or names an unknown helper or part. */
export function checkPageTemplates(templates: PageTemplates): TemplateProblem[] {
  const absent = entrances.filter((name) => !Object.hasOwn(templates, name)).map(missing);
  return [...absent, ...Object.entries(templates).flatMap(([name, text]) => checkTemplate(name, text, templates))];
}

function checkTemplate(template: string, text: string, templates: PageTemplates): TemplateProblem[] {
  try {
    Handlebars.precompile(text, { strict: true, knownHelpersOnly: true, knownHelpers });
  } catch (error) {
    return [problemOf(template, error)];
  }
  return partsNamedIn(text)
    .filter((part) => !Object.hasOwn(templates, part.name))
    .map((part) => ({ template, line: part.line, problem: `there is no template "${part.name}"` }));
}

function partsNamedIn(text: string): { name: string; line: number }[] {
  const found: { name: string; line: number }[] = [];
  const visitor = new Handlebars.Visitor();
  const note = (statement: hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement) => {
    const name = 'original' in statement.name ? String(statement.name.original) : '';
    found.push({ name, line: statement.loc.start.line });
  };
  visitor.PartialStatement = note;
  visitor.PartialBlockStatement = note;
  visitor.accept(Handlebars.parse(text));
  return found;
}

/** Handlebars tells the line in the message when parsing and as a member when rendering. */
function problemOf(template: string, error: unknown): TemplateProblem {
  const message = error instanceof Error ? error.message : String(error);
  const line = /line (\d+)/.exec(message)?.[1] ?? / - (\d+):\d+$/.exec(message)?.[1];
  const problem = message
    .replace(/^Parse error on line \d+:\n/, '')
    .replace(/ - \d+:\d+$/, '')
    .replaceAll(/\s*\n\s*/g, ' ');
  return { template, line: line === undefined ? null : Number(line), problem };
}

function missing(template: string): TemplateProblem {
  return { template, line: null, problem: 'the template is missing' };
}
