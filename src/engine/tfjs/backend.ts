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

/** Why the native backend is not used, where it is installed but does not load. */
export type Native = { readonly backend: Backend } | { readonly problem?: string }

export async function nativeBackend(): Promise<Native> {
  try {
    const tf: Tf & { readonly default?: Tf } = await import(nativePackage)
    const whole = tf.default ?? tf
    await whole.ready()
    return { backend: { tf: whole, name: 'tfjs-node', version: whole.version_core } }
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND' && error.message.includes(nativePackage)
    return missing ? {} : { problem: error instanceof Error ? error.message : String(error) }
  }
}

/** In JavaScript, on one thread. */
export async function plainBackend(): Promise<Backend> {
  const tf = await import('@tensorflow/tfjs-core')
  // Said once: without this it recommends the native backend on stderr, and looks through every tensor for NaN.
  tf.env().set('PROD', true)
  await import('@tensorflow/tfjs-backend-cpu')
  await tf.setBackend('cpu')
  return { tf, name: 'tfjs-cpu', version: tf.version_core }
}

export async function anyBackend(): Promise<Backend> {
  const native = await nativeBackend()
  return 'backend' in native ? native.backend : plainBackend()
}
