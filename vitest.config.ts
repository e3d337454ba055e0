import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/outside/**', 'test/live/**'],
    restoreMocks: true,
    // As many files at a time as there are processors: the longest ones wait for programs they start.
    maxWorkers: '100%',
    // Far more than a test takes alone: what never ends fails by it, on a busy machine too.
    testTimeout: 60_000,
    coverage: { provider: 'v8', include: ['src/**/*.ts'], reporter: ['text-summary'] },
  },
});
