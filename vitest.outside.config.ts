import { defineConfig } from 'vitest/config';

/** Suites that need more than npm: a browser, or the package registry. `.ci/run` installs what they need. */
export default defineConfig({
  test: { include: ['test/outside/**/*.test.ts'], testTimeout: 240_000, hookTimeout: 240_000 },
});
