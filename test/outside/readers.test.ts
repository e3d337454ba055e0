import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderComparison } from '../../src/pages/comparison.ts';
import { everything } from '../fixtures/comparison.ts';
import { readTemplates } from '../pages/read-templates.ts';

const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
const file = join(mkdtempSync(join(tmpdir(), 'readers-')), 'index.html');

let browser: Browser;
beforeAll(async () => {
  writeFileSync(file, renderComparison(everything(), readTemplates())['index.html']);
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });
});
afterAll(() => browser.close());

async function openPage(): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 900 } });
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  return page;
}

const shown = (page: Page) => page.locator('.reader:visible .for').allTextContents();

test('a reader is chosen with the keyboard alone, without a script', async () => {
  const page = await openPage();
  expect(await shown(page)).toEqual(['Winner: Lantern Files API']);
  await page.locator('.switch input').first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  expect(await shown(page)).toEqual(['Too close to call']);
  await page.keyboard.press('ArrowRight');
  expect(await shown(page)).toEqual(['Winner: Open Harbour Inference Router Hub']);
  await page.context().close();
});

test('a reader is chosen with a touch', async () => {
  const page = await openPage();
  await page.getByText('Startup', { exact: true }).first().click();
  expect(await shown(page)).toEqual(['Too close to call']);
  await page.context().close();
});

test('on paper every reader’s outcome stands there', async () => {
  const page = await openPage();
  await page.emulateMedia({ media: 'print' });
  expect(await shown(page)).toHaveLength(4);
  expect(await page.locator('.switch label:visible').count()).toBe(0);
  await page.context().close();
});
