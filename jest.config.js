/** ESM-only packages that Jest must transform, as its module system is CommonJS. */
const esm = ['kysely', 'jose', 'yaml', 'fast-check', 'pure-rand', 'markdown-it', 'listr2', 'fuse.js'];

export default {
  testEnvironment: 'node',
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
  transformIgnorePatterns: [`/node_modules/(?!(${esm.join('|')})/)`],
  moduleNameMapper: {},
};
