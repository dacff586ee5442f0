import type * as core from '@tensorflow/tfjs-core'
import type { Attributes } from '../../ir/graph.js'
import type { TensorType } from '../../types/tensor.js'

/** The library as a value: `@tensorflow/tfjs-node` brings a core of its own, so that no form may import one. */
export type Tf = Omit<typeof core, 'default'>
export type TfTensor = core.Tensor

/** What a form may know beside its operands. */
export interface FormContext {
  readonly attributes: Attributes
  /** As the graph has them, with the batch as a symbol. */
  readonly inputTypes: readonly TensorType[]
  readonly outputTypes: readonly TensorType[]
}

/**
 * An op in TensorFlow.js. i64, u8, s8 and s32 are `int32` there, f32 is `float32`. The form of an op that has a gradient is put
 * together from what TensorFlow.js can differentiate by itself, so that its gradients are a second opinion on ours.
 */
export type Form = (tf: Tf, inputs: readonly TfTensor[], context: FormContext) => TfTensor | readonly TfTensor[]
