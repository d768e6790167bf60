import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Limits a function or file outgrows only when it does more than one thing. */
const sizes = {
  'max-lines': ['error', { max: 350 }],
  'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
  'max-depth': ['error', 3],
  'max-params': 'off',
  '@typescript-eslint/max-params': ['error', { max: 3, countVoidThis: false }],
  complexity: ['error', { max: 20, variant: 'modified' }],
};

const plain = {
  'no-console': 'error',
  'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
  'no-restricted-properties': [
    'error',
    { object: 'process', property: 'env', message: 'Only src/config.ts reads the environment.' },
  ],
  '@typescript-eslint/consistent-type-imports': [
    'error',
    { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
  ],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  // Numbers print the same everywhere.
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  // `() => listener()` says what is called; what comes back is nobody's business.
  '@typescript-eslint/no-confusing-void-expression': 'off',
  // Parts are objects of closures, made by create…: their functions do not use this.
  '@typescript-eslint/unbound-method': 'off',
  // Spreading a string gives its characters, which is what a limit on characters needs.
  '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
  // Marked by its authors only to stand out: an identity provider on this machine speaks plain HTTP.
  '@typescript-eslint/no-deprecated': [
    'error',
    { allow: [{ from: 'package', package: 'openid-client', name: 'allowInsecureRequests' }] },
  ],
  // An implementation of an interface may have nothing to wait for.
  '@typescript-eslint/require-await': 'off',
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_+$' }],
};

export default defineConfig(
  globalIgnores(['dist/', 'build/', 'data/', 'coverage/', 'test-results/', 'playwright-report/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [js.configs.recommended, tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: { ...plain, ...sizes },
  },
  { files: ['src/config.ts'], rules: { 'no-restricted-properties': 'off' } },
  // A listener of restify takes what restify gives it.
  { files: ['src/http/server.ts'], rules: { '@typescript-eslint/max-params': ['error', { max: 4 }] } },
  { files: ['src/cli/**'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**'],
    rules: {
      '@typescript-eslint/max-params': 'off',
      'max-lines-per-function': 'off',
      'no-restricted-properties': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Matchers such as expect.any() and parsed answers are of type any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
  { files: ['**/*.{js,cjs}'], extends: [js.configs.recommended] },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs', globals: { module: 'writable', process: 'readonly' } },
  },
);
