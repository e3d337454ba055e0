import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { PageTemplates } from '../../src/pages/templates.ts';

const folder = resolve(import.meta.dirname, '../../src/pages/templates');

/** The page templates as they are shipped. */
export function readTemplates(): PageTemplates {
  const files = readdirSync(folder).filter((file) => file.endsWith('.hbs'));
  return Object.fromEntries(files.map((file) => [basename(file, '.hbs'), readFileSync(join(folder, file), 'utf8')]));
}
