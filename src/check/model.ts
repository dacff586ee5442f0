/** `model`: inputs, shared representations, tasks. */
import type { Span } from '../diagnostics/diagnostic.js'
import * as tasks from '../diagnostics/tasks.js'
import * as types from '../diagnostics/types.js'
import type { Expression, LetStatement, ModelDeclaration, Name, ShareStatement, TaskStatement } from '../syntax/ast.js'
import type { FieldType, TextField } from '../types/field.js'
import { beforeTensor, inputTensor, isInput, vocabularyOf } from '../types/fields.js'
import type { CheckedData } from './data.js'
import { schemes } from './methods/schemes.js'
import type { Module } from './module.js'
import { Naming } from './naming.js'
import type { Scope } from './scope.js'
import { checkSelect } from './select.js'
import { listed, type Session } from './session.js'
import { checkMethod } from './settings.js'
import { breaks } from './sound.js'
import { checkTask } from './task.js'
import type { TypedExpression, TypedField, TypedMethod, TypedModel, TypedShare, TypedTask } from './typed.js'
import { describe, failed, integer, tensor, type RecordValue, type Value } from './values.js'

export interface CheckedModel {
  readonly name: string
  /** Tasks that are sound, and the names of all. */
  readonly tasks: ReadonlyMap<string, TypedTask | undefined>
  /** What each task is measured by, whatever else is wrong with it. */
  readonly measured: ReadonlyMap<string, { readonly metrics: readonly string[]; readonly span: Span }>
  /** Paths of all weights. */
  readonly weights: readonly string[]
  /** Whether these are all: nothing is wrong. */
  readonly sound: boolean
  readonly data?: CheckedData
  /** Absent where anything is wrong, with its data too. */
  readonly typed?: TypedModel
}

interface Share {
  readonly statement: ShareStatement
  readonly scheme: TypedMethod | undefined
  readonly value: TypedExpression | undefined
}

export function checkModel(session: Session, declaration: ModelDeclaration, module: Module, data: CheckedData | undefined): CheckedModel {
  session.beginModel()
  const before = session.diagnostics.length
  const name = declaration.name.text
  const taskStatements = statements(session, declaration, 'task')
  const names = new Names(session, declaration, module, data)
  const shares = names.shares()
  names.lets()

  const checked = new Map<string, TypedTask | undefined>()
  const measured = new Map<string, { readonly metrics: readonly string[]; readonly span: Span }>()
  for (const statement of taskStatements) {
    const { task, metrics } = checkTask(session, statement, names.scopeOf(statement.name.text), data)
    checked.set(statement.name.text, task)
    if (metrics !== undefined) measured.set(statement.name.text, { metrics: metrics.map((metric) => metric.name), span: statement.span })
  }
  if (taskStatements.length === 0) session.report(tasks.modelWithoutTasks({ model: name }, { span: declaration.name.span }))
  const select = selection(session, declaration, names.scope, taskStatements.length)
  const readers = readersOf(shares, checked)
  const isKnown = [...checked.values()].every((task) => task !== undefined)
  checkReaders(session, shares, readers, taskStatements, isKnown)

  const sound = !session.diagnostics.slice(before).some(breaks)
  const model: CheckedModel = { name, tasks: checked, measured, weights: [...session.weights.keys()], sound, ...(data === undefined ? {} : { data }) }
  const typedTasks = [...checked.values()]
  if (!sound || data?.typed === undefined || !typedTasks.every((task) => task !== undefined)) return model
  const typedShares = shares.flatMap(({ statement, scheme, value }): TypedShare[] => {
    const readBy = readers.get(statement.name.text) ?? []
    return scheme === undefined || value === undefined || readBy.length === 0
      ? []
      : [{ name: statement.name.text, scheme, tasks: readBy, value, span: statement.span }]
  })
  const typed: TypedModel = {
    name,
    ...(declaration.doc === undefined ? {} : { doc: declaration.doc }),
    data: data.typed,
    shares: typedShares,
    tasks: typedTasks,
    ...(select === undefined ? {} : { select }),
    span: declaration.span,
  }
  return { ...model, typed }
}

/** `select tasks by …`, once. */
function selection(session: Session, { statements: all, name }: ModelDeclaration, scope: Scope, count: number): TypedMethod | undefined {
  const [first, ...more] = all.filter((statement) => statement.kind === 'select')
  for (const { span } of more) session.report(tasks.repeatedSetting({ setting: 'select', where: `\`model ${name.text}\`` }, { span, edits: [session.without(span)] }))
  return first === undefined ? undefined : checkSelect(session, first, scope, count)
}

/** The statements of one kind, without those whose name was taken. */
function statements(session: Session, declaration: ModelDeclaration, kind: 'task'): readonly TaskStatement[] {
  const seen = new Map<string, Span>()
  return declaration.statements.flatMap((statement) => {
    if (statement.kind !== kind) return []
    const { text, span } = statement.name
    const first = seen.get(text)
    if (first === undefined) {
      seen.set(text, span)
      return [statement]
    }
    session.report(types.duplicateName({ name: text, where: 'this model' }, { span, related: [{ span: first, message: 'it is first declared here' }] }))
    return []
  })
}

/** What the names of a model stand for. Shares and `let`s may be used above their line, so each is worked out when it is needed. */
class Names {
  readonly #session: Session
  readonly #declaration: ModelDeclaration
  readonly scope: Scope
  readonly #targets: CheckedData['targets'] | undefined
  readonly #open: string[] = []
  readonly #spans = new Map<string, Span>()
  readonly #representations = new Map<ShareStatement, TypedExpression | undefined>()

  constructor(session: Session, declaration: ModelDeclaration, module: Module, data: CheckedData | undefined) {
    this.#session = session
    this.#declaration = declaration
    this.#targets = data?.targets
    this.scope = { module, locals: new Map(), naming: new Naming(''), where: `model \`${declaration.name.text}\`` }
    for (const statement of declaration.statements) if (statement.kind === 'task') this.#spans.set(statement.name.text, statement.name.span)
    for (const [name, field] of data?.inputs ?? []) {
      this.scope.locals.set(name, field === undefined ? failed : inputOf(field))
      if (field !== undefined) this.#spans.set(name, field.span)
    }
    for (const [name, field] of data?.targets ?? []) {
      // What is wrong with a target is told where it is declared.
      if (field === undefined) this.scope.locals.set(name, failed)
      else if (isText(field)) this.scope.locals.set(name, unreadable(field))
    }
    if (data === undefined) this.#poison()
    for (const statement of declaration.statements) if (statement.kind === 'share' || statement.kind === 'let') this.#declare(statement)
  }

  /** Names within a task: beside all others its own target, where that is written piece by piece. */
  scopeOf(task: string): Scope {
    const own = this.#targets?.get(task)
    return {
      ...this.scope,
      outer: this.scope,
      locals: new Map(own !== undefined && isText(own) ? [[task, writtenOf(own)]] : []),
      naming: new Naming(task),
      where: `task \`${task}\``,
    }
  }

  /** Without a data set, no name can be told to be unknown. */
  #poison(): void {
    const declared = new Set(this.#declaration.statements.flatMap((each) => (each.kind === 'select' || each.kind === 'task' ? [] : [each.name.text])))
    const visit = (expression: unknown): void => {
      if (Array.isArray(expression)) expression.forEach(visit)
      else if (typeof expression === 'object' && expression !== null) {
        const node = expression as Partial<Expression>
        if (node.kind === 'name' && typeof node.name === 'string' && !declared.has(node.name) && !this.#isGlobal(node.name)) {
          this.scope.locals.set(node.name, failed)
        }
        Object.values(expression).forEach(visit)
      }
    }
    visit(this.#declaration.statements)
  }

  #isGlobal(name: string): boolean {
    return this.scope.module.symbols.has(name) || (this.scope.module.core?.symbols.has(name) ?? false)
  }

  #declare(statement: ShareStatement | LetStatement): void {
    const { text, span } = statement.name
    const first = this.#spans.get(text)
    if (first !== undefined) {
      this.#session.report(types.duplicateName({ name: text, where: 'this model' }, { span, related: [{ span: first, message: 'it is first declared here' }] }))
      return
    }
    this.#spans.set(text, span)
    let value: Value | undefined
    this.scope.locals.set(text, () => {
      if (value !== undefined) return value
      if (this.#open.includes(text)) {
        const circle = [...this.#open.slice(this.#open.indexOf(text)), text]
        this.#session.report(types.cyclicDefinition({ names: circle }, { span }))
        return failed
      }
      this.#open.push(text)
      value = statement.kind === 'share' ? this.#share(statement) : this.#session.evaluate(statement.value, { ...this.scope, naming: new Naming(text) })
      this.#open.pop()
      return value
    })
  }

  #share(statement: ShareStatement): Value {
    const { text } = statement.name
    const value = this.#session.evaluate(statement.value, { ...this.scope, naming: new Naming(text) })
    if (value.kind !== 'tensor') {
      if (value.kind !== 'error') {
        this.#session.report(types.typeMismatch({ what: `\`share ${text}\``, needed: 'a tensor', found: describe(value) }, { span: statement.value.span }))
      }
      return failed
    }
    this.#representations.set(statement, value.expression)
    return { ...value, expression: { kind: 'representation', name: text, type: value.expression.type, span: statement.name.span } }
  }

  #work({ text }: Name): void {
    const local = this.scope.locals.get(text)
    if (typeof local === 'function') local()
  }

  shares(): readonly Share[] {
    return this.#declaration.statements.flatMap((statement): Share[] => {
      if (statement.kind !== 'share') return []
      const scheme = checkMethod(this.#session, 'sharing scheme', statement.scheme, schemes, this.scope)
      this.#work(statement.name)
      return [{ statement, scheme, value: this.#representations.get(statement) }]
    })
  }

  /** Works out the `let`s that nothing used. */
  lets(): void {
    for (const statement of this.#declaration.statements) if (statement.kind === 'let') this.#work(statement.name)
  }
}

/** An input as a value; a table is a record of its parts, and a text has a mask beside it. */
function inputOf({ name, type, span }: TypedField<FieldType>): Value {
  const vocabulary = vocabularyOf(type)
  if (!isInput(type)) return failed
  if (type.kind !== 'table') {
    const value = tensor({ kind: 'input', field: name, type: inputTensor(type), span })
    const mask: TypedExpression | undefined = type.kind === 'text' ? { kind: 'input', field: name, member: 'mask', type: { dtype: 'f32', shape: [type.max] }, span } : undefined
    return { ...value, ...(vocabulary === undefined ? {} : { vocabulary }), ...(mask === undefined ? {} : { mask }) }
  }
  const part = (member: 'numbers' | 'categories', dtype: 'f32' | 'i64', size: number) =>
    tensor({ kind: 'input', field: name, member, type: { dtype, shape: [size] }, span })
  return {
    kind: 'record',
    fields: new Map<string, Value>([
      ['numbers', part('numbers', 'f32', type.numbers.length)],
      ['categories', { ...part('categories', 'i64', type.categories.length), vocabulary: type.vocabulary }],
      ['vocab', integer(type.vocabulary)],
    ]),
  }
}

/** A text that is predicted, as its own task reads it. */
function writtenOf({ name, type, span }: TypedField<TextField>): RecordValue {
  const before = tensor({ kind: 'input', field: name, member: 'before', type: beforeTensor(type), span })
  return { kind: 'record', fields: new Map<string, Value>([['before', { ...before, vocabulary: type.vocabulary }], ['vocab', integer(type.vocabulary)]]) }
}

/** The same outside of its own task, where what is before each place would tell the answer. */
function unreadable(field: TypedField<TextField>): Value {
  const related = [{ span: field.span, message: 'it is declared as a target here' }]
  return {
    kind: 'record',
    fields: writtenOf(field).fields,
    refused: (member, span) => (member === 'before' ? tasks.targetRead({ target: field.name }, { span, related }) : undefined),
  }
}

const isText = (field: TypedField<FieldType>): field is TypedField<TextField> => field.type.kind === 'text'

/** Names of the representations that an expression is made from. */
function representationsIn(expression: TypedExpression): ReadonlySet<string> {
  const found = new Set<string>()
  const seen = new Set<TypedExpression>()
  const waiting = [expression]
  for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
    if (seen.has(each)) continue
    seen.add(each)
    if (each.kind === 'representation') found.add(each.name)
    if (each.kind === 'apply') waiting.push(...each.inputs)
  }
  return found
}

/** Tasks that read each share, by itself or through other shares. In the order of the tasks. */
function readersOf(shares: readonly Share[], checked: ReadonlyMap<string, TypedTask | undefined>): ReadonlyMap<string, readonly string[]> {
  const within = new Map(shares.map(({ statement, value }) => [statement.name.text, value === undefined ? new Set<string>() : representationsIn(value)]))
  const readers = new Map<string, string[]>()
  for (const [task, value] of checked) {
    const reads = new Set(value === undefined ? [] : representationsIn(value.predict))
    for (const name of reads) for (const more of within.get(name) ?? []) reads.add(more)
    for (const name of reads) readers.set(name, [...(readers.get(name) ?? []), task])
  }
  return readers
}

function checkReaders(
  session: Session, shares: readonly Share[], readers: ReadonlyMap<string, readonly string[]>, statementsOfTasks: readonly TaskStatement[], isKnown: boolean,
): void {
  const known = statementsOfTasks.map((statement) => statement.name.text)
  // With a broken task, what it would have read is not known.
  const broken = !isKnown || session.diagnostics.some(breaks)
  for (const { statement } of shares) {
    const { text, span } = statement.name
    for (const task of statement.tasks ?? []) if (!known.includes(task.text)) session.unknown(task.text, 'task', known, task.span)
    const readBy = readers.get(text) ?? []
    if (readBy.length === 0 && !broken) session.report(tasks.unreadShare({ share: text }, { span }))
    if (statement.tasks === undefined) continue
    const allowed = statement.tasks.map((task) => task.text)
    const last = statement.tasks.at(-1)
    for (const task of readBy) {
      if (allowed.includes(task)) continue
      const reader = statementsOfTasks.find((each) => each.name.text === task)
      session.report(
        tasks.shareOutsideTasks({ share: text, task, tasks: listed(allowed) }, { span: reader?.name.span ?? span, related: [{ span, message: 'it is declared here' }], ...(last === undefined ? {} : { edits: [{ span: { ...last.span, start: last.span.end }, text: `, ${task}` }] }) }),
      )
    }
  }
}
