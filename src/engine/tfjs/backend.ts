/** Finding TensorFlow.js: the native backend where the user has installed it, else the plain one, which comes along. */
import type { Tf } from './form.js'

export interface Backend {
  readonly tf: Tf
  /** `tfjs-node` or `tfjs-cpu`: results and speed depend on it. */
  readonly name: string
  readonly version: string
}

/** Not a dependency: it downloads a native library when it is installed. */
export const nativePackage = '@tensorflow/tfjs-node'

/** The native backend, or why there is none: nothing to say where it is not installed. */
type Native = { readonly backend: Backend } | { readonly problem?: string }

/** Imports the native package: an ES module's view of one that is CommonJS. */
type Load = () => Promise<Tf & { readonly default?: Tf }>

const loadNative: Load = () => import(nativePackage)

export async function nativeBackend(load: Load = loadNative): Promise<Native> {
  try {
    const loaded = await load()
    const tf = loaded.default ?? loaded
    await tf.ready()
    return { backend: { tf, name: 'tfjs-node', version: tf.version_core } }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const absent = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND' && message.includes(`'${nativePackage}'`)
    return absent ? {} : { problem: `${nativePackage} does not load: ${message.split('\n', 1)[0]}` }
  }
}

/** In JavaScript, on one thread. */
export async function plainBackend(): Promise<Backend> {
  const { default: tf } = await import('@tensorflow/tfjs-core')
  // Without this it recommends the native backend on stderr, and looks through every tensor for NaN.
  tf.env().set('PROD', true)
  await import('@tensorflow/tfjs-backend-cpu')
  await tf.setBackend('cpu')
  return { tf, name: 'tfjs-cpu', version: tf.version_core }
}

/** The native backend where it is installed and loads, else the plain one, with the reason. */
export async function anyBackend(load?: Load): Promise<Backend & { readonly problem?: string }> {
  const native = await nativeBackend(load)
  return 'backend' in native ? native.backend : { ...(await plainBackend()), ...native }
}
