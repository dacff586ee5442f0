import { laterAll, type Methods, type MethodSpec } from './method.js'

export const defaultTarget = 'node-cpu'

/** What `for` can name. */
export const targets: Methods = new Map<string, MethodSpec>([
  [defaultTarget, { implemented: true, parameters: {} }],
  ...laterAll('x86-vnni', 'x86-avx2', 'arm64', 'web-wasm', 'web-webgpu'),
])
