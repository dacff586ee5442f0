/** Signatures of blocks in words, as hover, completion and signature help show them. */
import { isTensorType } from '../check/static-types.js'
import type { BlockDeclaration, BlockParameter, Expression, TypeExpression } from '../syntax/ast.js'

/** One list is written: tensors and static values alike, as in `softmax(x, axis = 0)`. */
export const isFunction = ({ statics }: BlockDeclaration): boolean => statics === undefined

/** What is given in the first brackets of a call. */
export const parametersOf = ({ statics, inputs }: BlockDeclaration): readonly BlockParameter[] => statics ?? inputs

/** Whether a value can be piped into it: its first input is a tensor. */
export const takesTensor = ({ inputs: [first] }: BlockDeclaration): boolean => first !== undefined && isTensorType(first.type)

export function formatTypeExpression(type: TypeExpression): string {
  if (type.kind === 'list') return `[${formatTypeExpression(type.element)}]`
  if (type.kind === 'record') return `{ ${type.fields.map((field) => `${field.name.text}: ${formatTypeExpression(field.type)}`).join(', ')} }`
  const labels = type.labels === undefined ? '' : `<${type.labels.map(formatExpression).join(', ')}>`
  const list = type.arguments === undefined ? '' : `(${type.arguments.map(({ name, value }) => `${name === undefined ? '' : `${name.text} = `}${formatExpression(value)}`).join(', ')})`
  const dimensions = type.dimensions === undefined ? '' : `[${type.dimensions.map(formatExpression).join(', ')}]`
  return `${type.name.text}${labels}${list}${dimensions}`
}

/** Short forms alone are shown: a signature is a reminder, not the file. */
export function formatExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'number': return String(expression.value)
    case 'quantity': return /^[A-Za-z]/.test(expression.unit) ? `${expression.text} ${expression.unit}` : `${expression.text}${expression.unit}`
    case 'string': return JSON.stringify(expression.value)
    case 'boolean': return String(expression.value)
    case 'name': return expression.name
    case 'rest': return `...${expression.name.text}`
    case 'list': return `[${expression.items.map(formatExpression).join(', ')}]`
    case 'unary': return `${expression.operator}${formatExpression(expression.operand)}`
    case 'binary': return `${operand(expression.left)} ${expression.operator} ${operand(expression.right)}`
    case 'member': return `${formatExpression(expression.object)}.${expression.member.text}`
    case 'index': return `${formatExpression(expression.object)}[${formatExpression(expression.index)}]`
    case 'call': return `${formatExpression(expression.callee)}(${expression.arguments.map(({ value }) => formatExpression(value)).join(', ')})`
    default: return '…'
  }
}

/** With the brackets that the tree no longer holds, wherever they may matter. */
const operand = (expression: Expression): string => (expression.kind === 'binary' ? `(${formatExpression(expression)})` : formatExpression(expression))

export const formatParameter = ({ name, type, default: value }: BlockParameter): string =>
  `${name.text}: ${formatTypeExpression(type)}${value === undefined ? '' : ` = ${formatExpression(value)}`}`

/** `(channels: int, stride: int = 1)(x: f32[C, H, W]) -> f32[channels, …, …]` */
export function blockSignature({ statics, inputs, result }: BlockDeclaration): string {
  const lists = [...(statics === undefined ? [] : [statics]), inputs].map((list) => `(${list.map(formatParameter).join(', ')})`)
  return `${lists.join('')}${result === undefined ? '' : ` -> ${formatTypeExpression(result)}`}`
}
