import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes the facts file of an invented tool whose dossier is above the limit, and the manual it names; returns the manual’s text. */
export function writeLargeTool(folder: string, name: string): string {
  const slug = name.toLowerCase();
  const manual = Array.from({ length: 600 }, (_, index) => {
    const day = index + 2;
    return `${name} volume ${day} keeps its papers for ${day} days and then moves them to the cellar of the archive. `;
  })
    .join('\n')
    .trim();
  writeFileSync(join(folder, `${slug}-manual.txt`), manual);
  writeFileSync(
    join(folder, `${slug}.yaml`),
    `name: ${name}
maker: ${name} Works
jobs: [store documents]
tagline: An invented archive
category: Developer Tools
url: https://${slug}.example/
pricing: Free tier; Pro $15/mo
description: ${name} is invented.
sources:
  - kind: note
    title: What ${name} is
    url: https://${slug}.example/
    retrieved: 2026-11-20
    text: ${name} is an archive for papers that has been in print since the spring of 2024. Nobody else makes it.
  - kind: document
    title: Manual of ${name}
    url: https://${slug}.example/manual
    retrieved: 2026-11-20
    file: ${slug}-manual.txt
`,
  );
  return manual;
}
