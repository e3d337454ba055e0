import type { NightReport } from '../core/night/night-report.ts';
import { cleanText, escapeMarkdown, escapeMarkdownAddress, mapStrings, safeHref } from './escape.ts';
import { renderJson } from './json.ts';
import { type NightLine, type NightView, viewNight } from './night-view.ts';
import { stylesOf } from './styles.ts';
import { compileTemplates, type PageTemplates } from './templates.ts';
import { columnsOf, oneLine, painted, type TerminalRoom, wrapText } from './terminal-text.ts';

/** The report of a night, by file name. */
export interface NightDocuments {
  'index.html': string;
  'report.md': string;
  'report.json': string;
}

/** Entries of a section on a page, and on a terminal, which shows the last lines and not the first. */
const onPage = { most: 12 };
const onTerminal = { most: 8 };

/** Renders the report of a night. Everything of a model, a feed or a source is escaped. @throws BrokenPageTemplate */
export function renderNight(report: NightReport, templates: PageTemplates): NightDocuments {
  const view = viewNight(report, onPage);
  const html = compileTemplates(templates, { escapes: true });
  const clean = mapStrings(view, cleanText) as NightView;
  return {
    'index.html': `${html('night', { ...clean, ...stylesOf(html) }).trimEnd()}\n`,
    'report.md': renderMarkdown(view),
    'report.json': renderJson(report),
  };
}

function renderMarkdown({ title, headline, lead, stopped, sections }: NightView): string {
  const blocks = sections.flatMap(({ heading, lines }) => [
    `## ${escapeMarkdown(heading)}`,
    lines.map(markdownLine).join('\n'),
  ]);
  const notice = stopped === null ? [] : [`> ${escapeMarkdown(stopped)}`];
  const head = [`# ${escapeMarkdown(headline)}`, ...notice, escapeMarkdown(title), escapeMarkdown(lead)];
  return `${[...head, ...blocks].join('\n\n')}\n`;
}

function markdownLine({ what, href, text, more }: NightLine): string {
  const name = escapeMarkdown(what);
  const linked = safeHref(href) === null ? name : `[${name}](<${escapeMarkdownAddress(href ?? '')}>)`;
  const details = more.map((line) => `\n  ${escapeMarkdown(line)}`).join('  ');
  return `- **${linked}** ${escapeMarkdown(text)}${details}`.trimEnd();
}

/** The report for a terminal. */
export function summariseNight(report: NightReport, room: TerminalRoom): string {
  const { headline, lead, stopped, sections } = viewNight(report, onTerminal);
  const columns = columnsOf(room);
  const lines = [
    ...wrapText(oneLine(headline), columns).map((line) => painted(line, 'bold', room.colour)),
    ...(stopped === null ? [] : wrapText(oneLine(stopped), columns)),
    ...wrapText(oneLine(lead), columns),
    ...sections.flatMap((section) => [
      '',
      painted(section.heading, 'bold', room.colour),
      ...section.lines.flatMap(({ what, text, more }) => [
        ...indented(`${what} ${text}`, 2, columns),
        ...more.flatMap((line) => indented(line, 4, columns)),
      ]),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function indented(text: string, indent: number, columns: number): string[] {
  return wrapText(oneLine(text), columns - indent).map((line) => ' '.repeat(indent) + line);
}
