/** `split`: which rows train, validate and test. */
import * as data from '../diagnostics/declarations.js'
import * as tasks from '../diagnostics/tasks.js'
import type { DataDeclaration, Name, SplitSetting } from '../syntax/ast.js'
import { moduleScope } from './field-types.js'
import type { Module } from './module.js'
import type { Session } from './session.js'
import { checkSetting } from './settings.js'
import type { Part, TypedSource, TypedSplit } from './typed.js'

/** Sources and how they are split. */
export interface Division {
  readonly sources: readonly TypedSource[]
  readonly split: TypedSplit
}

const parts = ['train', 'validation', 'test'] as const

/** A tenth each for validation and test, where nothing is said. */
const tenth = 0.1

export function partOf(session: Session, name: Name): Part | undefined {
  const part = parts.find((each) => each === name.text)
  if (part === undefined) session.unknown(name.text, 'part', parts, name.span)
  return part
}

export function checkSplit(
  session: Session, settings: readonly SplitSetting[], sources: readonly TypedSource[], declaration: DataDeclaration, module: Module,
): TypedSplit | undefined {
  const [setting, ...more] = settings
  for (const { span } of more) session.report(tasks.repeatedSetting({ setting: 'split', where: `\`data ${declaration.name.text}\`` }, { span, edits: [session.without(span)] }))
  const has = new Set(sources.map((source) => source.part))
  if (setting === undefined) return { ...standard(has), seed: 0, span: declaration.name.span }
  const refuse = (reason: string): undefined => {
    session.report(data.badSplit({ reason }, { span: setting.span }))
  }
  const { by } = setting
  const column = by === undefined ? undefined : 'text' in by.column ? by.column.text : by.column.value
  if (by?.kind === 'column' && column !== undefined) {
    if (setting.parts.length > 0 || setting.seed !== undefined) return refuse('a column says every row\'s part, so that there are no shares and no seed')
    return { kind: 'column', column, span: setting.span }
  }
  const seed = setting.seed === undefined ? 0 : checkSetting(session, '`seed`', setting.seed, { type: 'int', default: 0, least: 0 }, moduleScope(module, 'a split'))
  if (typeof seed !== 'number') return undefined
  const rest = { ...(column === undefined ? {} : { group: column }), seed, span: setting.span }
  if (setting.parts.length === 0) return { ...standard(has), ...rest }

  const shares: Partial<Record<Part, number>> = {}
  const divided = new Set<Part | 'all'>()
  for (const { part, share, of } of setting.parts) {
    const name = partOf(session, part)
    const whole = of === undefined ? 'all' : partOf(session, of)
    const value = checkSetting(session, `the share of \`${part.text}\``, share, { type: 'float', default: 0, least: 0, most: 1 }, moduleScope(module, 'a split'))
    if (name === undefined || whole === undefined || typeof value !== 'number') return undefined
    if (shares[name] !== undefined) return refuse(`\`${name}\` has two shares`)
    if (name === whole) return refuse(`\`${name}\` cannot be a share of itself`)
    shares[name] = value
    divided.add(whole)
  }
  const [of = 'all'] = divided
  if (divided.size > 1) return refuse('all shares must be of the same part')
  // Sums of tenths are not exact.
  const sum = Object.values(shares).reduce((total, share) => total + share, 0)
  if (sum > 1 + 1e-9) return refuse(`the shares add up to ${Math.round(sum * 1000) / 10}%`)
  if (of === 'all' && sources.length > 0 && !has.has('all')) {
    return refuse('every source says which part it is; divide one of them, as in `split validation 10% of train`')
  }
  if (of !== 'all' && sources.length > 0 && !has.has(of)) return refuse(`no source is \`${of}\``)
  if (of === 'all' && shares.train !== undefined && sum < 1 - 1e-9) return refuse(`the shares add up to ${Math.round(sum * 1000) / 10}%, and what is left has no part`)
  return { kind: 'shares', of, shares, ...rest }
}

/** What a file means that does not split: parts without a source get a tenth each. */
function standard(has: ReadonlySet<Part | 'all'>): Pick<Extract<TypedSplit, { kind: 'shares' }>, 'kind' | 'of' | 'shares'> {
  if (has.has('all') || has.size === 0) return { kind: 'shares', of: 'all', shares: { train: 1 - 2 * tenth, validation: tenth, test: tenth } }
  return {
    kind: 'shares',
    of: 'train',
    shares: { ...(has.has('validation') ? {} : { validation: tenth }), ...(has.has('test') ? {} : { test: tenth }) },
  }
}

/** Whether any row can be in a part; undefined where only the data tells. */
export function hasPart({ sources, split }: Division, part: Part): boolean | undefined {
  if (split.kind === 'column') return undefined
  if (sources.some((source) => source.part === part)) return true
  const whole = split.of === 'all' ? 'train' : split.of
  // What the shares leave stays where it was.
  return part === whole || (split.shares[part] ?? 0) > 0
}
