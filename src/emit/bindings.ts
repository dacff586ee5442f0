import type { TypedModel } from '../check/typed.js'
import type { Interface } from './interface.js'
import { className, marker } from './names.js'
import { runtime, runtimeNames } from './runtime.js'

/** A value as JavaScript. */
const literal = (value: unknown): string => JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')

/** `index.js`: the model's class, whole in itself but for onnxruntime-node. */
export function bindings(model: TypedModel, { inputs, outputs }: Interface, file: string, version: string): string {
  const name = className(model.name, runtimeNames)
  const specs = (entries: readonly { readonly spec: object; readonly call: string }[]): readonly string[] =>
    entries.map(({ spec, call }) => `  { ...${literal(spec)}, ${call} },`)
  const codecs = [...new Set([...inputs, ...outputs].map(({ codec }) => codec.runtime.trim()))]
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
        spec: { name: field.name, ports: ports.map((port) => port.name), ...codec.spec(field) },
        call: `encode: ${codec.encoder}`,
      })),
    ),
    ']',
    '',
    '/** What comes out, by task. */',
    'const OUTPUTS = [',
    ...specs(outputs.map(({ task, codec }) => ({ spec: { name: task.name, ...codec.spec(task.target) }, call: `decode: ${codec.decoder}` }))),
    ']',
    '',
    runtime(name).trim(),
    '',
    codecs.join('\n\n'),
    '',
    name === model.name ? `export { ${name} }` : `export { ${name} as ${model.name} }`,
    `export default ${name}`,
    '',
  ].join('\n')
}
