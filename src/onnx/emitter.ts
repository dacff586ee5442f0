import { create } from '@bufbuild/protobuf'
import type { Node } from '../ir/graph.js'
import type { OnnxAttributes, OnnxWriter } from '../ops/op.js'
import type { Tensor, TensorType } from '../types/tensor.js'
import { attributeProto } from './attribute.js'
import { NodeProtoSchema, type NodeProto } from './generated/onnx_pb.js'
import { bytesOf } from './tensor.js'

/** 32-bit FNV-1a: finds candidates for sharing; equality is checked byte by byte. */
function hash(bytes: Uint8Array): number {
  let mixed = 0x811c9dc5
  for (const byte of bytes) mixed = Math.imul(mixed ^ byte, 0x01000193)
  return mixed >>> 0
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index])

/** `f32:0.5` for a scalar, `i64[2]` for all others. */
const constantName = ({ dtype, shape, data }: Tensor): string =>
  shape.length === 0 ? `${dtype}:${data[0]}` : `${dtype}[${shape.join(',')}]`

/** Collects the nodes and constants of one ONNX graph while ops write themselves. */
export class Emitter {
  readonly nodes: NodeProto[] = []
  readonly #tensors = new Map<string, Tensor>()
  readonly #constants = new Map<string, string[]>()
  readonly #taken = new Set<string>()
  readonly #counters = new Map<string, number>()
  /** Names that must stay, since the graph's outputs carry them. */
  readonly #outputs: ReadonlySet<string>
  /** Values that are but another name: an Identity costs no node. */
  readonly #aliases = new Map<string, string>()
  readonly #used = new Set<string>()

  constructor(outputs: ReadonlySet<string>) {
    this.#outputs = outputs
  }

  /** Claims a name that a graph's boundary prescribes. */
  reserve(name: string): void {
    if (name === '') throw new Error('an empty name cannot stand at the boundary of an ONNX graph')
    if (this.#taken.has(name)) throw new Error(`the name \`${name}\` stands twice at the boundary of the graph`)
    this.#taken.add(name)
  }

  /** `base`, or `base_2`, `base_3` … where it is taken. */
  fresh(base: string): string {
    let count = this.#counters.get(base) ?? 0
    let name: string
    do {
      count += 1
      name = count === 1 ? base : `${base}_${count}`
    } while (this.#taken.has(name))
    this.#counters.set(base, count)
    this.#taken.add(name)
    return name
  }

  initializer(name: string, tensor: Tensor): void {
    this.#tensors.set(name, tensor)
  }

  /** Initializers and constants that some node uses, in the order in which they came. */
  get initializers(): readonly (readonly [string, Tensor])[] {
    return [...this.#tensors].filter(([name]) => this.#used.has(name))
  }

  resolve(name: string): string {
    return this.#aliases.get(name) ?? name
  }

  constant(tensor: Tensor): string {
    const bytes = bytesOf(tensor)
    const key = `${tensor.dtype}[${tensor.shape.join()}]${hash(bytes)}`
    const candidates = this.#constants.get(key) ?? []
    const known = candidates.find((name) => {
      const candidate = this.#tensors.get(name)
      return candidate !== undefined && sameBytes(bytesOf(candidate), bytes)
    })
    if (known !== undefined) return known
    const name = this.fresh(constantName(tensor))
    this.#tensors.set(name, tensor)
    this.#constants.set(key, [...candidates, name])
    return name
  }

  node(
    opType: string,
    inputs: readonly string[],
    attributes: OnnxAttributes,
    outputs: readonly string[],
    domain: string,
  ): string {
    const resolved = inputs.map((name) => this.resolve(name))
    const [source] = resolved
    const [target] = outputs
    if (target === undefined) throw new Error(`ONNX node ${opType} has no output`)
    if (opType === 'Identity' && domain === '' && source !== undefined && !this.#outputs.has(target)) {
      this.#aliases.set(target, source)
      return source
    }
    for (const name of resolved) this.#used.add(name)
    this.nodes.push(
      create(NodeProtoSchema, {
        name: outputs.find((name) => name !== '') ?? opType,
        opType,
        ...(domain === '' ? {} : { domain }),
        input: resolved,
        output: [...outputs],
        attribute: Object.entries(attributes).map(([name, value]) => attributeProto(name, value)),
      }),
    )
    return target
  }

  /** What one op of the graph writes with. */
  writer(
    node: Node,
    inputs: readonly string[],
    outputs: readonly string[],
    inputTypes: readonly TensorType[],
    outputTypes: readonly TensorType[],
  ): OnnxWriter {
    const base = baseName(node)
    return {
      inputs: inputs.map((name) => this.resolve(name)),
      outputs,
      inputTypes,
      outputTypes,
      node: (opType, operands, attributes = {}, results, domain = '') =>
        this.node(opType, operands, attributes, results ?? [this.fresh(`${base}/${opType}`)], domain),
      constant: (tensor) => this.constant(tensor),
      valueOf: (input) => this.#tensors.get(this.resolve(inputs[input] ?? '')),
    }
  }
}

/** `trunk.lenet.conv/relu`: where a value comes from. */
export const baseName = ({ op, scope }: Node): string => (scope === undefined ? op : `${scope}/${op}`)
