import { globSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pid } from 'node:process';
import jest from './jest.config.js';

/** What a test imports that reads the whole guide: with thousands of mutants each such test would cost hours. */
const wholeGuide = /\/(support\/content|guide\/load-guide|src\/content)\.ts'/;

/** The other unit tests of the two modules. */
const tests = globSync('test/unit/{understanding,troubleshooting}/**/*.test.ts').filter(
  (file) => !wholeGuide.test(readFileSync(file, 'utf8')),
);

/** Mutation testing of the two modules that decide how good the bot is: does a test notice when a line is wrong? */
export default {
  mutate: ['src/understanding/**/*.ts', 'src/troubleshooting/**/*.ts'],
  testRunner: 'jest',
  jest: {
    config: {
      ...jest,
      testMatch: tests.map((file) => `<rootDir>/${file}`),
    },
    // Each mutant loads only the test files that import its module; within them only the tests that reach it run.
    enableFindRelatedTests: true,
  },
  coverageAnalysis: 'perTest',
  // What runs while a module loads are tables of words and numbers set by cross-validation. Each of their hundred mutants
  // would cost a run of all tests, half of the whole time, and `npm run evaluate` judges them better.
  ignoreStatic: true,
  concurrency: 2,
  // A mutant that loops for ever is told from a slow machine by these milliseconds on top of twice the usual time.
  timeoutMS: 20_000,
  timeoutFactor: 2,
  ignorePatterns: [
    '/appPackage',
    '/build',
    '/cards',
    '/data',
    '/dist',
    '/docs',
    '/knowledge',
    '/test/e2e',
    '/test/vendor',
  ],
  // Outside of the project, where no other tool takes the copy for the project itself.
  tempDirName: join(tmpdir(), `stryker-${pid}`),
  cleanTempDir: 'always',
  disableTypeChecks: false,
  reporters: ['progress', 'clear-text', 'json'],
  clearTextReporter: { logTests: false, reportTests: false, allowEmojis: false },
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
  thresholds: { high: 90, low: 80, break: 80 },
  allowEmpty: false,
};
