import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

/** Loaded before the program, it tells on stderr at the end what was loaded after it. */
const spy = `data:text/javascript,${encodeURIComponent(`import { registerHooks } from 'node:module';
const loaded = [];
registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
process.on('exit', () => process.stderr.write(JSON.stringify(loaded)));`)}`;

test.each([[['--help']], [['nightly', '--help']], [['digest', '--since', 'soon']]])(
  '%j loads no package but the one that reads the command line',
  (args) => {
    const bin = resolve(import.meta.dirname, '../../src/bin.js');
    const { stderr } = spawnSync(process.execPath, ['--import', spy, bin, ...args], { encoding: 'utf8', env: {} });
    const loaded = JSON.parse(stderr.slice(stderr.indexOf('["'))) as string[];
    const packages = loaded.flatMap((url) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? []);
    expect(loaded.some((url) => url.endsWith('/entries/cli.ts'))).toBe(true);
    expect([...new Set(packages)]).toEqual(['commander']);
  },
);
