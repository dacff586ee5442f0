import { elementCount, formatType, type DType, type Tensor, type TensorType } from '../types/tensor.js'
import type { Feeds } from './engine.js'

export type Signature = ReadonlyMap<string, TensorType>

const list = (names: Iterable<string>): string => [...names].map((name) => `\`${name}\``).join(', ') || 'none'

/** The tensor's own consistency, and against a type; symbols are bound by their first use. */
function fault(tensor: Tensor, type: TensorType, symbols: Map<string, number>): string | undefined {
  const given = formatType(tensor)
  if (tensor.dtype !== type.dtype || tensor.shape.length !== type.shape.length) {
    return `is ${given} and should be ${formatType(type)}`
  }
  if (tensor.data.length !== elementCount(tensor.shape)) {
    return `is said to be ${given} but holds ${tensor.data.length} values`
  }
  for (const [axis, dim] of type.shape.entries()) {
    const size = tensor.shape[axis] ?? 0
    if (typeof dim === 'number') {
      if (size !== dim) return `is ${given} and should be ${formatType(type)}`
      continue
    }
    const bound = symbols.get(dim)
    if (bound !== undefined && bound !== size) {
      return `is ${given} and should be ${formatType(type)}, where ${dim} is ${bound} by another input`
    }
    symbols.set(dim, size)
  }
  return undefined
}

/** Refuses feeds that do not fit before the runtime sees them: an Error which names the input. */
export function checkFeeds(feeds: Feeds, expected: Signature, kept: ReadonlySet<string> = new Set()): void {
  const symbols = new Map<string, number>()
  for (const name of Object.keys(feeds)) {
    if (kept.has(name)) throw new Error(`input \`${name}\` is state: it is carried from run to run, not fed`)
    if (!expected.has(name)) throw new Error(`there is no input \`${name}\`; the inputs are ${list(expected.keys())}`)
  }
  for (const [name, type] of expected) {
    const tensor = feeds[name]
    if (tensor === undefined) throw new Error(`input \`${name}\` is missing: it should be ${formatType(type)}`)
    const message = fault(tensor, type, symbols)
    if (message !== undefined) throw new Error(`input \`${name}\` ${message}`)
  }
}

/** Refuses a first value of state that has another shape. */
export function checkState(name: string, tensor: Tensor, type: TensorType): void {
  const message = fault(tensor, type, new Map())
  if (message !== undefined) throw new Error(`state \`${name}\` ${message}`)
}

const runtimeTypes = { f32: 'float32', i64: 'int64', bool: 'bool', u8: 'uint8', s8: 'int8', s32: 'int32' } as const

/** ONNX Runtime's name of an element type. */
export const runtimeType = (dtype: DType): (typeof runtimeTypes)[DType] => runtimeTypes[dtype]

const dtypes = new Map<string, DType>([
  ['float32', 'f32'],
  ['int64', 'i64'],
  ['bool', 'bool'],
  ['uint8', 'u8'],
  ['int8', 's8'],
  ['int32', 's32'],
])

export function dtypeOfRuntime(type: string, name: string): DType {
  const dtype = dtypes.get(type)
  if (dtype === undefined) throw new Error(`\`${name}\` holds ${type} values, which the engine does not take`)
  return dtype
}
