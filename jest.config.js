import { availableParallelism } from 'node:os';

/** ESM-only packages that Jest must transform, as its module system is CommonJS. */
const esm = [
  'kysely',
  'jose',
  'yaml',
  'fast-check',
  'pure-rand',
  'markdown-it',
  'listr2',
  'fuse.js',
  'openid-client',
  'oauth4webapi',
  'strip-bom',
];

export default {
  testEnvironment: 'node',
  // Many tests wait for processes and sockets, so two workers are quicker than one on two cores as well.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  // Only a test that hangs takes so long; on a busy machine an honest one, which starts processes, may need a minute.
  testTimeout: 120_000,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '\\.[cm]?[jt]s$': [
      '@swc/jest',
      {
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs', importInterop: 'node' },
      },
    ],
  },
  // A package may carry another's within.
  transformIgnorePatterns: [`/node_modules/(?!(?:.*/node_modules/)?(${esm.join('|')})/)`],
  moduleNameMapper: {},
};
