import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PromptTemplates } from '../core/asking/prompt.ts';
import { nearestWord } from '../core/nearest-word.ts';
import { checksOf, Panel, type PanelOfPersonas, Persona, withCommonChecks } from '../core/panel/persona.ts';
import { type FileProblem, InvalidFile } from './invalid-file.ts';
import { type PositionedFile, readFileText, readPositionedFile } from './positioned-file.ts';
import { checkAgainst, requireShape } from './schema-problems.ts';
import { type Shape, templateProblems } from './template-names.ts';

/**
 * Reads `panel.yaml` and every persona beside it, in display order. A persona’s file is named after its id, so ids are unique.
 * @throws InvalidFile with every problem of every file.
 */
export async function readPanel(folder: string): Promise<PanelOfPersonas> {
  const problems: FileProblem[] = [];
  const collect = collectInto(problems);
  const files = (await listFolder(folder)).filter((file) => !file.startsWith('.') && file !== 'panel.yaml');
  const shared = await collect(readPanelFile(join(folder, 'panel.yaml')));
  const personas: Persona[] = [];
  for (const file of files.filter((name) => name.endsWith('.yaml'))) {
    const persona = await collect(readPersona(folder, file, shared?.panel ?? null));
    if (persona !== null) personas.push(persona);
  }
  for (const file of files.filter((name) => /\.(?:yml|json)$/i.test(name)))
    problems.push(wholeFile(join(folder, file), 'another file ending', 'a persona file named <id>.yaml'));
  if (personas.length === 0 && problems.length === 0)
    problems.push(wholeFile(folder, 'no persona', 'at least one persona file beside panel.yaml'));
  if (shared !== null && problems.length === 0) problems.push(...strayChecks(shared, personas));
  if (shared === null || problems.length > 0) throw new InvalidFile(problems);
  return { panel: shared.panel, personas: personas.sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1)) };
}

/**
 * Reads the prompt templates and checks that each parses and names only what it is given.
 * @throws InvalidFile with every problem of every template.
 */
export async function readPromptTemplates(folder: string): Promise<PromptTemplates> {
  const problems: FileProblem[] = [];
  const collect = collectInto(problems);
  const read = async (name: keyof PromptTemplates): Promise<string> => {
    const path = join(folder, `${name}.hbs`);
    const text = await collect(readFileText(path, largestTemplate));
    problems.push(...(text === null ? [] : templateProblems(path, text, promptNames[name])));
    return text ?? '';
  };
  const templates = {
    panel: await read('panel'),
    persona: await read('persona'),
    opinion: await read('opinion'),
    ballot: await read('ballot'),
    repair: await read('repair'),
    dossiers: await read('dossiers'),
    duel: await read('duel'),
    reviews: await read('reviews'),
    answer: await read('answer'),
    facts: await read('facts'),
    document: await read('document'),
    enclosed: await read('enclosed'),
  };
  if (problems.length > 0) throw new InvalidFile(problems);
  return templates;
}

const largestTemplate = 200_000;

const persona: Shape = {
  name: null,
  motto: null,
  reader: null,
  voice: null,
  excitedBy: [null],
  tiredOf: [null],
  beats: [{ id: null, ask: null }],
  words: { min: null, max: null },
  banned: [null],
  checks: [{ id: null, ask: null, kind: null }],
};

const sources: Shape = [{ id: null, kind: null, title: null, url: null, text: null }];

/** The names each prompt template is filled with. */
const promptNames: Record<keyof PromptTemplates, Shape> = {
  panel: {
    rules: [null],
    facts: null,
    sources,
    asOf: null,
    fence: null,
  },
  persona: { persona },
  opinion: { persona, asOf: null, tool: null, note: null },
  ballot: { persona, asOf: null, tool: null },
  repair: { issues: [{ path: null, problem: null }] },
  dossiers: { rules: [null], dossiers: [{ letter: null, asOf: null, facts: null, sources, fence: null }] },
  duel: { persona, first: null, second: null },
  reviews: {
    fence: null,
    reviews: [
      {
        ...{ letter: null, tool: null, persona: null, reader: null, verdict: null },
        ...{ headline: null, prose: null, bestFor: null, avoidIf: null },
      },
    ],
  },
  answer: { tools: [{ letter: null, name: null }] },
  facts: {
    name: null,
    url: null,
    fence: null,
    sources: [{ id: null, role: null, title: null, url: null, text: null }],
  },
  document: { title: null, facts: null, sources, fence: null },
  enclosed: { title: null, letter: null },
};

interface PanelFile {
  file: PositionedFile;
  panel: Panel;
}

async function readPanelFile(path: string): Promise<PanelFile> {
  const file = await readPositionedFile(path);
  return { file, panel: requireShape(file, Panel) };
}

/** Checks a profile weighs that nobody asks. A profile that names a persona who is not here may mean one of theirs. */
function strayChecks({ file, panel }: PanelFile, personas: readonly Persona[]): FileProblem[] {
  const here = new Set(personas.map(({ id }) => id));
  const asked = personas.flatMap((persona) => checksOf(persona).map(({ id }) => id));
  return panel.profiles.flatMap((profile, index) => {
    if (Object.keys(profile.personas).some((id) => !here.has(id))) return [];
    const stray = Object.keys(profile.checks).filter((id) => !asked.includes(id));
    return stray.map((id) => {
      const nearest = nearestWord(id, asked);
      const expected = nearest === null ? 'the id of a check' : `the id of a check; did you mean "${nearest}"?`;
      return file.problemAt(['profiles', index, 'checks', id], expected, `the unknown check "${id}"`, 'key');
    });
  });
}

/** Without a panel, which has its own problems, the persona’s file is read for its problems alone. */
async function readPersona(folder: string, name: string, panel: Panel | null): Promise<Persona> {
  const file = await readPositionedFile(join(folder, name));
  const { value, problems } = checkAgainst(file, Persona);
  const id = name.slice(0, -'.yaml'.length);
  if (value === null) throw new InvalidFile(problems);
  if (value.id !== id) throw new InvalidFile([file.problemAt(['id'], `"${id}", as the file is named`)]);
  if (panel === null) return value;
  const common = checksOf({ groups: panel.common === undefined ? [] : [panel.common] });
  const own = new Set(checksOf(value).map((check) => check.id));
  const twice = common.filter((check) => own.has(check.id));
  if (twice.length > 0)
    throw new InvalidFile(
      twice.map((check) => file.problemAt(['groups'], 'check ids that panel.yaml does not use', `"${check.id}"`)),
    );
  return withCommonChecks(value, panel);
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch {
    throw new InvalidFile([
      wholeFile(folder, 'no folder that can be read', 'a folder with panel.yaml and persona files'),
    ]);
  }
}

/** Lets a reading fail for one file and go on with the others, so that every problem is told at once. */
function collectInto(problems: FileProblem[]): <T>(reading: Promise<T>) => Promise<T | null> {
  return async (reading) => {
    try {
      return await reading;
    } catch (error) {
      if (!(error instanceof InvalidFile)) throw error;
      problems.push(...error.problems);
      return null;
    }
  };
}

function wholeFile(file: string, found: string, expected: string): FileProblem {
  return { file, line: 1, column: 1, path: '', found, expected };
}
