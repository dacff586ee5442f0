import type { Attributes, Graph } from '../ir/graph.js'
import { typeOf } from '../ir/graph.js'
import { rewrite } from '../ir/rewrite.js'
import { opNamed } from '../ops/index.js'
import type { Op } from '../ops/op.js'
import type { TensorType } from '../types/tensor.js'

/** The graph with one more attribute on the nodes for which `fits` holds: it chooses another form of the op, whose values are the same. */
export const mark = (graph: Graph, more: Attributes, fits: (op: Op, inputs: readonly TensorType[], attributes: Attributes) => boolean): Graph =>
  rewrite(graph, (node, { operands, builder }) => {
    const types = node.inputs.map((value) => typeOf(graph, value))
    return fits(opNamed(node.op), types, node.attributes) ? builder.addAll(node.op, operands, { ...node.attributes, ...more }) : undefined
  })
