import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { assembleDossier } from '../../src/core/facts/dossier.ts';
import type { Tool } from '../../src/core/facts/tool.ts';
import type { Store } from '../../src/store/contract/contract.ts';
import { sampleTool } from '../contracts/store-samples.ts';

/** Puts an invented tool into a store. */
export async function keepTool(store: Store, slug: string, more: Partial<Tool> = {}): Promise<void> {
  const tool = sampleTool(slug, { name: slug, ...more });
  const source = { kind: 'note' as const, title: 'Note', url: null, retrieved: '2026-11-20', text: 'It is here.' };
  await store.keepDossier(assembleDossier(tool, [source]), '2026-11-20');
}

/** Writes a facts file of an invented tool and returns its path. */
export function writeFacts(folder: string, file: string, facts: Record<string, unknown>): string {
  const path = join(folder, file);
  const whole = {
    jobs: ['store documents'],
    tagline: 'An invented tool for tests',
    category: 'Developer Tools',
    url: 'https://lantern.example/',
    description: 'It is invented.',
    sources: [
      { kind: 'note', title: 'Note', retrieved: '2026-11-20', text: 'It keeps every document until it is deleted.' },
    ],
    ...facts,
  };
  writeFileSync(path, stringify(whole));
  return path;
}
