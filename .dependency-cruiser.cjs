// The layers, low to high. A folder may import its own layer's folders and those below.
const layers = [
  ['random', 'types', 'diagnostics', 'host'],
  ['ir', 'ops'],
  ['syntax'],
  ['check'],
  ['lower', 'passes', 'balance', 'onnx', 'lint'],
  ['storage', 'engine', 'data'],
  ['train', 'compress'],
  ['emit', 'report'],
  ['cli', 'lsp'],
]
const folders = (groups) => `^src/(${groups.flat().join('|')})/`

module.exports = {
  forbidden: [
    ...layers.slice(0, -1).map((layer, index) => ({
      name: `${layer.join('-')}-imports-only-downwards`,
      severity: 'error',
      from: { path: folders([layer]) },
      to: { path: folders(layers.slice(index + 1)) },
    })),
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    {
      name: 'front-half-runs-in-a-browser',
      comment: 'Everything up to passes, and the ONNX writer, asks the host for files.',
      severity: 'error',
      from: { path: folders(layers.slice(0, 5)), pathNot: '^src/host/node' },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: { tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.json' }, doNotFollow: { path: 'node_modules' } },
}
