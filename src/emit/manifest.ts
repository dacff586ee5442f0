import type { TypedField, TypedModel } from '../check/typed.js'
import type { FieldType, Level } from '../types/field.js'
import { levelsOf } from '../types/places.js'
import type { Statistics } from '../types/statistics.js'
import type { OutputCodec, Port } from './fields/codec.js'
import type { Interface } from './interface.js'

/** Hashes (SHA-256, hex) that say what a model was made from. */
export interface Hashes {
  /** The .mtl file and everything it imports. */
  readonly file: string
  /** The rows of the data set and their parts. */
  readonly data: string
  /** The trained weights, before compression. */
  readonly weights: string
  /** `model.onnx`. */
  readonly model: string
}

interface TensorEntry {
  readonly name: string
  readonly dtype: string
  readonly shape: readonly (number | string)[]
}

/** `manifest.json`: what is needed to use `model.onnx` from any language. */
export interface Manifest {
  readonly format: 1
  readonly model: string
  readonly doc?: string
  readonly compiler: string
  readonly file: string
  readonly bytes: number
  readonly inputs: readonly {
    readonly name: string
    readonly field: string
    readonly doc?: string
    readonly tensors: readonly TensorEntry[]
    /** Applied by the graph itself: feed plain values. */
    readonly normalize?: Statistics
    readonly labels?: readonly string[]
    /** Pieces of words by their number; docs/language/data.md says how a text is cut into them. */
    readonly pieces?: readonly string[]
    readonly columns?: { readonly numbers: readonly string[]; readonly categories: readonly { readonly column: string; readonly labels: readonly string[]; readonly offset: number }[] }
  }[]
  readonly outputs: readonly {
    readonly task: string
    readonly field: string
    readonly doc?: string
    readonly tensor: TensorEntry
    /** To be applied to the tensor: for probabilities a softmax over `axis`, the last where there is none, or a sigmoid; for expected counts `exp`. */
    readonly activation: OutputCodec['activation']
    readonly axis?: number
    readonly labels?: readonly string[]
    /** Of boxes: the sizes of the maps whose places the rows of the tensor are; docs/language/data.md says how they are read. */
    readonly levels?: readonly Level[]
    /** Of a text, by their number: 0 is padding, 1 unknown and 2 its end. */
    readonly pieces?: readonly string[]
    /** An input of the model: at each place of the text the piece before, and 2 at the first. */
    readonly before?: TensorEntry
  }[]
  readonly hashes: Hashes
}

export interface ManifestOptions {
  readonly model: TypedModel
  readonly interface: Interface
  readonly statistics: ReadonlyMap<string, Statistics>
  readonly bytes: number
  readonly hashes: Hashes
  readonly version: string
}

const entry = ({ name, dtype, shape }: Port): TensorEntry => ({ name, dtype, shape: ['N', ...shape] })
const doc = (text: string | undefined): { doc?: string } => (text === undefined ? {} : { doc: text })

export function manifest(options: ManifestOptions): Manifest {
  const { model, statistics, bytes, hashes, version } = options
  return {
    format: 1,
    model: model.name,
    ...doc(model.doc),
    compiler: `mtlc ${version}`,
    file: 'model.onnx',
    bytes,
    inputs: options.interface.inputs.map(({ field, ports }) => ({
      name: field.name,
      field: fieldText(field.type),
      ...doc(field.doc),
      tensors: ports.map(entry),
      ...normalization(field, statistics),
      ...(field.type.kind === 'category' ? { labels: field.type.labels } : {}),
      ...(field.type.kind === 'text' ? { pieces: statistics.get(field.name)?.pieces ?? [] } : {}),
      ...(field.type.kind === 'table' ? { columns: { numbers: field.type.numbers, categories: field.type.categories } } : {}),
    })),
    outputs: options.interface.outputs.flatMap(({ task, codec, ports, before }) =>
      ports.map((port) => ({
        task: task.name,
        field: fieldText(task.target.type),
        ...doc(task.doc ?? task.target.doc),
        tensor: entry(port),
        activation: codec.activation,
        ...(codec.axis === undefined ? {} : { axis: codec.axis }),
        ...('labels' in task.target.type ? { labels: task.target.type.labels } : {}),
        ...(task.target.type.kind === 'boxes' ? { levels: levelsOf(task.target.type) } : {}),
        ...(task.target.type.kind === 'text' ? { pieces: statistics.get(task.target.name)?.pieces ?? [] } : {}),
        ...(before === undefined ? {} : { before: entry(before) }),
      })),
    ),
    hashes,
  }
}

function normalization(field: TypedField, statistics: ReadonlyMap<string, Statistics>): { normalize?: Statistics } {
  const moments = field.normalize === 'auto' ? statistics.get(field.name) : field.normalize
  return moments === undefined ? {} : { normalize: { mean: moments.mean, std: moments.std } }
}

/** A field type as the language writes it. */
export function fieldText(type: FieldType): string {
  switch (type.kind) {
    case 'image':
      return `image[${type.channels}, ${type.height}, ${type.width}]`
    case 'number':
      return 'number'
    case 'vector':
      return `vector[${type.size}]`
    case 'category':
    case 'label':
    case 'labels':
    case 'keypoints':
      return `${type.kind}<${labelsText(type)}>`
    case 'mask':
      return `mask<${labelsText(type)}>[${type.height}, ${type.width}]`
    case 'boxes':
      return `boxes<${labelsText(type)}>(max = ${type.max})`
    case 'tags':
      return `tags<${labelsText(type)}>(over = ${type.over})`
    case 'text':
      return `text(max = ${type.max}, vocab = ${type.vocabulary})`
    case 'table':
      return 'table'
  }
}

const labelsText = ({ labels, numeric = false }: { readonly labels: readonly string[]; readonly numeric?: boolean }): string =>
  numeric ? String(labels.length) : labels.map((label) => JSON.stringify(label)).join(', ')
