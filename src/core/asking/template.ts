import Handlebars from 'handlebars';

const compiled = new Map<string, HandlebarsTemplateDelegate>();

/** Fills a prompt template. Templates are compiled once per text; prompts are plain text, so nothing is escaped. */
export function fill(template: string, view: Record<string, unknown>): string {
  let render = compiled.get(template);
  if (render === undefined) {
    render = Handlebars.compile(template, { noEscape: true, strict: true, knownHelpersOnly: true });
    compiled.set(template, render);
  }
  return render(view, { allowProtoPropertiesByDefault: false }).trim();
}
