import { typeOf, type Graph, type Node, type ValueId } from '../ir/graph.js'
import { rewrite } from '../ir/rewrite.js'
import { usesOf } from '../ir/uses.js'
import { mul } from '../ops/mul.js'
import { opNamed } from '../ops/index.js'
import { perSample } from '../ops/shapes.js'
import { elementCount, sameType } from '../types/tensor.js'
import type { Pass } from './pass.js'

/** How many times the values of one sample a weight may have: a batch has dozens of samples, and the weight and its gradient are both multiplied. */
const largest = 4

/**
 * f(x · s, w) → f(x, w · s), or s · f(x, w), for factors s along the channels of x: there is less to multiply. Only where all that reads
 * x · s allows it, so that it need not be made. Batch norm leaves such factors for the gradients of the convolution before it.
 */
export const moveFactors: Pass = {
  name: 'move-factors',
  run(graph: Graph): Graph {
    const uses = usesOf(graph)
    const moves = (user: number, value: ValueId): boolean => {
      const node = graph.nodes[user]
      if (node === undefined || node.inputs.indexOf(value) !== 0 || node.inputs.lastIndexOf(value) !== 0) return false
      const target = factorTarget(node)
      return target !== undefined && elementCount(typeOf(graph, target).shape.map(Number)) <= largest * perSample(typeOf(graph, value).shape)
    }
    /** The parts of x · s. */
    const product = (value: ValueId): readonly [x: ValueId, factors: ValueId] | undefined => {
      const maker = graph.nodes[uses.maker(value) ?? -1]
      if (maker?.op !== mul.name) return undefined
      const [a, b] = maker.inputs
      if (a === undefined || b === undefined || !sameType(typeOf(graph, a), typeOf(graph, value))) return undefined
      const [, channels, ...spatial] = typeOf(graph, a).shape
      const users = uses.users(value)
      const fits = spatial.length > 0 && typeOf(graph, b).shape.join() === [channels, ...spatial.map(() => 1)].join()
      return fits && users.length === uses.count(value) && users.every((user) => moves(user, value)) ? [a, b] : undefined
    }
    return rewrite(graph, (node, { operands: [, ...others], builder, now }) => {
      const [first] = node.inputs
      const target = factorTarget(node)
      if (first === undefined || target === undefined) return undefined
      const found = product(first)
      if (found === undefined) return undefined
      const [x, factors] = found.map(now)
      if (x === undefined || factors === undefined) return undefined
      const wide = builder.add('reshape', [factors], { shape: [-1, ...typeOf(graph, target).shape.slice(1).map(() => 1)] })
      const scaled = (value: ValueId): ValueId => builder.add(mul.name, [value, wide])
      if (opNamed(node.op).factors === 'result') return [scaled(builder.add(node.op, [x, ...others], node.attributes))]
      const [weight = x, ...rest] = others
      return builder.addAll(node.op, [x, scaled(weight), ...rest], node.attributes)
    })
  },
}

/** What the factors would be moved to: the node's second operand, or its result. */
function factorTarget({ op, inputs, outputs }: Node): ValueId | undefined {
  const { factors } = opNamed(op)
  return factors === undefined ? undefined : factors === 'result' ? outputs[0] : inputs[1]
}
