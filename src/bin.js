#!/usr/bin/env node
// The first thing that runs, on whatever Node there is: plain JavaScript, nothing imported before the version is known.
// better-sqlite3 ends an older Node without a message, and an older Node cannot read TypeScript.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `ship-or-skip needs Node 22.19 or newer; this is ${process.versions.node}.\n` +
      'Install a newer one (https://nodejs.org), or in a checkout use `npm start` and `npm run ship-or-skip --`, which bring their own.\n',
  );
  process.exitCode = 2;
} else {
  const { existsSync } = await import('node:fs');
  const { enableCompileCache } = await import('node:module');
  // Halves the time to the first line: what was compiled once, types taken out, is kept in the folder for temporary files.
  enableCompileCache();
  const source = new URL('./main.ts', import.meta.url);
  await import(existsSync(source) ? source.href : new URL('../dist/main.js', import.meta.url).href);
}
