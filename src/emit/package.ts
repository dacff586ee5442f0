import type { Interface } from './interface.js'

/**
 * `package.json` of the emitted folder: it makes `index.js` an ES module wherever the folder stands, names
 * the peer that runs it, and lets the folder be installed or published as it is.
 */
export function packageFile(model: string, { inputs }: Interface): object {
  const images = inputs.some(({ field }) => field.type.kind === 'image')
  return {
    name: model.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase(),
    version: '0.0.0',
    private: true,
    type: 'module',
    exports: {
      '.': { types: './index.d.ts', default: './index.js' },
      './model.onnx': './model.onnx',
      './manifest.json': './manifest.json',
      './report.json': './report.json',
      './package.json': './package.json',
    },
    types: './index.d.ts',
    // What training left beside them, its checkpoint and the files that show the run, is no part of the package.
    files: ['index.js', 'index.d.ts', 'model.onnx', 'manifest.json', 'report.json'],
    peerDependencies: { 'onnxruntime-node': '>=1.20', ...(images ? { sharp: '>=0.33' } : {}) },
    ...(images ? { peerDependenciesMeta: { sharp: { optional: true } } } : {}),
  }
}
