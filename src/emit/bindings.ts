import type { TypedModel } from '../check/typed.js'
import type { Statistics } from '../types/statistics.js'
import { writingRuntime } from './fields/written.js'
import { writesTexts, type Interface } from './interface.js'
import { className, marker } from './names.js'
import { runtime, runtimeNames } from './runtime.js'

/** A value as JavaScript. */
const literal = (value: unknown): string => JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')

export interface BindingsOptions {
  readonly model: TypedModel
  readonly interface: Interface
  /** Learned from the training part, by field. */
  readonly statistics: ReadonlyMap<string, Statistics>
  /** The .mtl file's name. */
  readonly file: string
  readonly version: string
}

/** `index.js`: the model's class, whole in itself but for onnxruntime-node. */
export function bindings({ model, interface: described, statistics, file, version }: BindingsOptions): string {
  const { inputs, outputs } = described
  const name = className(model.name, runtimeNames)
  const specs = (entries: readonly { readonly spec: object; readonly call: string }[]): readonly string[] =>
    entries.map(({ spec, call }) => `  { ...${literal(spec)}, ${call} },`)
  const writes = writesTexts(described)
  const helpers = [...[...inputs, ...outputs].flatMap(({ codec }) => codec.helpers ?? []), ...(writes ? [writingRuntime] : [])]
  const codecs = [...new Set([...helpers, ...[...inputs, ...outputs].map(({ codec }) => codec.runtime)].map((text) => text.trim()))]
  return [
    marker(file, version),
    '/* eslint-disable */',
    '// @ts-nocheck',
    '',
    `const MODEL = ${literal(model.name)}`,
    '',
    '/** What goes in, and the tensors that it becomes. */',
    'const INPUTS = [',
    ...specs(
      inputs.map(({ field, codec, ports }) => ({
        spec: { name: field.name, ports: ports.map((port) => port.name), ...codec.spec(field, statistics.get(field.name)) },
        call: `encode: ${codec.encoder}`,
      })),
    ),
    ']',
    '',
    '/** What comes out, by task. */',
    'const OUTPUTS = [',
    ...specs(
      outputs.map(({ task, codec, shape, before }) => ({
        spec: { name: task.name, ...(before === undefined ? {} : { before: before.name }), ...codec.spec(task.target, shape, statistics.get(task.target.name)) },
        call: `decode: ${codec.decoder}`,
      })),
    ),
    ']',
    '',
    runtime(name, writes).trim(),
    '',
    codecs.join('\n\n'),
    '',
    name === model.name ? `export { ${name} }` : `export { ${name} as ${model.name} }`,
    `export default ${name}`,
    '',
  ].join('\n')
}
