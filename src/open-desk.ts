import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Ask } from './core/call.ts';
import type { Recording } from './core/recording.ts';
import type { Desk } from './desk.ts';
import { type ChosenModels, chooseModels } from './entries/choose-models.ts';
import { examine } from './entries/examine.ts';
import type { Finding, OpenedDesk, Overrides, Watching } from './entries/house.ts';
import { makeAsks } from './entries/make-asks.ts';
import { FileExists } from './sources/facts-template.ts';
import { readSettings, type Settings } from './entries/settings.ts';
import { BrokenPageTemplate, checkPageTemplates, type PageTemplates } from './pages/templates.ts';
import { journal } from './providers/journal.ts';
import { recorded } from './providers/recorded.ts';
import { readPanel, readPromptTemplates } from './sources/panel-files.ts';
import { readRecordings } from './sources/recording-files.ts';
import { openSqliteStore } from './store/sqlite.ts';

/** Where the program stands, in a checkout and in an installed package alike. */
const root = fileURLToPath(new URL('..', import.meta.url));

/** What travels with the program. */
const shipped = {
  personas: join(root, 'personas'),
  prompts: join(root, 'prompts'),
  templates: join(root, 'src/pages/templates'),
  recordings: join(root, 'examples/recorded'),
};

const defaultDatabase = 'ship-or-skip.sqlite';

/**
 * A desk built from the settings, the shipped files and what the command line says over them.
 * @throws InvalidSettings, InvalidFile or StoreUnusable, each before anything is asked.
 */
export async function openDesk(overrides: Overrides, { watch, signal }: Watching): Promise<OpenedDesk> {
  const settings = loadSettings();
  const models = chooseModels(settings, overrides);
  const [panel, prompts, pages, recordings] = await Promise.all([
    readPanel(overrides.personas ?? shipped.personas),
    readPromptTemplates(overrides.prompts ?? shipped.prompts),
    readPageTemplates(overrides.templates ?? shipped.templates),
    models.onlyRecordings ? readRecordings(shipped.recordings) : [],
  ]);
  const store = await openSqliteStore(databaseOf(settings, overrides));
  const asks = makeAsks(settings, overrides.maxCost);
  const tape = recorded(recordings);
  const desk: Desk = {
    now: () => new Date(),
    panel,
    prompts,
    pages,
    store,
    lead: models.lead,
    ballots: models.ballots,
    editor: userInfo().username,
    ask: (model): Ask => journal(models.onlyRecordings ? tape : asks.ask(model), store.calls),
    priceOf: asks.priceOf,
    onlyRecordings: models.onlyRecordings,
    recordedOn: (dossierKey) => dayOf(recordings, dossierKey),
    watch,
    signal,
  };
  return { desk, notes: notesOn(models, settings), spent: models.onlyRecordings ? () => 0 : asks.spent, close: store.close };
}

/** What `doctor` finds. */
export function examineHouse(overrides: Overrides, signal: AbortSignal): AsyncIterable<Finding> {
  const settings = loadSettings();
  const asks = makeAsks(settings, undefined);
  const database = databaseOf(settings, overrides);
  return examine({
    settings,
    nodeVersion: process.versions.node,
    choose: () => chooseModels(settings, overrides),
    looks: [
      { what: 'personas', look: async () => (await readPanel(overrides.personas ?? shipped.personas)).personas.map(({ id }) => id).join(', ') },
      { what: 'prompts', look: async () => Object.keys(await readPromptTemplates(overrides.prompts ?? shipped.prompts)).join(', ') },
      { what: 'page templates', look: async () => `${Object.keys(await readPageTemplates(overrides.templates ?? shipped.templates)).length} files` },
      { what: 'database', look: () => lookAtDatabase(database) },
    ],
    ask: async (model) => asks.ask(model),
    signal,
  });
}

/** Copies personas, prompts and page templates to a folder; none of it may exist there. */
export async function eject(folder: string): Promise<string[]> {
  const copies = (['personas', 'prompts', 'templates'] as const).map((name) => ({ from: shipped[name], to: join(folder, name) }));
  const taken = copies.find(({ to }) => existsSync(to));
  if (taken !== undefined) throw new FileExists(`${taken.to} is already there. Choose another folder, or move it away.`);
  await mkdir(folder, { recursive: true });
  for (const { from, to } of copies) await cp(from, to, { recursive: true });
  return copies.map(({ to }) => to);
}

/** The environment, with `.env` of the working folder beneath it. */
function loadSettings(): Settings {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return readSettings(process.env);
}

function databaseOf(settings: Settings, overrides: Overrides): string {
  return overrides.database ?? settings.SHIP_OR_SKIP_DATABASE ?? defaultDatabase;
}

/** Templates somebody edited are checked before they are used. @throws BrokenPageTemplate */
async function readPageTemplates(folder: string): Promise<PageTemplates> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.hbs'));
  const texts = await Promise.all(files.map(async (file) => [basename(file, '.hbs'), await readFile(join(folder, file), 'utf8')] as const));
  const templates = Object.fromEntries(texts);
  const [problem] = folder === shipped.templates ? [] : checkPageTemplates(templates);
  if (problem !== undefined) throw new BrokenPageTemplate(problem);
  return templates;
}

async function lookAtDatabase(file: string): Promise<string> {
  if (!existsSync(file)) return `${file} does not exist yet; the first run makes it`;
  const store = await openSqliteStore(file);
  try {
    const tools = await store.listTools();
    return `${file} holds ${tools.length} tools`;
  } finally {
    await store.close();
  }
}

function dayOf(recordings: readonly Recording[], dossierKey: string): string | null {
  return recordings.find((recording) => recording.dossierKey === dossierKey)?.suppliedOn ?? null;
}

function notesOn({ lead, ballots, onlyRecordings }: ChosenModels, settings: Settings): string[] {
  if (onlyRecordings) return ['no key is set: recorded replies answer for the example pair. Set ANTHROPIC_API_KEY or HF_TOKEN to ask a model.'];
  const families = new Set([lead, ...ballots].map((model) => model.family));
  if (families.size > 1) return [];
  const how = settings.HF_TOKEN ? 'name another juror with --ballot' : 'set HF_TOKEN for ballots from a second family';
  return [`one family only: every answer comes from ${lead.family}; ${how}.`];
}
