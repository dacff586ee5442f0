/** Budget lines: what they measure, and the bound in the unit that it is measured in. */
import type { Edit, Place } from '../diagnostics/diagnostic.js'
import * as tasks from '../diagnostics/tasks.js'
import * as types from '../diagnostics/types.js'
import type { BudgetBound, BudgetLine, Expression } from '../syntax/ast.js'
import { nameOfDimension } from '../types/units.js'
import { metrics, type MetricSpec } from './methods/metrics.js'
import { count, int, type MethodSpec } from './methods/method.js'
import type { CheckedModel } from './model.js'
import type { Scope } from './scope.js'
import { listed, nearest, type Session } from './session.js'
import { checkArguments } from './settings.js'
import type { TypedBudgetLine } from './typed.js'
import { describe, type Value } from './values.js'

/** `memory` is checked whole, and not carried out yet. */
type Subject = TypedBudgetLine['subject'] | { readonly kind: 'memory' }
type Bound = TypedBudgetLine['bound']

const costs = ['size', 'params', 'macs', 'memory', 'latency'] as const

/** What a budget can limit besides metrics, and what it is. */
export const budgetCosts: Readonly<Record<(typeof costs)[number], string>> = {
  size: 'Bytes of the emitted file.',
  params: 'Weights of the emitted model.',
  macs: 'Multiplications with addition, for one sample.',
  memory: 'Bytes that running the model for one sample takes at most.',
  latency: 'Time that the model takes for one batch, the median on this machine.',
}

/** What `latency` takes. */
export const latencySettings: MethodSpec = {
  doc: budgetCosts.latency,
  implemented: true,
  parameters: { batch: int('Samples of the batch.', 1, count), threads: int('Threads that it runs on.', 1, count) },
}

/** Empty, with findings, where the line is wrong. */
export function checkBudgetLine(session: Session, line: BudgetLine, model: CheckedModel | undefined, scope: Scope): readonly TypedBudgetLine[] {
  const written = line.subject.map(({ text }) => text).join('.')
  const found = subjectOf(session, line, written, model, scope)
  if (found === undefined) return []
  const { subject, metric } = found
  const wanted = metric?.better === 'more' ? '>=' : '<='
  if (line.comparison !== wanted) {
    const reason = metric === undefined ? 'less of it is better' : `${metric.better === 'more' ? 'more' : 'less'} of \`${line.subject.at(-1)?.text ?? ''}\` is better`
    const text = session.sources.get(line.span.file) ?? ''
    const start = text.lastIndexOf(line.comparison, line.bound.span.start)
    const edits = [{ span: { ...line.span, start, end: start + line.comparison.length }, text: wanted }]
    session.report(tasks.budgetDirection({ subject: written, comparison: line.comparison, reason }, { span: line.span, edits }))
    return []
  }
  const bound = new Bounds(session, written, subject, metric, scope).read(line.bound)
  if (subject.kind === 'memory') {
    session.report(tasks.notImplemented({ what: 'the budget line `memory`' }, { span: line.span, help: `this version measures ${listed(costs.filter((cost) => cost !== 'memory'))}` }))
    return []
  }
  return bound === undefined ? [] : [{ text: session.text(line.span), subject, comparison: line.comparison, bound, span: line.span }]
}

function subjectOf(
  session: Session, line: BudgetLine, written: string, model: CheckedModel | undefined, scope: Scope,
): { subject: Subject; metric?: MetricSpec } | undefined {
  const [first, second, third] = line.subject
  if (first === undefined) return undefined
  const cost = costs.find((each) => each === written)
  if (cost === 'latency') {
    const settings = checkArguments(session, 'latency', line.arguments, latencySettings, scope, line.span)
    if (settings === undefined) return undefined
    return { subject: { kind: 'latency', batch: Number(settings.arguments['batch']), threads: Number(settings.arguments['threads']) } }
  }
  const [argument] = line.arguments
  if (argument !== undefined) session.report(types.tooManyArguments({ of: written, most: 0, found: line.arguments.length }, { span: argument.span }))
  if (cost !== undefined) return { subject: { kind: cost } }

  const names = model === undefined ? [] : [...model.tasks.keys()]
  if (second === undefined || third !== undefined) {
    const known = [...costs, ...names]
    const help = names.includes(first.text) ? { help: `name a metric, as in \`${first.text}.accuracy\`` } : {}
    session.report(tasks.unknownSetting({ setting: written, where: 'a budget', known: listed([...costs, 'task.metric']), ...nearest(written, known) }, { span: first.span, ...help }))
    return undefined
  }
  if (model === undefined) return undefined
  if (!model.tasks.has(first.text)) {
    session.unknown(first.text, 'task', names, first.span)
    return undefined
  }
  const task = model.measured.get(first.text)
  if (task === undefined) return undefined
  const measured = task.metrics
  const spec = metrics.get(second.text)
  if (spec !== undefined && measured.includes(second.text)) return { subject: { kind: 'metric', task: first.text, metric: second.text }, metric: spec }
  const related = [{ span: task.span, message: `\`${first.text}\` is declared here` }]
  session.report(tasks.unknownBudgetMetric({ task: first.text, metric: second.text, known: listed(measured), ...nearest(second.text, measured) }, { span: second.span, related }))
  return undefined
}

const needs = {
  size: nameOfDimension('size'), memory: nameOfDimension('size'), latency: nameOfDimension('time'), params: nameOfDimension('count'), macs: nameOfDimension('count'),
} as const

class Bounds {
  readonly #session: Session
  readonly #written: string
  readonly #subject: Subject
  readonly #metric: MetricSpec | undefined
  readonly #scope: Scope

  constructor(session: Session, written: string, subject: Subject, metric: MetricSpec | undefined, scope: Scope) {
    this.#session = session
    this.#written = written
    this.#subject = subject
    this.#metric = metric
    this.#scope = scope
  }

  read(bound: BudgetBound): Bound | undefined {
    if (bound.kind === 'value') {
      const value = this.#absolute(bound.value)
      return value === undefined ? undefined : { kind: 'absolute', value }
    }
    const reference = bound.kind === 'relative' ? bound.to : bound.of
    if (reference.text !== 'dense' && reference.text !== 'single') {
      this.#session.unknown(reference.text, 'model to compare with', ['dense', 'single'], reference.span)
      return undefined
    }
    if (this.#metric === undefined) {
      this.#refuse(`only metrics are held against \`${reference.text}\``, bound, `write a number, such as \`${this.#written} <= …\``)
      return undefined
    }
    const read = bound.kind === 'fraction' ? this.#fraction(bound.share) : this.#offset(bound, this.#metric)
    if (reference.text === 'dense') return read
    this.#session.report(tasks.notImplemented({ what: 'a bound against `single`' }, { span: bound.span, help: 'this version holds metrics against `dense`, or against a number' }))
    return undefined
  }

  #refuse(reason: string, { span }: BudgetBound, help: string, edits: readonly Edit[] = []): void {
    this.#session.report(tasks.budgetReference({ subject: this.#written, reason }, { span, help, ...(edits.length === 0 ? {} : { edits }) }))
  }

  #evaluate(expression: Expression): Value | undefined {
    const value = this.#session.evaluate(expression, this.#scope, 'float')
    return value.kind === 'error' ? undefined : value
  }

  #mismatch(value: Value, needed: string, { span }: Expression): undefined {
    this.#session.report(types.unitMismatch({ what: `\`${this.#written}\``, needed, found: describe(value) }, { span }))
  }

  #range(needed: string, expression: Expression, help: Pick<Place, 'help' | 'edits'> = {}): undefined {
    this.#session.report(types.outOfRange({ what: `the bound of \`${this.#written}\``, needed, found: this.#session.text(expression.span) }, { span: expression.span, ...help }))
  }

  /** In bytes, milliseconds, counts, or the metric's own unit. */
  #absolute(expression: Expression): number | undefined {
    const value = this.#evaluate(expression)
    if (value === undefined) return undefined
    const { dimension, value: amount } = value.kind === 'quantity' ? value.quantity : { dimension: undefined, value: value.kind === 'number' ? value.value : NaN }
    const { kind } = this.#subject
    if (kind !== 'metric') {
      const fits = kind === 'size' || kind === 'memory' ? dimension === 'size' : kind === 'latency' ? dimension === 'time' : dimension === 'count' || value.kind === 'number'
      if (!fits) return this.#mismatch(value, needs[kind], expression)
      if (amount <= 0) return this.#range('more than 0', expression)
      return kind === 'latency' ? amount / 1e6 : amount
    }
    const ratio = this.#metric?.scale === 'ratio'
    if (value.kind !== 'number' && !(ratio && (dimension === 'ratio' || dimension === 'points'))) {
      return this.#mismatch(value, ratio ? 'a share, such as `90%` or `0.9`' : 'a number, in the unit of its target', expression)
    }
    if (!ratio || amount <= 1) return amount
    const percent = `${this.#session.text(expression.span)}%`
    const help = value.kind === 'number' && amount <= 100 ? { help: `write \`${percent}\``, edits: [{ span: expression.span, text: percent }] } : {}
    return this.#range('at most 1, which is `100%`', expression, help)
  }

  #fraction(expression: Expression): Bound | undefined {
    const value = this.#evaluate(expression)
    if (value === undefined) return undefined
    if (value.kind === 'quantity' && value.quantity.dimension === 'ratio') return { kind: 'factor', to: 'dense', factor: value.quantity.value }
    return this.#mismatch(value, nameOfDimension('ratio'), expression)
  }

  /** `dense - 0.5 pt` is absolute; `dense + 2%` is relative, for metrics where less is better. */
  #offset(bound: Extract<BudgetBound, { kind: 'relative' }>, metric: MetricSpec): Bound | undefined {
    if (bound.offset === undefined) return { kind: 'offset', to: 'dense', offset: 0 }
    const value = this.#evaluate(bound.offset)
    if (value === undefined) return undefined
    const sign = bound.sign === '-' ? -1 : 1
    if (value.kind === 'number') {
      if (metric.scale === 'own') return { kind: 'offset', to: 'dense', offset: sign * value.value }
      const written = this.#session.text(bound.offset.span)
      this.#refuse(`${written} has no unit`, bound, `write \`${written} pt\` for points, hundredths of \`${this.#written}\``, [{ span: bound.offset.span, text: `${written} pt` }])
      return undefined
    }
    const { dimension, value: amount } = value.kind === 'quantity' ? value.quantity : { dimension: undefined, value: 0 }
    if (dimension === 'points' && metric.scale === 'ratio') return { kind: 'offset', to: 'dense', offset: sign * amount }
    if (dimension === 'ratio') {
      if (metric.better === 'less') return { kind: 'factor', to: 'dense', factor: 1 + sign * amount }
      const percent = this.#session.text(bound.offset.span)
      const points = percent.replace(/\s*%$/, ' pt')
      const left = `${Math.round((1 + sign * amount) * 1e6) / 1e4}%`
      this.#refuse(`${percent} could be points or a share`, bound, `write \`${bound.to.text} ${bound.sign ?? '-'} ${points}\` for points, or \`${left} of ${bound.to.text}\` for a share`, [{ span: bound.offset.span, text: points }])
      return undefined
    }
    return this.#mismatch(value, metric.scale === 'ratio' ? nameOfDimension('points') : 'a number, or a share such as `2%`', bound.offset)
  }
}
