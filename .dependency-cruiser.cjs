/**
 * Who may import whom (docs/architecture.md tells why). Arrows point downwards only:
 *   main, cli → app → http → channels → bot → dialogs → { understanding, troubleshooting, presentation, escalation, privacy, insights }
 *   → { guide, conversation } → errors
 */

/** A folder of src, or the one file of that name. */
const part = (names) => `^src/(${names})(/|\\.ts$)`;
const dialogs = '^dialogs/';

const thinking = 'understanding|troubleshooting|presentation|escalation|privacy|insights';
const ground = 'guide|conversation';

/** What each layer must not import: everything that stands above it or beside it. */
const layers = [
  { name: 'errors', from: part('errors'), not: ['^src/(?!errors\\.ts$)', dialogs] },
  { name: 'guide', from: part('guide'), not: ['^src/(?!guide/|errors\\.ts$)', dialogs] },
  {
    name: 'conversation',
    from: part('conversation'),
    not: ['^src/(?!conversation/|guide/|errors\\.ts$)', dialogs],
  },
  ...thinking.split('|').map((name) => ({
    name,
    from: part(name),
    not: [`^src/(?!${name}/|(${ground})/|errors\\.ts$)`, dialogs],
  })),
  { name: 'dialogs', from: dialogs, not: [`^src/(?!(${thinking}|${ground})/|errors\\.ts$)`] },
  { name: 'bot', from: part('bot'), not: [`^src/(?!bot/|(${thinking}|${ground})/|errors\\.ts$)`] },
  {
    name: 'channels',
    from: part('channels'),
    not: [`^src/(?!channels/|bot/|(${thinking}|${ground})/|errors\\.ts$)`],
  },
  { name: 'http', from: part('http'), not: [`^src/(?!http/|channels/|(${ground})/|errors\\.ts$)`, dialogs] },
  { name: 'storage', from: part('storage'), not: ['^src/(?!storage/|conversation/|errors\\.ts$)', dialogs] },
  { name: 'config', from: part('config'), not: ['^src/(?!config/|errors\\.ts$)', dialogs] },
  { name: 'project-root', from: part('project-root'), not: ['^src/', dialogs] },
  { name: 'content', from: part('content'), not: ['^src/(?!guide/|presentation/|errors\\.ts$)', dialogs] },
  {
    name: 'model-cache',
    from: part('model-cache'),
    not: ['^src/(?!guide/|understanding/|project-root\\.ts$|errors\\.ts$)', dialogs],
  },
  { name: 'app', from: part('app'), not: ['^src/(main\\.ts$|cli/|web/)'] },
  // The wire types are those of an activity: what a browser gets and sends.
  { name: 'web', from: part('web'), not: ['^src/(?!web/|conversation/activity\\.ts$)', dialogs] },
];

/** Vendors, and the rooms they stay in. */
const vendors = [
  {
    name: 'botbuilder',
    vendor: '^(botbuilder|botframework-(connector|schema))',
    rooms: ['^src/(bot|channels)/', dialogs],
  },
  { name: 'restify', vendor: '^restify', rooms: ['^src/http/'] },
  { name: 'sql', vendor: '^(better-sqlite3|kysely|pg)', rooms: ['^src/storage/'] },
  { name: 'fuse', vendor: '^fuse\\.js', rooms: ['^src/understanding/'] },
  {
    name: 'adaptivecards',
    vendor: '^(adaptivecards|adaptive-expressions)',
    rooms: ['^src/(presentation|web)/'],
  },
  {
    name: 'zod',
    vendor: '^zod',
    rooms: ['^src/(guide|channels|http|cli)/', '^src/config(/|\\.ts$)', '^src/conversation/actions\\.ts$'],
  },
];

const layerRules = layers.map(({ name, from, not }) => ({
  name: `${name}-imports-downwards-only`,
  severity: 'error',
  from: { path: from },
  to: { path: not },
}));

const vendorRules = vendors.map(({ name, vendor, rooms }) => ({
  name: `${name}-stays-in-its-room`,
  severity: 'error',
  from: { path: ['^src/', dialogs], pathNot: rooms },
  to: { path: vendor.replace('^', 'node_modules/(@types/)?') },
}));

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-tests-in-the-product',
      severity: 'error',
      from: { path: ['^src/', dialogs] },
      to: { path: '^test/' },
    },
    {
      name: 'no-development-packages-in-the-product',
      comment: 'The commands that build the browser code run from a checkout only.',
      severity: 'error',
      from: { path: ['^src/', dialogs], pathNot: '^src/(web/|cli/build-web\\.ts$)' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-main-and-cli-start-things',
      severity: 'error',
      from: { path: ['^src/', dialogs], pathNot: '^src/(main\\.ts$|cli/)' },
      to: { path: '^src/(app|main)\\.ts$' },
    },
    ...layerRules,
    ...vendorRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|build|coverage)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Type imports count: a layer that knows another's types depends on it.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
    progress: { type: 'none' },
  },
};
