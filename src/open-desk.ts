import { existsSync } from 'node:fs';
import { cp, readdir, readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Recording } from './core/asking/recording.ts';
import type { Ask } from './core/call.ts';
import type { ModelName } from './core/model.ts';
import type { Desk } from './desk.ts';
import {
  asksInBatches,
  type ChosenModels,
  chooseModels,
  InvalidSettings,
  requireUsable,
} from './entries/choose-models.ts';
import { examine } from './entries/examine.ts';
import { callFailureHook } from './entries/failure-hook.ts';
import type { Finding, OpenedDesk, Overrides, Watching } from './entries/house.ts';
import { lookAtDatabase, lookAtNights } from './entries/look-at-store.ts';
import { fileApiOf, makeAsks, pricesAtHand, routerOf } from './entries/make-asks.ts';
import { notesOn, oneFamilyOf } from './entries/notes-on-models.ts';
import { readOpenedHosts } from './entries/opened-hosts.ts';
import { readKeepDays } from './entries/retention.ts';
import { readSettings, type Settings } from './entries/settings.ts';
import { siteOf } from './entries/site.ts';
import { BrokenPageTemplate, checkPageTemplates, type PageTemplates } from './pages/templates.ts';
import { fileCache, type TextCache } from './providers/file-cache.ts';
import { fileLine } from './providers/file-log.ts';
import { makeFolder, probeFolder } from './providers/folder.ts';
import { journal } from './providers/journal.ts';
import { logFile } from './providers/log-file.ts';
import { logLine } from './providers/log-line.ts';
import { recorded } from './providers/recorded.ts';
import { listModels, type ModelList } from './providers/router-list.ts';
import { readAnchors } from './sources/anchor-files.ts';
import { FileExists } from './sources/facts-template.ts';
import type { FetchSource } from './sources/fetch-source.ts';
import type { OpenedHost } from './sources/fetching/opened-host.ts';
import { readPanel, readPromptTemplates } from './sources/panel-files.ts';
import { readRecordings } from './sources/recording-files.ts';
import { backupStore, restoreStore, stampOf } from './store/backup.ts';
import { lockNight } from './store/night-lock.ts';
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
export async function openDesk(
  overrides: Overrides,
  { watch, watchBatches, log, signal }: Watching,
): Promise<OpenedDesk> {
  const settings = loadSettings();
  const models = chooseModels(settings, overrides);
  const opened = readOpenedHosts(settings.SHIP_OR_SKIP_ALLOW_HOSTS);
  const priceOf = pricesAtHand(settings);
  const batched = asksInBatches(overrides, models);
  requireUsable(models, overrides, settings, priceOf);
  if (!overrides.asksNobody && overrides.out !== undefined) requireWritable(overrides.out);
  const [panel, prompts, pages, recordings] = await readTexts(overrides, models);
  const notes = notesOn(models);
  const write = logFile(join(overrides.out ?? 'output', 'logs'), (problem) => notes.push(problem));
  const asks = makeAsks(settings, {
    maxCost: overrides.maxCost,
    spent: overrides.spent,
    modelCache: modelCacheOf(settings, overrides),
    keepAttempt: (attempt) => store.ledger.keepBroken(attempt),
    log: (entry) => {
      write(entry);
      log?.(logLine(entry));
    },
    documents: {
      uploads: () => store.files,
      log: (entry) => {
        write(entry);
        log?.(fileLine(entry));
      },
      complain: (problem) => notes.push(problem),
    },
  });
  const tape = recorded(recordings);
  const answering = (model: ModelName): Ask =>
    models.onlyRecordings && model.written === models.lead.written ? tape : asks.ask(model);
  // Last, because from here on there is something to close.
  const store = await openSqliteStore(databaseOf(settings, overrides));
  const desk: Desk = {
    now: () => new Date(),
    panel,
    anchors: () => readAnchors(join(overrides.personas ?? shipped.personas, 'anchors'), panel.personas),
    prompts,
    pages,
    store,
    lead: models.lead,
    ballots: models.ballots,
    fallback: models.onlyRecordings ? null : models.fallback,
    editor: userName(),
    ask: (model): Ask => journal(answering(model), store.calls),
    priceOf: asks.priceOf,
    fileApi: fileApiOf(settings),
    mostPriceOf: asks.mostPriceOf,
    countTokens: asks.countTokens,
    batching: batched ? { ...asks.batches(), tell: watchBatches ?? (() => {}) } : null,
    onlyRecordings: models.onlyRecordings,
    recordedOn: (dossierKey) => dayOf(recordings, dossierKey),
    keepDays: readKeepDays(settings.SHIP_OR_SKIP_KEEP),
    site: siteOf(settings),
    fetchSource: fetchBehindGuard(opened),
    watch,
    signal,
  };
  const close = async (): Promise<void> => {
    await store.close();
  };
  return { desk, notes, oneFamily: oneFamilyOf(models, settings), spent: asks.spent, close };
}

/** What the panel is, what it is asked, how its answers are shown, and those that were recorded. @throws InvalidFile */
async function readTexts({ personas, prompts, templates }: Overrides, { onlyRecordings }: ChosenModels) {
  return Promise.all([
    readPanel(personas ?? shipped.personas),
    readPromptTemplates(prompts ?? shipped.prompts),
    readPageTemplates(templates ?? shipped.templates),
    onlyRecordings ? readRecordings(shipped.recordings) : [],
  ]);
}

/** Whether lines can change in place: the width is known, and the terminal can move its cursor. */
export function canRedraw({ isTTY, columns }: NodeJS.WriteStream): boolean {
  return isTTY && columns > 0 && process.env.TERM !== 'dumb' && !process.env.CI;
}

/** Loads at the first fetch: most commands make none. */
function fetchBehindGuard(opened: readonly OpenedHost[]): FetchSource {
  let opening: Promise<FetchSource> | undefined;
  return async (url, options) => {
    opening ??= import('./sources/open-fetch.ts').then(({ openFetch }) => openFetch({ opened }));
    return (await opening)(url, options);
  };
}

/** Who decides at this machine; a container may run as a user without a name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** What `doctor` finds. */
export function examineHouse(overrides: Overrides, signal: AbortSignal): AsyncIterable<Finding> {
  const settings = loadSettings();
  const database = databaseOf(settings, overrides);
  return examine({
    settings,
    nodeVersion: process.versions.node,
    choose: () => chooseModels(settings, overrides),
    looks: [
      {
        what: 'personas',
        look: async () =>
          (await readPanel(overrides.personas ?? shipped.personas)).personas.map(({ id }) => id).join(', '),
      },
      {
        what: 'prompts',
        look: async () => Object.keys(await readPromptTemplates(overrides.prompts ?? shipped.prompts)).join(', '),
      },
      {
        what: 'page templates',
        look: async () =>
          `${Object.keys(await readPageTemplates(overrides.templates ?? shipped.templates)).length} files`,
      },
      { what: 'database', look: () => lookAtDatabase(database) },
      { what: 'last night', look: () => lookAtNights(database, new Date()) },
    ],
    ask: (model) => makeAsks(settings, {}).ask(model),
    signal,
  });
}

/** What the Hugging Face router offers; the last list is kept beside the database. */
export function listRouterModels(overrides: Pick<Overrides, 'database'>): Promise<ModelList> {
  const settings = loadSettings();
  return listModels({ ...routerOf(settings), cache: modelCacheOf(settings, overrides), now: () => new Date() });
}

/** Lets one night at a time work on the database; null when another one does. */
export function lockNights(overrides: Pick<Overrides, 'database'>): (() => void) | null {
  return lockNight(databaseOf(loadSettings(), overrides));
}

/** Tells whoever the settings name that a run did not end well; returns why that failed. */
export async function tellFailure(news: object, signal: AbortSignal): Promise<string | null> {
  const { SHIP_OR_SKIP_ON_FAILURE: hook } = loadSettings();
  return hook === undefined ? null : callFailureHook(hook, news, signal);
}

/** Copies the database to a file, beside it unless one is named. @throws StoreUnusable */
export async function backUp(
  overrides: Pick<Overrides, 'database'>,
  named: string | undefined,
): Promise<{ file: string; bytes: number }> {
  const database = databaseOf(loadSettings(), overrides);
  const file = named ?? `${database}.${stampOf(new Date())}.backup`;
  return { file, bytes: await backupStore(database, file) };
}

/** Puts a backup in the place of the database. @throws StoreUnusable */
export async function restore(
  overrides: Pick<Overrides, 'database'>,
  file: string,
): Promise<{ database: string; before: string | null }> {
  const database = databaseOf(loadSettings(), overrides);
  return { database, before: restoreStore(file, database, new Date()) };
}

/** Copies personas, prompts and page templates to a folder; none of it may exist there. */
export async function eject(folder: string): Promise<string[]> {
  const copies = (['personas', 'prompts', 'templates'] as const).map((name) => ({
    from: shipped[name],
    to: join(folder, name),
  }));
  const taken = copies.find(({ to }) => existsSync(to));
  if (taken !== undefined)
    throw new FileExists(`${taken.to} is already there. Choose another folder, or move it away.`);
  makeFolder(folder);
  for (const { from, to } of copies) await cp(from, to, { recursive: true });
  return copies.map(({ to }) => to);
}

/** The environment, with `.env` of the working folder beneath it. @throws InvalidSettings when that is no readable file. */
function loadSettings(): Settings {
  try {
    if (existsSync('.env')) process.loadEnvFile('.env');
  } catch (error) {
    throw new InvalidSettings(
      `.env cannot be read (${error instanceof Error ? error.message : String(error)}).\nMake it a file you may read, or move it away.`,
    );
  }
  return readSettings(process.env);
}

/** Whoever pays for answers gets them on a page. @throws InvalidSettings */
function requireWritable(out: string): void {
  try {
    probeFolder(out);
  } catch (error) {
    throw new InvalidSettings(
      `--out ${out} cannot be written to (${error instanceof Error ? error.message : String(error)}).\nName another folder.`,
    );
  }
}

function modelCacheOf(settings: Settings, overrides: Pick<Overrides, 'database'>): TextCache {
  return fileCache(`${databaseOf(settings, overrides)}.models.json`);
}

function databaseOf(settings: Settings, overrides: Pick<Overrides, 'database'>): string {
  return overrides.database ?? settings.SHIP_OR_SKIP_DATABASE ?? defaultDatabase;
}

/** Templates somebody edited are checked before they are used. @throws BrokenPageTemplate */
async function readPageTemplates(folder: string): Promise<PageTemplates> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.hbs'));
  const texts = await Promise.all(
    files.map(async (file) => [basename(file, '.hbs'), await readFile(join(folder, file), 'utf8')] as const),
  );
  const templates = Object.fromEntries(texts);
  const [problem] = folder === shipped.templates ? [] : checkPageTemplates(templates);
  if (problem !== undefined) throw new BrokenPageTemplate(problem);
  return templates;
}

function dayOf(recordings: readonly Recording[], dossierKey: string): string | null {
  return recordings.find((recording) => recording.dossierKey === dossierKey)?.suppliedOn ?? null;
}
