/** A typed program as text, one line a value: for tests, and for looking at what the checker made. */
import { formatField } from '../types/fields.js'
import { formatType } from '../types/tensor.js'
import type { StaticValue, TypedCompress, TypedData, TypedExpression, TypedMethod, TypedModel, TypedProgram, TypedTrain } from './typed.js'

export const printProgram = ({ data, models, trains, compresses }: TypedProgram): string =>
  [...data.map(printData), ...models.map(printModel), ...trains.map(printTrain), ...compresses.map(printCompress)].join('\n')

function printStatic(value: StaticValue): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value !== 'object') return String(value)
  return 'dimension' in value ? `${value.value} ${value.dimension}` : `[${value.map(printStatic).join(', ')}]`
}

const printStatics = (statics: Readonly<Record<string, StaticValue>>): string =>
  Object.entries(statics).map(([key, value]) => `${key} = ${printStatic(value)}`).join(', ')

const printMethod = ({ name, arguments: given }: TypedMethod): string => (Object.keys(given).length === 0 ? name : `${name}(${printStatics(given)})`)

const printField = (role: string) => ({ name, type, column, normalize }: TypedData['inputs'][number]): string =>
  `  ${role} ${name}: ${formatField(type)}${column === name ? '' : ` from ${column}`}${normalize === undefined ? '' : ` normalize ${JSON.stringify(normalize)}`}`

function printData(data: TypedData): string {
  const { split } = data
  const shares = split.kind === 'column' ? `by column ${split.column}`
    : `${Object.entries(split.shares).map(([part, share]) => `${part} ${Number(share.toFixed(6))}`).join(', ')} of ${split.of}, seed ${split.seed}${split.group === undefined ? '' : `, by group ${split.group}`}`
  return [
    `data ${data.name}`,
    ...data.sources.map(({ kind, part, location }) => `  source ${kind === 'sql' ? kind : part} ${location}`),
    `  split ${shares}`,
    ...data.inputs.map(printField('input')),
    ...data.targets.map(printField('target')),
    ...(data.weight === undefined ? [] : [`  weight ${data.weight.column}`]),
    ...data.augment.map(({ field: name, steps }) => `  augment ${name} ${JSON.stringify(steps)}`),
    ...(data.skipBadRows ? ['  skip bad rows'] : []),
  ].join('\n')
}

function printModel(model: TypedModel): string {
  const graph = new Printer()
  const lines = [`model ${model.name} on ${model.data.name}`]
  for (const { name, scheme, tasks, value } of model.shares) {
    const result = graph.show(value)
    lines.push(...graph.take(), `  share ${printMethod(scheme)} ${name} for ${tasks.join(', ')} = ${result}`)
  }
  if (model.select !== undefined) lines.push(`  select by ${printMethod(model.select)}`)
  for (const { name, predict, loss, weight, metrics } of model.tasks) {
    const result = graph.show(predict)
    lines.push(...graph.take(), `  task ${name} = ${result}, loss ${printMethod(loss)}, weight ${weight}, metric ${metrics.map(printMethod).join(', ')}`)
  }
  return lines.join('\n')
}

/** Numbers the applications in the order in which they are computed. */
class Printer {
  readonly #names = new Map<TypedExpression, string>()
  #lines: string[] = []

  take(): readonly string[] {
    const lines = this.#lines
    this.#lines = []
    return lines
  }

  show(expression: TypedExpression): string {
    const known = this.#names.get(expression)
    if (known !== undefined) return known
    const name = this.#name(expression)
    this.#names.set(expression, name)
    return name
  }

  #name(expression: TypedExpression): string {
    switch (expression.kind) {
      case 'input': return expression.member === undefined ? expression.field : `${expression.field}.${expression.member}`
      case 'representation': return expression.name
      case 'constant': return String(expression.value)
      case 'parameter': return `param ${expression.path}: ${formatType(expression.type)} = ${expression.init}`
      case 'apply': {
        const inputs = expression.inputs.map((input) => this.show(input)).join(', ')
        const name = `%${this.#names.size}`
        const statics = Object.keys(expression.statics).length === 0 ? '' : ` {${printStatics(expression.statics)}}`
        this.#lines.push(`    ${name} = ${expression.extern}(${inputs})${statics}: ${formatType(expression.type)}  @${expression.path}`)
        return name
      }
    }
  }
}

const printTrain = (train: TypedTrain): string =>
  [
    `train ${train.model}`,
    `  epochs ${train.epochs}, batch ${train.batch}, seed ${train.seed}${train.accumulate === 1 ? '' : `, accumulate ${train.accumulate}`}`,
    `  optimizer ${printMethod(train.optimizer)}`,
    `  schedule ${printMethod(train.schedule)}`,
    `  balance ${printMethod(train.balance)}`,
    ...(train.clip === undefined ? [] : [`  clip ${printMethod(train.clip)}`]),
    ...(train.average === undefined ? [] : [`  average ${printMethod(train.average)}`]),
    ...train.rates.map(({ factor, paths }) => `  rate ${factor} for ${paths.join(', ')}`),
    ...train.decays.map(({ factor, paths }) => `  decay ${factor} for ${paths.join(', ')}`),
    ...(train.freeze.length === 0 ? [] : [`  freeze ${train.freeze.join(', ')}`]),
    ...(train.stop === undefined ? [] : [`  stop ${printMethod(train.stop)}`]),
    ...(train.init === undefined ? [] : [`  ${printMethod(train.init)} from ${train.init.location}`]),
    ...(train.select === undefined ? [] : [`  select by ${printMethod(train.select)}`]),
  ].join('\n')

function printCompress(compress: TypedCompress): string {
  const passes = [compress.prune, compress.quantize, compress.distill].flatMap((method) => (method === undefined ? [] : [`  pass ${printMethod(method)}`]))
  const later = compress.later.map(({ method }) => `  pass ${printMethod(method)}`)
  const lines = compress.budget.map(({ subject, comparison, bound }) => {
    const what = subject.kind === 'metric' ? `${subject.task}.${subject.metric}`
      : subject.kind === 'latency' ? `latency(batch = ${subject.batch}, threads = ${subject.threads})` : subject.kind
    const limit = bound.kind === 'absolute' ? bound.value : bound.kind === 'offset' ? `dense + ${bound.offset}` : `dense × ${bound.factor}`
    return `  budget ${what} ${comparison} ${limit}`
  })
  return [`compress ${compress.model} for ${compress.target}`, ...passes, ...later, ...compress.keep.map((path) => `  keep ${path}`), ...lines].join('\n')
}
