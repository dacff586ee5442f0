/** Methods as the editor speaks of them: which table a setting takes its method from, and its parameters in words. */
import { latencySettings } from '../check/budget.js'
import { augmentations } from '../check/methods/augmentations.js'
import { losses } from '../check/methods/losses.js'
import type { MethodParameter, Methods, MethodSpec } from '../check/methods/method.js'
import { metrics } from '../check/methods/metrics.js'
import { barePasses, distillation, passes } from '../check/methods/passes.js'
import { schemes } from '../check/methods/schemes.js'
import { trainMethods } from '../check/train.js'
import type { StaticValue } from '../check/typed.js'
import type { FieldType, Quantity } from '../types/field.js'

export interface MethodTable {
  /** What its methods are, in a word or two. */
  readonly kind: string
  readonly table: Methods
  /** Targets that a method is defined for; absent where that is no question. */
  readonly fits?: (method: string) => readonly FieldType['kind'][]
}

const tables: Readonly<Record<string, MethodTable>> = {
  share: { kind: 'sharing scheme', table: schemes },
  loss: { kind: 'loss', table: losses, fits: (name) => losses.get(name)?.fits ?? [] },
  metric: { kind: 'metric', table: metrics, fits: (name) => metrics.get(name)?.fits ?? [] },
  augment: { kind: 'augmentation', table: augmentations },
  ...trainMethods,
  ...Object.fromEntries([...passes].map(([word, table]) => [word, { kind: kindOfPass(word), table }])),
}

function kindOfPass(word: string): string {
  return word === 'prune' ? 'kind of pruning' : word === 'quantize' ? 'kind of quantisation' : 'kind of factorisation'
}

/** The methods that a setting takes, by the word that begins it. */
export const methodTable = (setting: string): MethodTable | undefined => (Object.hasOwn(tables, setting) ? tables[setting] : undefined)

/** What stands in brackets directly after the word of a setting: `distill(…)`, `cluster(…)`, `latency(…)`. */
export function bareSpec(setting: string): MethodSpec | undefined {
  if (setting === 'distill') return distillation
  return setting === 'latency' ? latencySettings : barePasses.get(setting)
}

/** What a table says of a method or a parameter, if it says anything. */
export const docOf = (entry: object): { readonly doc?: string } => ('doc' in entry && typeof entry.doc === 'string' ? { doc: entry.doc } : {})

const bounds = ({ least, most, open }: MethodParameter): string => {
  const lower = least === undefined ? [] : [`${open === 'least' || open === 'both' ? '>' : '≥'} ${least}`]
  const upper = most === undefined ? [] : [`${open === 'most' || open === 'both' ? '<' : '≤'} ${most}`]
  return [...lower, ...upper].join(', ')
}

/** `float ≥ 0, < 1`, `taylor | l1`, `epochs` */
export function typeOfParameter(parameter: MethodParameter): string {
  const { type } = parameter
  const name = typeof type === 'string' ? (type === 'stretch' ? 'epochs or steps' : type) : type.join(' | ')
  const range = bounds(parameter)
  return range === '' ? name : `${name} ${range}`
}

const unitOf: Readonly<Partial<Record<Quantity['dimension'], string>>> = { epochs: 'epochs', steps: 'steps', size: 'B', points: 'pt' }

/** A static value as it is written in a file. */
export function formatStatic(value: StaticValue): string {
  if (typeof value === 'string') return /^[A-Za-z_]\w*$/.test(value) ? value : JSON.stringify(value)
  if (typeof value !== 'object') return String(value)
  if (!('dimension' in value)) return `[${value.map(formatStatic).join(', ')}]`
  const unit = unitOf[value.dimension]
  return unit === undefined ? String(value.value) : `${value.value} ${value.value === 1 ? unit.replace(/s$/, '') : unit}`
}

/** `cross_entropy(smoothing: float ≥ 0, < 1 = 0)` */
export const signatureOf = (name: string, { parameters }: MethodSpec): string => {
  const listed = Object.entries(parameters).map(([key, parameter]) => `${key}: ${typeOfParameter(parameter)}${parameter.default === undefined ? '' : ` = ${formatStatic(parameter.default)}`}`)
  return listed.length === 0 ? name : `${name}(${listed.join(', ')})`
}
