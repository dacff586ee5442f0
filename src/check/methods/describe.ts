/** Parameters of methods in words, for documentation and for editors. */
import type { StaticValue } from '../typed.js'
import type { MethodParameter, MethodSpec } from './method.js'

const isPlainWord = (word: string): boolean => /^[A-Za-z_]\w*$/.test(word)

/** A static value as it is written in a file. */
export function writtenValue(value: StaticValue): string {
  if (typeof value === 'string') return isPlainWord(value) ? value : JSON.stringify(value)
  if (typeof value !== 'object') return String(value)
  if (!('dimension' in value)) return `[${value.map(writtenValue).join(', ')}]`
  const unit = value.dimension === 'epochs' || value.dimension === 'steps' ? value.dimension : ''
  return unit === '' ? String(value.value) : `${value.value} ${value.value === 1 ? unit.slice(0, -1) : unit}`
}

const singles: Readonly<Record<string, string>> = { stretch: 'epochs or steps', metric: 'a metric', column: 'a name' }

/** The words that a parameter may be, alone or among other values. */
export function wordsOf({ type }: MethodParameter): readonly string[] {
  if (type === 'bool') return ['true', 'false']
  if (typeof type === 'string') return []
  return 'list' in type ? (type.or ?? []) : type
}

/** `float ≥ 0, < 1`, `taylor | l1`, `list of float ≥ 0, or balanced` */
export function typeInWords(parameter: MethodParameter): string {
  const { type, least, most, open } = parameter
  const bounds = [
    ...(least === undefined ? [] : [`${open === 'least' || open === 'both' ? '>' : '≥'} ${least}`]),
    ...(most === undefined ? [] : [`${open === 'most' || open === 'both' ? '<' : '≤'} ${most}`]),
  ].join(', ')
  const ranged = (name: string): string => (bounds === '' ? name : `${name} ${bounds}`)
  if (typeof type === 'string') return ranged(singles[type] ?? type)
  if (!('list' in type)) return type.map((word) => (isPlainWord(word) ? word : JSON.stringify(word))).join(' | ')
  return [`list of ${ranged(singles[type.list] ?? type.list)}`, ...(type.or ?? [])].join(', or ')
}

/** `cross_entropy(smoothing: float ≥ 0, < 1 = 0)` */
export function signatureOf(name: string, { parameters }: MethodSpec): string {
  const listed = Object.entries(parameters).map(
    ([key, parameter]) => `${key}: ${typeInWords(parameter)}${parameter.default === undefined ? '' : ` = ${writtenValue(parameter.default)}`}`,
  )
  return listed.length === 0 ? name : `${name}(${listed.join(', ')})`
}
