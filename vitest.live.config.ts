import { defineConfig } from 'vitest/config';

/** Opt-in: asks the real services, with the keys of the environment, for a few cents at most. */
export default defineConfig({ test: { include: ['test/live/**/*.test.ts'], testTimeout: 600_000 } });
