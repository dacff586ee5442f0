/** The type of a data field: `image[1, 28, 28]`, `label<"cat", "dog">`, or an alias of one. */
import * as data from '../diagnostics/declarations.js'
import type { Expression, NamedType, TypeExpression } from '../syntax/ast.js'
import type { FieldType } from '../types/field.js'
import { fieldRoles, fieldTypes } from './methods/field-types.js'
import type { Module } from './module.js'
import { Naming } from './naming.js'
import type { Scope } from './scope.js'
import type { Session } from './session.js'
import { methodSpec } from './settings.js'
import { resolveType } from './static-types.js'

/** A table's columns are looked up later; `except` are those that it leaves out. */
export type ReadField = Exclude<FieldType, { kind: 'table' }> | { readonly kind: 'table'; readonly except: readonly string[] }

export const moduleScope = (module: Module, where: string): Scope => ({ module, locals: new Map(), naming: new Naming(''), where })

export function readFieldType(session: Session, written: TypeExpression, role: 'input' | 'target', module: Module): ReadField | undefined {
  const resolved = resolveType(session, written, module, [...fieldTypes.keys()])
  if (resolved === undefined) return undefined
  const { type } = resolved
  if (type.kind !== 'named') {
    session.report(data.badFieldType({ type: session.text(written.span), reason: 'is not one: fields are `image`, `number`, `vector`, `category`, `label` or `table`' }, { span: written.span }))
    return undefined
  }
  if (methodSpec(session, 'field type', type.name, fieldTypes) === undefined) return undefined
  const name = type.name.text
  const roles = fieldRoles.get(name)
  if (roles === undefined || !roles[role]) {
    session.report(data.fieldRole({ type: name, role, help: roles?.help ?? '' }, { span: written.span }))
    return undefined
  }
  return new Reader(session, type, resolved.module).read()
}

class Reader {
  readonly #session: Session
  readonly #type: NamedType
  readonly #scope: Scope

  constructor(session: Session, type: NamedType, module: Module) {
    this.#session = session
    this.#type = type
    this.#scope = moduleScope(module, 'a data set')
  }

  read(): ReadField | undefined {
    const { labels, arguments: list, dimensions } = this.#type
    const name = this.#type.name.text
    const takes = { image: 'dimensions', vector: 'dimensions', label: 'labels', category: 'labels', table: 'arguments' }[name]
    if (labels !== undefined && takes !== 'labels') return this.#refuse('takes nothing in `<…>`')
    if (list !== undefined && takes !== 'arguments') return this.#refuse('takes nothing in `(…)`')
    if (dimensions !== undefined && takes !== 'dimensions') return this.#refuse('takes nothing in `[…]`')
    if (name === 'number') return { kind: 'number' }
    if (name === 'table') return this.#table()
    if (name === 'label') return this.#labels('label')
    return name === 'category' ? this.#labels('category') : this.#sizes(name)
  }

  #refuse(reason: string): undefined {
    this.#session.report(data.badFieldType({ type: this.#session.text(this.#type.span), reason }, { span: this.#type.span }))
  }

  #sizes(name: string): ReadField | undefined {
    const written = this.#type.dimensions ?? []
    const needed = name === 'image' ? 'image[channels, height, width]' : 'vector[size]'
    if (written.length !== (name === 'image' ? 3 : 1)) return this.#refuse(`needs its dimensions, as in \`${needed}\``)
    const sizes = written.map((each) => this.#count(each, 1))
    const [first, second, third] = sizes
    if (first === undefined) return undefined
    if (name === 'vector') return { kind: 'vector', size: first }
    return second === undefined || third === undefined ? undefined : { kind: 'image', channels: first, height: second, width: third }
  }

  #count(expression: Expression, least: number): number | undefined {
    const value = this.#session.evaluate(expression, this.#scope)
    if (value.kind === 'error') return undefined
    if (value.kind === 'number' && value.integer && value.value >= least) return value.value
    return this.#refuse(`needs whole numbers of at least ${least}, not \`${this.#session.text(expression.span)}\``)
  }

  #labels(kind: 'label' | 'category'): ReadField | undefined {
    const written = this.#type.labels ?? []
    const values = written.map((each) => this.#session.evaluate(each, this.#scope))
    if (values.some((value) => value.kind === 'error')) return undefined
    const items = values.flatMap((value) => (value.kind === 'list' ? value.items : [value]))
    const [only] = items
    if (items.length === 1 && only?.kind === 'number') {
      const [expression] = written
      const count = expression === undefined ? undefined : this.#count(expression, 2)
      if (count === undefined) return undefined
      const labels = Array.from({ length: count }, (_, index) => String(index))
      return kind === 'label' ? { kind, labels, numeric: true } : { kind, labels }
    }
    const labels = items.flatMap((item) => (item.kind === 'string' ? [item.value] : []))
    if (labels.length !== items.length || labels.length < 2) return this.#refuse(`needs two labels at least, as in \`${kind}<"no", "yes">\`, or their number, as in \`${kind}<10>\``)
    const twice = labels.find((label, index) => labels.indexOf(label) !== index)
    if (twice !== undefined) return this.#refuse(`has the label ${JSON.stringify(twice)} twice`)
    return kind === 'label' ? { kind, labels, numeric: false } : { kind, labels }
  }

  /** Columns to leave out: names or strings. */
  #table(): ReadField | undefined {
    const except: string[] = []
    for (const { name, value, span } of this.#type.arguments ?? []) {
      const items = value.kind === 'list' ? value.items : undefined
      const columns = items?.flatMap((item) => (item.kind === 'name' ? [item.name] : item.kind === 'string' ? [item.value] : []))
      if (name?.text !== 'except' || columns === undefined || columns.length !== items?.length) {
        this.#session.report(data.badFieldType({ type: 'table', reason: 'takes `except` alone, a list of columns: `table(except = [id])`' }, { span }))
        return undefined
      }
      except.push(...columns)
    }
    return { kind: 'table', except }
  }
}
