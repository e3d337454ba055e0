/** How licences are written, and their SPDX ids. Longer names first. */
const spellings: [RegExp, string][] = [
  [/\bagpl(?:[- ]?v?3(?:\.0)?)?\b|affero general public licen[cs]e/i, 'AGPL-3.0'],
  [/\blgpl[- ]?v?2(?:\.1)?\b/i, 'LGPL-2.1'],
  [/\blgpl(?:[- ]?v?3(?:\.0)?)?\b|lesser general public licen[cs]e/i, 'LGPL-3.0'],
  [/\bgpl[- ]?v?2(?:\.0)?\b|general public licen[cs]e,? (?:version |v)?2/i, 'GPL-2.0'],
  [/\bgpl[- ]?v?3(?:\.0)?\b|general public licen[cs]e,? (?:version |v)?3/i, 'GPL-3.0'],
  [/\bapache(?:[- ]licen[cs]e)?,?[- ]?(?:version )?v?2(?:\.0)?\b/i, 'Apache-2.0'],
  [/\bmpl[- ]?v?2(?:\.0)?\b|mozilla public licen[cs]e/i, 'MPL-2.0'],
  [/\bbsd[- ]?3[- ]?clause\b/i, 'BSD-3-Clause'],
  [/\bbsd[- ]?2[- ]?clause\b/i, 'BSD-2-Clause'],
  [/\bbusl(?:-1\.1)?\b|\bbusiness source licen[cs]e/i, 'BUSL-1.1'],
  [/\bsspl(?:-1\.0)?\b|server side public licen[cs]e/i, 'SSPL-1.0'],
  [/\belastic licen[cs]e\b/i, 'Elastic-2.0'],
  [/\bmit\b/i, 'MIT'],
  [/\bisc\b/i, 'ISC'],
  [/\bunlicense\b/i, 'Unlicense'],
  [/\bproprietary\b/i, 'proprietary'],
];

/** The SPDX id a text names, `proprietary`, or null when it names none or several. */
export function licenceIn(text: string): string | null {
  const found = new Set<string>();
  let rest = text;
  for (const [pattern, id] of spellings) {
    if (!pattern.test(rest)) continue;
    found.add(id);
    rest = rest.replace(pattern, ' ');
  }
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : null;
}
