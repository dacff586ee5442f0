/** Values, calls and operators; brackets where precedence needs them, or where a comment stands in them. */
import { builders } from 'prettier/doc'
import type * as ast from '../ast.js'
import { binding, bindingOf, operators } from './binding.js'
import { printIf } from './conditions.js'
import type { Doc } from './cursor.js'
import { layBraced, layFilled, layHugged, layList, readBraced, readList } from './lists.js'
import type { Placed, Printing } from './nodes.js'
import { printPipe } from './pipes.js'

const { group, indent, hardline, line, softline } = builders

export function printExpression(printing: Printing, node: ast.Expression, least: number = binding.pipe, keep = false): Placed {
  const { cursor } = printing
  const layers = cursor.layers(node.span)
  if (layers === 0) return printBare(printing, node)
  // A condition among operators is easier to read in its brackets.
  const kept = keep || bindingOf(node) < least || (least > binding.pipe && (node.kind === 'if' || node.kind === 'repeat')) || isGuarded(node) || cursor.hasComments(node.span)
  const opener = kept ? cursor.take('(') : ''
  const inner = kept ? layers - 1 : layers
  if (kept) cursor.indentation += cursor.tabWidth
  for (let count = inner; count > 0; count--) cursor.drop('(')
  const lead = kept ? cursor.leading() : ''
  const value = printBare(printing, node)
  const trail = Array.from({ length: inner }, () => cursor.drop(')'))
  if (!kept) return (column) => [value(column), trail]
  cursor.indentation -= cursor.tabWidth
  const dangling = cursor.dangling()
  const closer = cursor.take(')')
  return () => group([opener, indent([softline, lead, value(0), trail, ...dangling]), softline, closer])
}

/** Without brackets `repeat(3)` begins the repetition of a block, `dense` begins a bound, and `1 % of` is a ratio. */
const isGuarded = (node: ast.Expression): boolean => node.kind === 'name' && ['repeat', 'dense', 'single', 'of'].includes(node.name)

function printBare(printing: Printing, node: ast.Expression): Placed {
  switch (node.kind) {
    case 'pipe': return printPipe(printing, node)
    case 'if': return printIf(printing, node)
    default: {
      const doc = printPlain(printing, node)
      return () => doc
    }
  }
}

type Plain = Exclude<ast.Expression, ast.PipeExpression | ast.IfExpression>

function printPlain(printing: Printing, node: Plain): Doc {
  const { cursor } = printing
  switch (node.kind) {
    case 'number': case 'quantity': case 'string': case 'boolean': case 'name': return cursor.take()
    case 'rest': return [cursor.take('...'), cursor.take()]
    case 'list': {
      const short = node.items.every(({ kind }) => kind === 'number' || kind === 'string' || kind === 'quantity') && !cursor.hasComments(node.span)
      const list = readList(printing, cursor.take('['), ']', node.items, (item) => printExpression(printing, item)(0))
      return short ? layFilled(list) : layList(list)
    }
    case 'comprehension': return printComprehension(printing, node)
    case 'record':
      return layBraced(readBraced(printing, node.fields, ({ name, value }) => {
        const key = cursor.take()
        return cursor.word === '=' ? [key, cursor.space(), assigned(printing, value)(name.text.length + 1)] : key
      }))
    case 'call': return [printExpression(printing, node.callee, binding.postfix)(0), printArguments(printing, node.arguments)]
    case 'member': return [printExpression(printing, node.object, binding.postfix)(0), cursor.take('.'), cursor.take(node.member.text)]
    case 'index':
      return [printExpression(printing, node.object, binding.postfix)(0), layList(readList(printing, cursor.open('['), ']', [node.index], (index) => printExpression(printing, index)(0)))]
    case 'binary': return printBinary(printing, node)
    case 'unary': return [cursor.take(node.operator), printExpression(printing, node.operand, binding.prefix)(0)]
    case 'repeat': {
      const count = [cursor.take('repeat'), layList(readList(printing, cursor.open('('), ')', [node.count], (each) => printExpression(printing, each)(0)))]
      return [count, ' ', printExpression(printing, node.block, binding.repeat)(0)]
    }
    default: return node satisfies never
  }
}

/** `= value`, the value on a line of its own behind a comment. */
export function assigned(printing: Printing, value: ast.Expression): Placed {
  const { cursor } = printing
  const equals = cursor.take('=')
  if (cursor.lineCommentAhead()) {
    const doc = [cursor.leading(), printExpression(printing, value)(0)]
    return () => [equals, indent([hardline, doc])]
  }
  const placed = printExpression(printing, value)
  return (column) => [equals, ' ', placed(column + 2)]
}

export function printArguments(printing: Printing, nodes: readonly ast.Argument[]): Doc {
  const { cursor } = printing
  const list = readList(printing, cursor.open('('), ')', nodes, ({ name, value }) =>
    name === undefined ? printExpression(printing, value)(0) : [cursor.take(name.text), cursor.space(), assigned(printing, value)(name.text.length + 1)])
  const [only, ...others] = nodes
  const hugged = others.length === 0 && only !== undefined && only.name === undefined && ['list', 'comprehension', 'record'].includes(only.value.kind)
  return hugged ? layHugged(list) : layList(list)
}

function printComprehension(printing: Printing, { element, variable, from, to }: ast.Comprehension): Doc {
  const { cursor } = printing
  const opener = cursor.take('[')
  const value = [cursor.leading(), printExpression(printing, element)(0)]
  const clause = [cursor.leading(), cursor.take('for'), ' ', cursor.take(variable.text), ' ', cursor.take('in'), ' ', printExpression(printing, from)(0)]
  const range = to === undefined ? '' : [cursor.take('..'), printExpression(printing, to)(0)]
  const dangling = cursor.dangling()
  return group([opener, indent([softline, value, line, clause, range, ...dangling]), softline, cursor.take(']')])
}

/** Operators of one precedence are one chain, broken behind each of them or nowhere. */
function printBinary(printing: Printing, node: ast.BinaryExpression): Doc {
  const [first = '', ...others] = operands(printing, node, true)
  return group([first, indent(others)])
}

function operands(printing: Printing, node: ast.BinaryExpression, outermost: boolean): readonly Doc[] {
  const { cursor } = printing
  const level = operators[node.operator]
  const layers = outermost ? 0 : cursor.layers(node.span)
  for (let count = layers; count > 0; count--) cursor.drop('(')
  const { left, right } = node
  const chained = left.kind === 'binary' && operators[left.operator] === level && (cursor.layers(left.span) === 0 || !cursor.hasComments(left.span))
  const before = chained ? operands(printing, left, false) : [printExpression(printing, left, level, clearer(node, left))(0)]
  const space = cursor.space()
  const operator = cursor.take(node.operator)
  // A `%` that ends its line would be read as the sign of a ratio.
  const breakable = node.operator !== '%'
  cursor.indentation += cursor.tabWidth
  const value = [breakable ? [line, cursor.leading()] : cursor.space(), printExpression(printing, right, level + 1, clearer(node, right))(0)]
  cursor.indentation -= cursor.tabWidth
  const trail = Array.from({ length: layers }, () => cursor.drop(')'))
  return [...before, [space, operator, value, trail]]
}

/** Where `&&` and `||` meet, brackets that were written stay. */
const clearer = (outer: ast.BinaryExpression, inner: ast.Expression): boolean => outer.operator === '||' && inner.kind === 'binary' && inner.operator === '&&'
