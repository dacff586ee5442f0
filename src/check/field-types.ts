/** The type of a data field: `image[1, 28, 28]`, `label<"cat", "dog">`, or an alias of one. */
import * as data from '../diagnostics/declarations.js'
import type { Expression, NamedType, TypeExpression } from '../syntax/ast.js'
import type { FieldType, TagsField } from '../types/field.js'
import { fieldTypes, type FieldSpec } from './methods/field-types.js'
import type { Module } from './module.js'
import { Naming } from './naming.js'
import type { Scope } from './scope.js'
import { listed, type Session } from './session.js'
import { checkArguments, methodSpec, reportLater } from './settings.js'
import { resolveType } from './static-types.js'

/** A table's columns are looked up later, and what tags are over once all fields are read; `except` are columns that a table leaves out. */
export type ReadField =
  | Exclude<FieldType, { kind: 'table' | 'tags' }>
  | { readonly kind: 'table'; readonly except: readonly string[] }
  | (Omit<TagsField, 'over' | 'max'> & { readonly over?: string })

export const moduleScope = (module: Module, where: string): Scope => ({ module, locals: new Map(), naming: new Naming(''), where })

export function readFieldType(session: Session, written: TypeExpression, role: 'input' | 'target', module: Module): ReadField | undefined {
  const resolved = resolveType(session, written, module, [...fieldTypes.keys()])
  if (resolved === undefined) return undefined
  const { type } = resolved
  if (type.kind !== 'named') {
    session.report(data.badFieldType({ type: session.text(written.span), reason: `is not one: fields are ${listed(fieldTypes.keys())}` }, { span: written.span }))
    return undefined
  }
  const spec = methodSpec(session, 'field type', type.name, fieldTypes)
  if (spec === undefined) return undefined
  if (!spec[role]) {
    const instead = { category: 'label', label: 'category' }[type.name.text]
    const edits = instead === undefined || written !== type ? {} : { edits: [{ span: type.name.span, text: instead }] }
    session.report(data.fieldRole({ type: type.name.text, role, help: spec.help ?? '' }, { span: written.span, ...edits }))
    return undefined
  }
  const read = new Reader(session, type, resolved.module, spec).read()
  reportLater(session, 'field type', type.name, fieldTypes)
  return read
}

/** More labels, or a longer side, than any data has; each label is held by name. */
const most = 1_000_000

/** Masks hold a byte for each pixel, and 255 is what is not known. */
const mostClasses = 255

interface Labels {
  readonly labels: readonly string[]
  readonly numeric: boolean
}

class Reader {
  readonly #session: Session
  readonly #type: NamedType
  readonly #scope: Scope
  readonly #spec: FieldSpec

  constructor(session: Session, type: NamedType, module: Module, spec: FieldSpec) {
    this.#session = session
    this.#type = type
    this.#scope = moduleScope(module, 'a data set')
    this.#spec = spec
  }

  read(): ReadField | undefined {
    const { labels, arguments: list, dimensions, span } = this.#type
    const name = this.#type.name.text
    const spec = this.#spec
    if (labels !== undefined && spec.labels === undefined) return this.#refuse('takes nothing in `<…>`')
    if (list !== undefined && Object.keys(spec.parameters).length === 0) return this.#refuse('takes nothing in `(…)`')
    if (dimensions !== undefined && spec.dimensions === undefined) return this.#refuse('takes nothing in `[…]`')
    const named = spec.labels === undefined ? undefined : this.#labels(name, spec.labels)
    const sizes = spec.dimensions === undefined ? [] : this.#sizes(name, spec.dimensions)
    const settings = checkArguments(this.#session, name, list ?? [], spec, this.#scope, span)?.arguments
    if ((spec.labels !== undefined && named === undefined) || sizes === undefined || settings === undefined) return undefined
    const { labels: values, numeric } = named ?? { labels: [], numeric: false }
    const [first = 0, second = 0, third = 0] = sizes
    switch (name) {
      case 'number': return { kind: 'number' }
      case 'vector': return { kind: 'vector', size: first }
      case 'image': return { kind: 'image', channels: first, height: second, width: third }
      case 'category': return { kind: 'category', labels: values }
      case 'mask':
        if (values.length > mostClasses) return this.#refuse(`has ${values.length} classes, and masks hold ${mostClasses} at most`)
        return { kind: 'mask', labels: values, numeric, height: first, width: second }
      case 'label':
      case 'labels':
      case 'keypoints': return { kind: name, labels: values, numeric }
      case 'boxes': return { kind: 'boxes', labels: values, numeric, max: Number(settings['max']) }
      case 'tags': return { kind: 'tags', labels: values, numeric, ...(typeof settings['over'] === 'string' ? { over: settings['over'] } : {}) }
      case 'text': return { kind: 'text', max: Number(settings['max']), vocabulary: Number(settings['vocab']) }
      case 'table': return { kind: 'table', except: Array.isArray(settings['except']) ? settings['except'].map(String) : [] }
      default: throw new Error(`the field type ${name} is not read`)
    }
  }

  #refuse(reason: string): undefined {
    this.#session.report(data.badFieldType({ type: this.#session.text(this.#type.span), reason }, { span: this.#type.span }))
  }

  #sizes(name: string, dimensions: readonly string[]): readonly number[] | undefined {
    const written = this.#type.dimensions ?? []
    if (written.length !== dimensions.length) return this.#refuse(`needs its dimensions, as in \`${name}${this.#spec.labels === undefined ? '' : '<…>'}[${dimensions.join(', ')}]\``)
    const sizes = written.map((each) => this.#count(each, 1))
    return sizes.every((size) => size !== undefined) ? sizes : undefined
  }

  #count(expression: Expression, least: number): number | undefined {
    const value = this.#session.evaluate(expression, this.#scope)
    if (value.kind === 'error') return undefined
    if (value.kind === 'number' && value.integer && value.value >= least && value.value <= most) return value.value
    return this.#refuse(`needs whole numbers from ${least} to ${most.toLocaleString('en')}, not \`${this.#session.text(expression.span)}\``)
  }

  /** Names, or how many there are. Boxes may be of one class, and keypoints one point; to tell apart, there must be two. */
  #labels(name: string, example: string): Labels | undefined {
    const least = name === 'boxes' || name === 'keypoints' || name === 'labels' ? 1 : 2
    const written = this.#type.labels ?? []
    const values = written.map((each) => this.#session.evaluate(each, this.#scope))
    if (values.some((value) => value.kind === 'error')) return undefined
    const items = values.flatMap((value) => (value.kind === 'list' ? value.items : [value]))
    const [only] = items
    if (items.length === 1 && only?.kind === 'number') {
      const [expression] = written
      const count = expression === undefined ? undefined : this.#count(expression, least)
      return count === undefined ? undefined : { labels: Array.from({ length: count }, (_, index) => String(index)), numeric: true }
    }
    const labels = items.flatMap((item) => (item.kind === 'string' ? [item.value] : []))
    if (labels.length !== items.length || labels.length < least) {
      const shown = example.split(', ').map((label) => JSON.stringify(label)).join(', ')
      return this.#refuse(`needs ${least === 1 ? 'labels' : 'two labels at least'}, as in \`${name}<${shown}>\`, or their number, as in \`${name}<10>\``)
    }
    const twice = labels.find((label, index) => labels.indexOf(label) !== index)
    return twice === undefined ? { labels, numeric: false } : this.#refuse(`has the label ${JSON.stringify(twice)} twice`)
  }
}
