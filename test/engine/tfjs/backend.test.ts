import { describe, expect, it } from 'vitest'
import { anyBackend, nativeBackend, plainBackend } from '../../../src/engine/tfjs/backend.js'

describe('the native backend', () => {
  it('is used where it loads', async () => {
    const { tf } = await plainBackend()
    expect(await nativeBackend(async () => tf)).toEqual({ backend: { tf, name: 'tfjs-node', version: tf.version_core } })
  })

  it('is not spoken of where it is not installed', async () => {
    const missing = Object.assign(new Error("Cannot find package '@tensorflow/tfjs-node' imported from x"), { code: 'ERR_MODULE_NOT_FOUND' })
    expect(await nativeBackend(() => Promise.reject(missing))).toEqual({})
  })

  it('that does not load has a reason, of one line', async () => {
    const broken = new Error('The Node.js native addon module (tfjs_binding.node) can not be found\nRequire stack: …')
    expect(await nativeBackend(() => Promise.reject(broken))).toEqual({
      problem: '@tensorflow/tfjs-node does not load: The Node.js native addon module (tfjs_binding.node) can not be found',
    })
  })
})

it('falls back to plain JavaScript', async () => {
  const { tf, name, version, problem } = await anyBackend(() => Promise.reject(new Error('broken')))
  expect({ name, version, problem }).toEqual({ name: 'tfjs-cpu', version: '4.22.0', problem: '@tensorflow/tfjs-node does not load: broken' })
  expect(tf.getBackend()).toBe('cpu')
})
