import { table, type Methods } from './method.js'

export const defaultTarget = 'node-cpu'

/** What `for` can name: where the model runs, and so which number types are fast. */
export const targets: Methods = table({
  [defaultTarget]: { doc: 'This machine, by ONNX Runtime for Node.', implemented: true, parameters: {} },
  'x86-vnni': { doc: 'x86-64 with VNNI (Cascade Lake, Zen 4 and later): 8-bit products summed in 32 bits.', implemented: false, parameters: {} },
  'x86-avx2': { doc: 'x86-64 without VNNI: weights of 7 bits, so that sums of 16 bits do not overflow.', implemented: false, parameters: {} },
  arm64: { doc: 'ARM of 64 bits: signed 8-bit weights and activations.', implemented: false, parameters: {} },
  'web-wasm': { doc: 'Browsers, by WebAssembly: 8 bits for a small download more than for speed.', implemented: false, parameters: {} },
  'web-webgpu': { doc: 'Browsers, by WebGPU: floats of 16 and 32 bits.', implemented: false, parameters: {} },
})
