// Imports point left: a stage may import itself and the stages before it.
const stages = [
  'ftrace',
  'scenario',
  'model',
  'schedule',
  'trace',
  'predict',
  'space',
  'certificate',
  'verify',
  'strategy',
  'explore',
  'estimate',
  'verdict',
  'counterexample',
  'matrix',
  'solve',
  'graph',
  'export',
  'conform',
  'report',
  'document',
  'serve',
  'page',
  'html',
  'cli',
]
// Tests and what they share may reach for any stage.
const tests = String.raw`\.(test|fixture)\.ts$`
const rightward = stages.slice(0, -1).map((stage, i) => ({
  name: `sim-${stage}-imports-left`,
  severity: 'error',
  from: { path: `^sim/${stage}/`, pathNot: tests },
  to: { path: `^sim/((${stages.slice(i + 1).join('|')})/|index\\.ts)` },
}))
/** The kernel model in the order of who knows whom; what they all say is at its top level. */
const kernel = ['objects', 'functions', 'completions', 'tasks', 'invariants']
const kernelRightward = kernel.slice(0, -1).map((folder, i) => ({
  name: `machines-${folder}-imports-left`,
  severity: 'error',
  from: { path: `^machines/${folder}/`, pathNot: tests },
  to: { path: `^machines/(${kernel.slice(i + 1).join('|')})/` },
}))

module.exports = {
  forbidden: [
    ...rightward,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'machines-is-a-leaf',
      comment: 'The kernel model knows XState and itself; zod describes its inputs.',
      severity: 'error',
      from: { path: '^machines/', pathNot: tests },
      to: { pathNot: '^(machines/|node_modules/(xstate|zod)/)' },
    },
    ...kernelRightward,
    {
      name: 'sim-knows-no-kernel',
      severity: 'error',
      from: { path: '^sim/', pathNot: tests },
      to: { path: '^(machines|scenarios)/' },
    },
    {
      name: 'verify-shares-no-explorer',
      comment:
        'A certificate is evidence only if a fault of the search cannot hide in its verifier too: it reaches the reading of scenarios, the adapter to XState and the format, and nothing else.',
      severity: 'error',
      from: { path: '^sim/verify/', pathNot: tests },
      to: {
        path: '^sim/',
        pathNot:
          '^sim/(verify/|scenario/|(assert|errors|model/(xstate|purity|value|watch)|certificate/format)\\.ts$)',
        reachable: true,
      },
    },
    {
      name: 'one-door-for-randomness',
      severity: 'error',
      from: { pathNot: '^(sim/prng\\.ts$|bench/|oracle/dist/)' },
      to: { path: 'node_modules/(@types/)?seedrandom' },
    },
    {
      name: 'one-door-to-graphviz',
      comment:
        'Drawings are made from coordinates; the layout engine is asked for them in one file.',
      severity: 'error',
      from: { pathNot: '^sim/graph/layout\\.ts$' },
      to: { path: 'node_modules/@hpcc-js/' },
    },
    {
      name: 'one-adapter-to-xstate',
      comment: 'Values of XState are used in one file of sim; types may be named anywhere.',
      severity: 'error',
      from: {
        path: '^sim/',
        pathNot: `^sim/model/xstate\\.ts$|^sim/scenario/catalogue\\.ts$|${tests}`,
      },
      to: { path: 'node_modules/xstate', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'files-and-processes-at-the-border',
      severity: 'error',
      from: { path: '^sim/', pathNot: `^sim/(cli|scenario)/|^sim/page/build\\.mjs$|${tests}` },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'bench-is-imported-by-nobody',
      severity: 'error',
      from: { pathNot: '^bench/' },
      to: { path: '^bench/' },
    },
    {
      name: 'page-draws-documents',
      comment:
        'The page runs in a browser: it knows the record, the words for values and positions, and Preact. Of the rest it may name types.',
      severity: 'error',
      from: { path: '^sim/page/', pathNot: `${tests}|\\.mjs$` },
      to: {
        pathNot:
          '^sim/(page|document)/|^sim/serve/moves\\.ts$|^sim/report/text\\.ts$|^sim/schedule/delivery\\.ts$|node_modules/(preact|@preact)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(bench|oracle)/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'types'],
    },
  },
}
