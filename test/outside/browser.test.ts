import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const output = resolve(import.meta.dirname, '../../output');
const sample = readdirSync(output).find((name) => name.includes('-vs-')) ?? 'no sample';
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });
});
afterAll(() => browser.close());

/** The fragment as a content system would hold it: inside somebody else’s page. */
function hosted(fragment: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'host-')), 'host.html');
  writeFileSync(
    file,
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title><main style="max-width:60rem;margin:auto">${fragment}</main></html>`,
  );
  return file;
}

const pages = {
  'index.html': () => join(output, sample, 'index.html'),
  'fragment.html': () => hosted(readFileSync(join(output, sample, 'fragment.html'), 'utf8')),
};

describe.each(Object.entries(pages))('%s', (_name, file) => {
  describe.each([390, 1280])('at %i px', (width) => {
    test.each(['light', 'dark'] as const)(
      'fits, needs nothing from elsewhere, and raises no error in %s',
      async (colorScheme) => {
        const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
        const page = await context.newPage();
        const requests: string[] = [];
        const errors: string[] = [];
        page.on('request', (request) => requests.push(request.url()));
        page.on('pageerror', (error) => errors.push(error.message));
        page.on('console', (message) => (message.type() === 'error' ? errors.push(message.text()) : null));
        const address = pathToFileURL(file()).href;
        await page.goto(address);
        for (const details of await page.locator('details').all())
          await details.evaluate((element) => element.setAttribute('open', ''));
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        expect(requests).toEqual([address]);
        expect(errors).toEqual([]);
        await context.close();
      },
    );
  });

  test('has one first heading, no jump between levels, no dead anchor and no id twice', async () => {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(file()).href);
    const found = await page.evaluate(`(() => {
      const levels = [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((heading) => Number(heading.tagName[1]));
      const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
      const anchors = [...document.querySelectorAll('a[href^="#"]')].map((link) => link.getAttribute('href').slice(1));
      return {
        first: levels.filter((level) => level === 1).length,
        jumps: levels.filter((level, index) => index > 0 && level > levels[index - 1] + 1).length,
        twice: ids.length - new Set(ids).size,
        dead: anchors.filter((anchor) => !ids.includes(anchor)),
      };
    })()`);
    expect(found).toEqual({ first: 1, jumps: 0, twice: 0, dead: [] });
  });
});
