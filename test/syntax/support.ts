/** Short forms of trees and findings, so that tests can be read. */
import { expect } from 'vitest'
import type { Declaration, Expression, TypeExpression } from '../../src/syntax/ast.js'
import { parse } from '../../src/syntax/parse.js'

/** A file that must be read without findings. */
export function read(text: string): readonly Declaration[] {
  const { file, diagnostics } = parse(text, 'test.mtl')
  expect(diagnostics.map((finding) => finding.message)).toEqual([])
  return file.declarations
}

/** The only declaration of a file, of a kind. */
export function readOne<K extends Declaration['kind']>(kind: K, text: string): Extract<Declaration, { kind: K }> {
  const [declaration, ...others] = read(text)
  expect(others).toEqual([])
  if (declaration?.kind !== kind) throw new Error(`expected ${kind}, got ${String(declaration?.kind)}`)
  return declaration as Extract<Declaration, { kind: K }>
}

export const readExpression = (text: string): Expression => readOne('const', `const it = ${text}`).value
export const readType = (text: string): TypeExpression => readOne('type', `type It = ${text}`).type

/** Without the places; names as their text. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key]) => key !== 'span')
  if (entries.length === 1 && entries[0]?.[0] === 'text') return entries[0][1]
  return Object.fromEntries(entries.map(([key, item]) => [key, plain(item)]))
}

/** An expression in prefix form: `(+ a (* b 2))`. */
export function show(expression: Expression): string {
  const list = (items: readonly Expression[]): string => items.map((item) => ` ${show(item)}`).join('')
  switch (expression.kind) {
    case 'number': return String(expression.value)
    case 'quantity': return `${expression.text}_${expression.unit}`
    case 'string': return JSON.stringify(expression.value)
    case 'boolean': return String(expression.value)
    case 'name': return expression.name
    case 'list': return `[${list(expression.items).trim()}]`
    case 'comprehension': {
      const { element, variable, from, to } = expression
      return `[${show(element)} for ${variable.text} in ${show(from)}${to === undefined ? '' : `..${show(to)}`}]`
    }
    case 'record': return `{${expression.fields.map((field) => `${field.name.text}=${show(field.value)}`).join(' ')}}`
    case 'call': {
      const given = expression.arguments.map((each) => ` ${each.name === undefined ? '' : `${each.name.text}=`}${show(each.value)}`)
      return `(${show(expression.callee)}!${given.join('')})`
    }
    case 'member': return `${show(expression.object)}.${expression.member.text}`
    case 'index': return `${show(expression.object)}[${show(expression.index)}]`
    case 'pipe': return `(|>${list([expression.value, expression.stage])})`
    case 'binary': return `(${expression.operator}${list([expression.left, expression.right])})`
    case 'unary': return `(${expression.operator} ${show(expression.operand)})`
    case 'if': {
      const { condition, then: yes, otherwise } = expression
      const body = (part: typeof otherwise): string => (part?.result === undefined ? '-' : show(part.result))
      return `(if ${show(condition)} ${body(yes)}${otherwise === undefined ? '' : ` ${body(otherwise)}`})`
    }
    case 'repeat': return `(repeat ${show(expression.count)} ${show(expression.block)})`
    case 'rest': return `...${expression.name.text}`
    default: return expression satisfies never
  }
}

export interface Found {
  readonly code: string
  readonly message: string
  readonly help: string | undefined
  /** The text that the finding points at. */
  readonly at: string
}

export const findings = (text: string): readonly Found[] =>
  parse(text, 'test.mtl').diagnostics.map(({ code, message, help, span }) => ({ code, message, help, at: text.slice(span?.start, span?.end) }))

export const codes = (text: string): readonly string[] => findings(text).map((finding) => finding.code)
