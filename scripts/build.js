// Bundles the command line, the engine's worker, the library and the plugin for Prettier into dist/, and writes declarations.
import { build } from 'esbuild'
import { rename, rm } from 'node:fs/promises'
import ts from 'typescript'

// Built beside its place: a build that fails leaves the last one as it was.
const staging = `build/dist-${process.pid}`
await build({
  entryPoints: { cli: 'src/cli/main.ts', 'engine-worker': 'src/engine/worker.ts', index: 'src/index.ts', prettier: 'src/prettier.ts' },
  outdir: staging,
  // All in one folder: the engine looks for its worker beside itself.
  chunkNames: 'chunk-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: 'linked',
  // Less to read at each start; names stay, for stack traces.
  minifySyntax: true,
  minifyWhitespace: true,
  // What Chevrotain uses of lodash, from a library that takes less to load.
  alias: { 'lodash-es': 'es-toolkit/compat' },
  // Packages with native parts stay outside; so does what is only loaded when it is needed.
  external: ['onnxruntime-node', '@duckdb/node-api', 'sharp', '@tensorflow/tfjs-node'],
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  logLevel: 'warning',
})

// Types were checked by `npm run typecheck`; this only writes them down.
const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile('tsconfig.json', ts.sys.readFile).config, ts.sys, '.')
ts.createProgram(['src/index.ts', 'src/prettier.ts'], {
  ...options,
  noEmit: false,
  noCheck: true,
  declaration: true,
  emitDeclarationOnly: true,
  rootDir: 'src',
  outDir: `${staging}/types`,
}).emit()

await rm('dist', { recursive: true, force: true })
await rename(staging, 'dist')
