/** Imports, constants, aliases and blocks. */
import { builders } from 'prettier/doc'
import type * as ast from '../ast.js'
import { printNamed } from './bodies.js'
import type { Doc } from './cursor.js'
import { assigned } from './expressions.js'
import { layBraced, layList, readBraced, readCommas, readList, type List } from './lists.js'
import { firstWord, fits, flatWidth } from './measure.js'
import type { Printing } from './nodes.js'
import { printType, typed } from './types.js'

const { align, group, hardline, indent, join, line } = builders

export function printImport(printing: Printing, { names }: ast.ImportDeclaration): Doc {
  const { cursor } = printing
  const word = [cursor.take('import'), ' ']
  const list = readBraced(printing, names, ({ name, alias }) => [
    cursor.take(name.text), alias === undefined ? '' : [' ', cursor.take('as'), ' ', cursor.take(alias.text)],
  ])
  return [word, layBraced(list), ' ', cursor.take('from'), ' ', cursor.take()]
}

export const printConst = (printing: Printing, { name, value }: ast.ConstDeclaration): Doc => printNamed(printing, 'const', name, value)

/** `type Digit = label<10>` */
export function printAlias(printing: Printing, { name, type }: ast.TypeDeclaration): Doc {
  const { cursor } = printing
  const head = [cursor.take('type'), ' ', cursor.take(name.text), ' ', cursor.take('='), ' ']
  return [head, printType(printing, type)(name.text.length + 8)]
}

// ── blocks ──

interface Signature {
  readonly name: Doc
  readonly lists: readonly List[]
  /** `-> type` */
  readonly result: Doc | undefined
  /** `where a, b`, and whether it may begin a line. */
  readonly where: { readonly doc: Doc; readonly movable: boolean } | undefined
  /** Space and body. */
  readonly body: Doc
  /** What of the body stands on the line of the signature. */
  readonly brace: string
}

/** Continues a signature: further in than the body, so that it is told from it. */
const continued = 4

export function printBlock(printing: Printing, node: ast.BlockDeclaration): Doc {
  const { cursor } = printing
  const { name, statics, inputs, result } = node
  const words = [node.extern ? [cursor.take('extern'), ' '] : '', cursor.take('block'), ' ', cursor.take(name.text)]
  const lists = [...(statics === undefined ? [] : [statics]), inputs].map((list) =>
    readList(printing, cursor.open('('), ')', list, (parameter) => printParameter(printing, parameter)))
  const arrow = result === undefined ? undefined : [cursor.take('->'), ' ', printType(printing, result)(continued + 3)]
  const where = node.where.length === 0 ? undefined : printWhere(printing, node.where)
  const space = node.body === undefined ? '' : cursor.space()
  const body = node.body === undefined ? undefined : printing.body(printing, node.body)
  return layBlock({ name: words, lists, result: arrow, where, body: body === undefined ? '' : [space, layBraced(body)], brace: body === undefined ? '' : ' {' }, cursor.width)
}

function printParameter(printing: Printing, { name, type, default: value }: ast.BlockParameter): Doc {
  const { cursor } = printing
  const head = [cursor.take(name.text), typed(printing, type)(name.text.length)]
  return value === undefined ? head : [head, cursor.space(), assigned(printing, value)(flatWidth(head, cursor.width) + 1)]
}

function printWhere(printing: Printing, conditions: readonly ast.Expression[]): NonNullable<Signature['where']> {
  const { cursor } = printing
  const word = [cursor.take('where'), cursor.space()]
  const items = readCommas(cursor, conditions, (condition) => printing.expression(printing, condition)(0))
  // Only before these is a `where` at the beginning of a line the word that it is here.
  const movable = /^(?!true$|false$)[A-Za-z_\d"!(]/.test(firstWord(items))
  return { doc: [word, group(indent(join(line, items)))], movable }
}

/** On one line; else with the result on a line of its own, or broken itself; else with the parameters on lines of their own. */
function layBlock({ name, lists, result, where, body, brace }: Signature, width: number): Doc {
  const head = [name, lists.map((list) => layList(list))]
  const condition = where === undefined ? '' : [' ', where.doc]
  const end = [result === undefined ? '' : [' ', result], condition]
  if (fits([head, end, brace], width)) return [group([head, end]), body]
  if (result !== undefined && fits(head, width) && fits([' '.repeat(continued), result, where?.movable === true ? '' : [condition, brace]], width)) {
    const below = where?.movable === true && !fits([' '.repeat(continued), result, condition, brace], width) ? [hardline, where.doc] : condition
    return [head, align(continued, [hardline, group(result), group(below)]), body]
  }
  const after = where === undefined ? '' : group(where.movable ? align(continued, [line, where.doc]) : condition)
  const hugged = fits([head, result === undefined ? '' : ' -> f32['], width)
  const longest = lists[0]?.rows.length === 0 ? lists.at(-1) : lists[0]
  const broken = hugged ? head : [name, lists.map((list) => layList(list, list === longest))]
  return [broken, result === undefined ? '' : [' ', result], after, body]
}
