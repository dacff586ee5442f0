import type { Node } from '../ir/graph.js'
import type { Tensor } from '../types/tensor.js'
import { isTensor } from './attributes.js'
import { TypeRuleError, type Op } from './op.js'

/** `constant {value} : () → T` */
export const constant: Op = {
  name: 'constant',
  doc: 'a tensor known at compile time',
  infer(_inputs, { value }) {
    if (!isTensor(value)) throw new TypeRuleError('constant', 'needs a tensor as its `value`')
    return [{ dtype: value.dtype, shape: value.shape }]
  },
  vjp: () => [],
  onnx(writer, { value }) {
    if (isTensor(value)) writer.node('Identity', [writer.constant(value)], {}, writer.outputs)
  },
  evaluate: (_inputs, { value }) => (isTensor(value) ? [value] : []),
}

/** What a node gives, where it is a constant. */
export function constantValue(node: Pick<Node, 'op' | 'attributes'> | undefined): Tensor | undefined {
  const value = node?.op === constant.name ? node.attributes['value'] : undefined
  return isTensor(value) ? value : undefined
}
