import type { Attribute, Graph, Node, ValueId } from '../ir/graph.js'
import { rewrite } from '../ir/rewrite.js'
import { isTensor } from '../ops/attributes.js'
import { opNamed } from '../ops/index.js'
import type { Pass } from './pass.js'

/** Common subexpression elimination: the same op on the same operands with the same attributes is computed once. */
export const cse: Pass = {
  name: 'cse',
  run(graph: Graph): Graph {
    const known = new Map<string, readonly ValueId[]>()
    return rewrite(graph, (node, { operands, builder }) => {
      if (opNamed(node.op).distinct === true) return undefined
      const key = identity(node, operands)
      const same = known.get(key)
      if (same !== undefined) return same
      const results = builder.addAll(node.op, operands, node.attributes)
      known.set(key, results)
      return results
    })
  },
}

function identity(node: Node, operands: readonly ValueId[]): string {
  const attributes = Object.entries(node.attributes)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${text(value)}`)
  return `${node.op}(${operands.join()}){${attributes.join()}}`
}

/** Distinct for distinct values: −0 and NaN payloads included, since tensors are compared by their bytes. */
function text(value: Attribute): string {
  if (!isTensor(value)) return JSON.stringify(value)
  const bytes = new Uint8Array(value.data.buffer, value.data.byteOffset, value.data.byteLength)
  return `${value.dtype}[${value.shape.join()}]${String.fromCharCode(...bytes.subarray(0, 64))}${bytes.length > 64 ? hash(bytes) : ''}`
}

/** 2 × 32-bit FNV-1a over the bytes, forwards and backwards. */
function hash(bytes: Uint8Array): string {
  let [forwards, backwards] = [0x811c9dc5, 0x811c9dc5]
  for (let index = 0; index < bytes.length; index++) {
    forwards = Math.imul(forwards ^ (bytes[index] ?? 0), 0x01000193)
    backwards = Math.imul(backwards ^ (bytes[bytes.length - 1 - index] ?? 0), 0x01000193)
  }
  return `${bytes.length}:${forwards}:${backwards}`
}
