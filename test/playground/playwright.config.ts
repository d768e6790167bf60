import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import browserTests from '../e2e/playwright.config.ts';

/** As the browser tests, but one after the other: they share a Playground, which knows one person. */
export default defineConfig({
  ...browserTests,
  testDir: '.',
  testMatch: '*.spec.ts',
  // Screenshots of every step, to be looked at.
  outputDir: join(tmpdir(), 'playground-results'),
  timeout: 120_000,
  workers: 1,
  fullyParallel: false,
  use: { ...browserTests.use, viewport: { width: 1400, height: 1000 }, actionTimeout: 15_000 },
});
