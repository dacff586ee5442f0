/** TensorFlow.js on its plain JavaScript backend: an autodiff that shares no code with ours. */
import * as tf from '@tensorflow/tfjs'
import { f32, type Tensor } from '../../src/types/tensor.js'
import { valuesOf } from './harness.js'

tf.env().set('PROD', true)
await tf.setBackend('cpu')

export const toTf = (tensor: Tensor): tf.Tensor => tf.tensor(Float32Array.from(valuesOf(tensor)), [...tensor.shape])

export const fromTf = (tensor: tf.Tensor): Tensor<'f32'> => f32(tensor.shape, tensor.dataSync())

/** [N, C, H, W] → [N, H, W, C] */
export const channelsLast = (x: tf.Tensor): tf.Tensor4D => tf.transpose(x, [0, 2, 3, 1]) as tf.Tensor4D

export const channelsFirst = (x: tf.Tensor): tf.Tensor4D => tf.transpose(x, [0, 3, 1, 2]) as tf.Tensor4D
