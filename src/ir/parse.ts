import type { Span } from '../diagnostics/diagnostic.js'
import { zeros, type Dim, type DType, type Tensor, type TensorType } from '../types/tensor.js'
import type {
  Attribute,
  Graph,
  GraphInput,
  GraphOutput,
  Init,
  Node,
  Parameter,
  RandomSource,
  ValueId,
} from './graph.js'
import { fromBase64, wordPattern } from './words.js'

type TokenKind = 'word' | 'string' | 'number' | 'value' | 'mark' | 'end'

interface Token {
  readonly kind: TokenKind
  readonly text: string
  readonly line: number
}

const patterns: readonly (readonly [TokenKind | 'space', RegExp])[] = [
  ['space', /(?:\s|\/\/[^\n]*)+/y],
  ['string', /"(?:[^"\\\n]|\\.)*"/y],
  ['value', /%\d+/y],
  ['word', wordPattern],
  ['number', /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|-Infinity/y],
  ['mark', /[{}[\](),:=@#]/y],
]

const fail = (line: number, message: string): never => {
  throw new Error(`line ${line}: ${message}`)
}

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = []
  let [position, line] = [0, 1]
  while (position < text.length) {
    let found: string | undefined
    for (const [kind, pattern] of patterns) {
      pattern.lastIndex = position
      found = pattern.exec(text)?.[0]
      if (found === undefined) continue
      const number = found === 'NaN' || found === 'Infinity'
      if (kind !== 'space') tokens.push({ kind: number ? 'number' : kind, text: found, line })
      line += found.split('\n').length - 1
      break
    }
    if (found === undefined) return fail(line, `\`${text[position] ?? ''}\` begins nothing known`)
    position += found.length
  }
  return [...tokens, { kind: 'end', text: 'the end of the text', line }]
}

/** Reads a graph's text form; throws an Error that names the line. Types are taken as they stand: `verify` checks them. */
export function parseGraph(text: string): Graph {
  return new GraphParser(tokenize(text)).graph()
}

const dtypes: ReadonlyMap<string, DType> = new Map(
  (['f32', 'i64', 'bool', 'u8', 's8', 's32'] as const).map((dtype) => [dtype, dtype]),
)

class GraphParser {
  readonly #tokens: readonly Token[]
  readonly #types = new Map<ValueId, TensorType>()
  #position = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  graph(): Graph {
    this.#keyword('graph')
    const name = this.#name()
    const inputs: GraphInput[] = []
    const parameters: Parameter[] = []
    const nodes: Node[] = []
    const outputs: GraphOutput[] = []
    this.#mark('{')
    while (!this.#takes('}')) {
      if (this.#takesWord('input')) inputs.push(this.#input())
      else if (this.#takesWord('parameter')) parameters.push(this.#parameter())
      else if (this.#takesWord('output')) outputs.push(this.#output())
      else nodes.push(this.#node())
    }
    if (this.#peek.kind !== 'end') this.#refuse('the end of the text')
    return { name, inputs, parameters, nodes, outputs, types: this.#types }
  }

  #input(): GraphInput {
    const { name, value } = this.#declared()
    if (this.#peek.kind !== 'word' || !this.#opens(1)) return { name, value }
    const line = this.#peek.line
    const [kind, fields] = this.#call()
    if (kind !== 'dropout') return fail(line, `there is no random source \`${kind}\``)
    const random: RandomSource = { kind, rate: field(line, kind, fields, 'rate') }
    return { name, value, random }
  }

  #parameter(): Parameter {
    const { name, value } = this.#declared()
    const { line } = this.#peek
    const [kind, fields] = this.#call()
    const init = initOf(line, kind, fields)
    return { name, value, trainable: !this.#takesWord('frozen'), init }
  }

  #declared(): { readonly name: string; readonly value: ValueId } {
    const name = this.#name()
    this.#mark(':')
    const type = this.#type()
    this.#mark('=')
    return { name, value: this.#define(type) }
  }

  #output(): GraphOutput {
    const name = this.#name()
    this.#mark('=')
    return { name, value: this.#value() }
  }

  #node(): Node {
    const outputs: ValueId[] = []
    if (this.#peek.kind !== 'value' && this.#peek.text !== '=') {
      return this.#refuse('`input`, `parameter`, `output`, `}` or a value')
    }
    while (this.#peek.kind === 'value') {
      const { line } = this.#peek
      const value = this.#value()
      this.#mark(':')
      outputs.push(this.#define(this.#type(), value, line))
      if (!this.#takes(',')) break
    }
    this.#mark('=')
    const op = this.#name()
    this.#mark('(')
    const inputs = this.#list(')', () => this.#value())
    const attributes: Record<string, Attribute> = {}
    if (this.#takes('{')) {
      this.#list('}', () => {
        const name = this.#name()
        this.#mark('=')
        attributes[name] = this.#attribute()
      })
    }
    const scope = this.#takes('@') ? this.#name() : undefined
    const span = this.#takes('#') ? this.#span() : undefined
    return {
      op,
      inputs,
      outputs,
      attributes,
      ...(scope === undefined ? {} : { scope }),
      ...(span === undefined ? {} : { span }),
    }
  }

  #span(): Span {
    this.#mark('(')
    const file = this.#name()
    this.#mark(',')
    const start = this.#number()
    this.#mark(',')
    const end = this.#number()
    this.#mark(')')
    return { file, start, end }
  }

  /** `kaiming_uniform(fan_in=25, fan_out=500)` */
  #call(): readonly [string, ReadonlyMap<string, number>] {
    const name = this.#name()
    this.#mark('(')
    const fields = this.#list(')', (): [string, number] => {
      const key = this.#name()
      this.#mark('=')
      return [key, this.#number()]
    })
    return [name, new Map(fields)]
  }

  #attribute(): Attribute {
    if (this.#peek.kind === 'number') return this.#number()
    if (this.#peek.kind === 'string') return this.#string()
    if (this.#takesWord('true')) return true
    if (this.#takesWord('false')) return false
    if (this.#takes('[')) return this.#list(']', () => this.#number())
    if (this.#peek.kind === 'word') return this.#tensor()
    return this.#refuse('a number, a string, a boolean, a list or a tensor')
  }

  #tensor(): Tensor {
    const { line } = this.#peek
    const { dtype, shape } = this.#type()
    const sizes = shape.map((dim) => (typeof dim === 'number' ? dim : fail(line, 'a constant has sizes, not symbols')))
    const tensor = zeros(dtype, sizes)
    const { data } = tensor
    if (this.#takesWord('base64')) {
      const bytes = fromBase64(this.#string())
      if (bytes.length !== data.byteLength) fail(line, `${bytes.length} bytes, where ${data.byteLength} are needed`)
      new Uint8Array(data.buffer).set(bytes)
      return tensor
    }
    this.#mark('(')
    const values = this.#list(')', () => this.#take('number').text)
    if (values.length !== data.length) fail(line, `${values.length} values, where ${data.length} are needed`)
    if (data instanceof BigInt64Array) data.set(values.map(BigInt))
    else data.set(values.map(Number))
    return tensor
  }

  #type(): TensorType {
    const token = this.#take('word')
    const dtype = dtypes.get(token.text)
    if (dtype === undefined) return fail(token.line, `there is no element type \`${token.text}\``)
    this.#mark('[')
    return { dtype, shape: this.#list(']', (): Dim => (this.#peek.kind === 'number' ? this.#number() : this.#name())) }
  }

  #define(type: TensorType, value?: ValueId, line = this.#peek.line): ValueId {
    const defined = value ?? this.#value()
    if (this.#types.has(defined)) fail(line, `%${defined} is defined twice`)
    this.#types.set(defined, type)
    return defined
  }

  #list<T>(close: string, item: () => T): T[] {
    const items: T[] = []
    if (this.#takes(close)) return items
    do items.push(item())
    while (this.#takes(','))
    this.#mark(close)
    return items
  }

  #value(): ValueId {
    return Number(this.#take('value').text.slice(1))
  }

  #number(): number {
    return Number(this.#take('number').text)
  }

  #string(): string {
    const { text, line } = this.#take('string')
    try {
      return String(JSON.parse(text))
    } catch {
      return fail(line, `${text} is not a well-formed string`)
    }
  }

  #name(): string {
    if (this.#peek.kind === 'string') return this.#string()
    if (this.#peek.kind === 'word') return this.#take('word').text
    return this.#refuse('a name')
  }

  get #peek(): Token {
    const token = this.#tokens[Math.min(this.#position, this.#tokens.length - 1)]
    if (token === undefined) throw new Error('line 1: the text is empty')
    return token
  }

  #opens(ahead: number): boolean {
    return this.#tokens[this.#position + ahead]?.text === '('
  }

  #take(kind: TokenKind): Token {
    const token = this.#peek
    if (token.kind !== kind) return this.#refuse(`a ${kind}`)
    this.#position += 1
    return token
  }

  #takes(mark: string): boolean {
    const { kind, text } = this.#peek
    if (kind !== 'mark' || text !== mark) return false
    this.#position += 1
    return true
  }

  #takesWord(word: string): boolean {
    const { kind, text } = this.#peek
    if (kind !== 'word' || text !== word) return false
    this.#position += 1
    return true
  }

  #mark(mark: string): void {
    if (!this.#takes(mark)) this.#refuse(`\`${mark}\``)
  }

  #keyword(word: string): void {
    if (!this.#takesWord(word)) this.#refuse(`\`${word}\``)
  }

  #refuse(expected: string): never {
    const { kind, text, line } = this.#peek
    return fail(line, `expected ${expected}, found ${kind === 'end' ? text : `\`${text}\``}`)
  }
}

function field(line: number, kind: string, fields: ReadonlyMap<string, number>, name: string): number {
  return fields.get(name) ?? fail(line, `\`${kind}\` needs \`${name}\``)
}

function initOf(line: number, kind: string, fields: ReadonlyMap<string, number>): Init {
  const get = (name: string): number => field(line, kind, fields, name)
  switch (kind) {
    case 'constant':
      return { kind, value: get('value') }
    case 'uniform':
      return { kind, bound: get('bound') }
    case 'normal':
      return { kind, std: get('std') }
    case 'kaiming_uniform':
    case 'xavier_uniform':
      return { kind, fanIn: get('fan_in'), fanOut: get('fan_out') }
    default:
      return fail(line, `there is no initialisation \`${kind}\``)
  }
}
