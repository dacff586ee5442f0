import { isTensor } from '../ops/attributes.js'
import type { DType, Tensor, TensorType } from '../types/tensor.js'
import { typeOf, type Attribute, type Graph, type GraphInput, type Init, type Node, type Parameter } from './graph.js'
import { isPlainWord, printedElements, toBase64 } from './words.js'

export interface PrintOptions {
  /** Also prints where in the source each node came from. */
  readonly spans?: boolean
}

/** The graph's text form, which `parseGraph` reads back. */
export function printGraph(graph: Graph, options: PrintOptions = {}): string {
  const type = (value: number): string => printType(typeOf(graph, value))
  const input = ({ name, value, random }: GraphInput): string =>
    `input ${word(name)}: ${type(value)} = %${value}` +
    (random === undefined ? '' : ` ${random.kind}(rate=${printNumber(random.rate)})`)
  const parameter = ({ name, value, trainable, init }: Parameter): string =>
    `parameter ${word(name)}: ${type(value)} = %${value} ${printInit(init)}${trainable ? '' : ' frozen'}`
  const node = ({ op, inputs, outputs, attributes, scope, span }: Node): string => {
    const results = outputs.map((value) => `%${value}: ${type(value)}`).join(', ')
    const operands = inputs.map((value) => `%${value}`).join(', ')
    const entries = Object.entries(attributes).map(([name, value]) => `${word(name)} = ${printAttribute(value)}`)
    return [
      `${results} = ${word(op)}(${operands})`,
      ...(entries.length === 0 ? [] : [`{${entries.join(', ')}}`]),
      ...(scope === undefined ? [] : [`@${word(scope)}`]),
      ...(span === undefined || options.spans !== true ? [] : [`#(${JSON.stringify(span.file)}, ${span.start}, ${span.end})`]),
    ].join(' ')
  }
  const lines = [
    ...graph.inputs.map(input),
    ...graph.parameters.map(parameter),
    ...graph.nodes.map(node),
    ...graph.outputs.map(({ name, value }) => `output ${word(name)} = %${value}`),
  ]
  return `graph ${word(graph.name)} {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`
}

const word = (text: string): string => (isPlainWord(text) ? text : JSON.stringify(text))

const printType = ({ dtype, shape }: TensorType): string =>
  `${dtype}[${shape.map((dim) => (typeof dim === 'number' ? dim : word(dim))).join(', ')}]`

const printNumber = (value: number): string => (Object.is(value, -0) ? '-0' : String(value))

/** The shortest decimal that rounds to this float. */
function printFloat(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Object.is(Math.fround(short), value)) return printNumber(short)
  }
  return printNumber(value)
}

function printInit(init: Init): string {
  switch (init.kind) {
    case 'constant':
      return `constant(value=${printNumber(init.value)})`
    case 'uniform':
      return `uniform(bound=${printNumber(init.bound)})`
    case 'normal':
      return `normal(std=${printNumber(init.std)})`
    default:
      return `${init.kind}(fan_in=${printNumber(init.fanIn)}, fan_out=${printNumber(init.fanOut)})`
  }
}

function printAttribute(value: Attribute): string {
  if (typeof value === 'number') return printNumber(value)
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'boolean') return String(value)
  if (isTensor(value)) return printTensor(value)
  return `[${value.map(printNumber).join(', ')}]`
}

const isFloat = (tensor: Tensor<DType>): tensor is Tensor<'f32'> => tensor.dtype === 'f32'

function printTensor(tensor: Tensor): string {
  const { data } = tensor
  if (data.length > printedElements) {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    return `${printType(tensor)} base64 "${toBase64(bytes)}"`
  }
  const values = isFloat(tensor) ? Array.from(tensor.data, printFloat) : Array.from(data, String)
  return `${printType(tensor)}(${values.join(', ')})`
}
