import type { TypedModel } from '../check/typed.js'
import { markSpans, spanKinds } from '../types/spans.js'
import { labelLiteral, property, union } from './fields/codec.js'
import { writesTexts, type Interface } from './interface.js'
import { className, docComment, marker, pascal } from './names.js'

/** `index.d.ts`: what the compiler of the user's program knows of the model. */
export function declarations(model: TypedModel, described: Interface, file: string, version: string): string {
  const { inputs, outputs } = described
  const labelType = (task: string): string => `${model.name}${pascal(task)}Label`
  const [options, input, output] = [`${model.name}LoadOptions`, `${model.name}Input`, `${model.name}Output`]
  const writing = `${model.name}PredictOptions`
  const writes = writesTexts(described)
  const name = className(model.name, new Set([options, input, output, writing, ...outputs.map(({ task }) => labelType(task.name))]))
  const given = writes ? `, options?: ${writing}` : ''
  const lines = [marker(file, version), '/* eslint-disable */', '']

  for (const { task } of outputs) {
    const { type } = task.target
    if (!('labels' in type)) continue
    const spans = type.kind === 'tags' && markSpans(type.labels)
    lines.push(
      ...docComment([spans ? `The kinds of spans that \`${task.name}\` finds.` : `The labels of \`${task.name}\`.`]),
      `export type ${labelType(task.name)} = ${union((spans ? spanKinds(type.labels) : type.labels).map((label) => labelLiteral(label, type.numeric)))}`,
      '',
    )
  }

  lines.push(...docComment([`One sample for ${model.name}.`]), `export interface ${input} {`)
  for (const { field, codec } of inputs) {
    lines.push(...docComment([...textOf(field.doc), ...codec.doc(field)], '  '), `  readonly ${property(field.name)}: ${codec.type(field)}`)
  }
  lines.push('}', '', ...docComment([`What ${model.name} says of one sample, by task.`]), `export interface ${output} {`)
  for (const { task, codec, shape } of outputs) {
    lines.push(
      ...docComment([...textOf(task.doc), ...textOf(task.target.doc), ...(codec.doc ?? [])], '  '),
      `  readonly ${property(task.name)}: ${codec.type(task.target, labelType(task.name), shape)}`,
    )
  }
  lines.push(
    '}',
    '',
    `export interface ${options} {`,
    '  /** The model file; by default `model.onnx` beside this module. */',
    '  readonly path?: string | URL',
    '  /** Threads that one prediction uses; by default as many as the machine has cores. */',
    '  readonly threads?: number',
    '}',
    '',
    ...(writes
      ? [
          `export interface ${writing} {`,
          '  /** Texts that are kept at each place; by default 1, which goes on with the likeliest piece alone. More are slower and find likelier texts. */',
          '  readonly beams?: number',
          '}',
          '',
        ]
      : []),
    ...docComment([...textOf(model.doc)]),
    `declare class ${name} {`,
    '  private constructor()',
    '  /** Opens the model; open it once and keep it. Needs the package onnxruntime-node. */',
    `  static load(options?: ${options}): Promise<${name}>`,
    '  /** Answers for one sample. Throws a TypeError that names the input where one does not fit. */',
    `  predict(sample: ${input}${given}): Promise<${output}>`,
    `  /** Answers for many samples ${writes ? 'together' : 'in one run'}, in their order. */`,
    `  predictBatch(samples: readonly ${input}[]${given}): Promise<${output}[]>`,
    '  /** Frees the memory that the model holds; it answers no more. A second time does nothing. */',
    '  close(): Promise<void>',
    '}',
    '',
    name === model.name ? `export { ${name} }` : `export { ${name} as ${model.name} }`,
    `export default ${name}`,
    '',
  )
  return lines.join('\n')
}

const textOf = (doc: string | undefined): readonly string[] => (doc === undefined || doc.trim() === '' ? [] : [doc.trim()])
