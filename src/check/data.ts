/** `data`: sources, split, fields, and what is done to them before a model sees them. */
import * as data from '../diagnostics/declarations.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import * as tasks from '../diagnostics/tasks.js'
import * as types from '../diagnostics/types.js'
import type { DataDeclaration, DataSetting, Expression, FieldSetting, NormalizeSetting } from '../syntax/ast.js'
import type { FieldType, TargetType, TableField } from '../types/field.js'
import { formatField, isTarget } from '../types/fields.js'
import { checkAugment } from './augment.js'
import { moduleScope, readFieldType, type ReadField } from './field-types.js'
import type { Module } from './module.js'
import { listed, type Session } from './session.js'
import { breaks } from './sound.js'
import { checkSplit, partOf, type Division } from './split.js'
import type { TypedData, TypedField, TypedSource } from './typed.js'
import { describe, type Value } from './values.js'

/** Looks into a data set's sources for the columns of a table. */
export type InspectTable = (request: {
  readonly sources: readonly TypedSource[]
  readonly file: string
  readonly except: readonly string[]
}) => Promise<TableField | readonly Diagnostic[]>

type Kind<K extends DataSetting['kind']> = Extract<DataSetting, { kind: K }>

export interface Read {
  readonly setting: FieldSetting
  readonly type: ReadField
}

export interface CheckedData {
  readonly name: string
  /** Fields by name; undefined where something is wrong with one, or a table is not known. */
  readonly inputs: ReadonlyMap<string, TypedField<FieldType> | undefined>
  readonly targets: ReadonlyMap<string, TypedField<TargetType> | undefined>
  readonly division?: Division
  /** Absent where anything is wrong, or a table is not known. */
  readonly typed?: TypedData
}

/** `locate` gives a source's location relative to the file that is checked, where the data set was imported. */
export async function checkData(
  session: Session, declaration: DataDeclaration, module: Module, inspect: InspectTable | undefined, locate: (location: string) => string,
): Promise<CheckedData> {
  const name = declaration.name.text
  const before = session.diagnostics.length
  const of = <K extends DataSetting['kind']>(kind: K): readonly Kind<K>[] =>
    declaration.settings.filter((setting): setting is Kind<K> => setting.kind === kind)

  const sources = of('source').flatMap((setting): TypedSource[] => {
    const role = setting.role?.text
    if (role === 'sql') {
      const folder = locate('')
      return [{ part: 'all', kind: 'sql', location: setting.location.value, ...(folder === '' ? {} : { folder }), span: setting.location.span }]
    }
    const part = setting.role === undefined ? 'all' : partOf(session, setting.role)
    return part === undefined ? [] : [{ part, kind: 'file', location: locate(setting.location.value), span: setting.location.span }]
  })
  const fields = readFields(session, of('field'), module)
  for (const [missing, present] of [['source', of('source').length], ['input', of('field').filter(({ role }) => role === 'input').length], ['target', of('field').filter(({ role }) => role === 'target').length]] as const) {
    if (present === 0) session.report(data.incompleteData({ data: name, missing }, { span: declaration.name.span }))
  }
  const split = checkSplit(session, of('split'), sources, declaration, module)
  const [weight, ...weights] = of('sample_weight')
  for (const { span } of weights) session.report(tasks.repeatedSetting({ setting: 'weight', where: `\`data ${name}\`` }, { span, edits: [session.without(span)] }))

  const inputNames = fields.filter(({ setting }) => setting.role === 'input').map(({ setting }) => setting.name.text)
  const declaredInputs = of('field').filter(({ role }) => role === 'input').map((setting) => setting.name.text)
  const normalized = new Map<string, TypedField['normalize']>()
  for (const setting of of('normalize')) {
    const field = fields.find((each) => each.setting.role === 'input' && each.setting.name.text === setting.field.text)
    if (field === undefined) {
      if (declaredInputs.includes(setting.field.text)) continue
      const target = of('field').some((each) => each.name.text === setting.field.text)
      if (target) session.report(data.badNormalize({ field: setting.field.text, reason: 'it is a target, and only inputs are normalised' }, { span: setting.span }))
      else session.unknown(setting.field.text, 'input', inputNames, setting.field.span)
      continue
    }
    if (normalized.has(setting.field.text)) session.report(tasks.repeatedSetting({ setting: `normalize ${setting.field.text}`, where: `\`data ${name}\`` }, { span: setting.span, edits: [session.without(setting.span)] }))
    normalized.set(setting.field.text, checkNormalize(session, setting, field.type, module))
  }
  const augment = of('augment').flatMap((setting) => checkAugment(session, setting, fields, declaredInputs, module) ?? [])

  const columns = [
    ...of('field').map((setting) => setting.from?.value ?? setting.name.text),
    ...(weight === undefined ? [] : [columnName(weight.column)]),
    ...of('split').flatMap(({ by }) => (by === undefined ? [] : [columnName(by.column)])),
  ]
  const sound = (): boolean => !session.diagnostics.slice(before).some(breaks)
  const inputs = new Map<string, TypedField<FieldType> | undefined>(declaredInputs.map((each) => [each, undefined]))
  const targets = new Map<string, TypedField<TargetType> | undefined>(
    of('field').flatMap(({ role, name: { text } }) => (role === 'target' ? [[text, undefined] as const] : [])),
  )
  const readable = sound()
  for (const { setting, type } of fields) {
    const field = type.kind === 'tags' ? tagsOf(session, setting, type, fields)
      : type.kind !== 'table' ? type
        : readable ? await tableOf(session, setting, type.except, columns, sources, module, inspect) : undefined
    if (field === undefined) continue
    const normalize = normalized.get(setting.name.text)
    const typed = {
      name: setting.name.text,
      column: setting.from?.value ?? setting.name.text,
      ...(setting.doc === undefined ? {} : { doc: setting.doc }),
      ...(normalize === undefined ? {} : { normalize }),
      span: setting.span,
    }
    if (setting.role === 'input') inputs.set(typed.name, { ...typed, type: field })
    else if (isTarget(field)) targets.set(typed.name, { ...typed, type: field })
  }
  const checked: CheckedData = { name, inputs, targets, ...(split === undefined ? {} : { division: { sources, split } }) }
  const allInputs = [...inputs.values()]
  const allTargets = [...targets.values()]
  if (!sound() || split === undefined || !allInputs.every(isKnown) || !allTargets.every(isKnown)) return checked
  const typed: TypedData = {
    name,
    ...(declaration.doc === undefined ? {} : { doc: declaration.doc }),
    sources,
    split,
    inputs: allInputs,
    targets: allTargets,
    ...(weight === undefined ? {} : { weight: { column: columnName(weight.column), span: weight.span } }),
    augment,
    skipBadRows: of('skip').length > 0,
    span: declaration.span,
  }
  return { ...checked, typed }
}

const isKnown = <T>(value: T | undefined): value is T => value !== undefined

const columnName = (column: { readonly text: string } | { readonly value: string }): string => ('text' in column ? column.text : column.value)

function readFields(session: Session, settings: readonly FieldSetting[], module: Module): readonly Read[] {
  const seen = new Map<string, FieldSetting>()
  return settings.flatMap((setting): Read[] => {
    const before = seen.get(setting.name.text)
    if (before !== undefined) {
      const related = [{ span: before.name.span, message: 'it is first declared here' }]
      session.report(types.duplicateName({ name: setting.name.text, where: 'this data set' }, { span: setting.name.span, related }))
      return []
    }
    seen.set(setting.name.text, setting)
    const type = readFieldType(session, setting.type, setting.role, module)
    return type === undefined ? [] : [{ setting, type }]
  })
}

/** Tags with the text that they are over: the one that is named, or the only one. */
function tagsOf(session: Session, { type: written }: FieldSetting, { over, ...tags }: Extract<ReadField, { kind: 'tags' }>, fields: readonly Read[]): TargetType | undefined {
  const texts = fields.flatMap(({ setting, type }) => (setting.role === 'input' && type.kind === 'text' ? [{ name: setting.name.text, max: type.max }] : []))
  const names = texts.map(({ name }) => name)
  const [first] = texts
  const found = over === undefined ? (texts.length === 1 ? first : undefined) : texts.find(({ name }) => name === over)
  if (found !== undefined) return { ...tags, over: found.name, max: found.max }
  const refuse = (reason: string): void => session.report(data.badFieldType({ type: session.text(written.span), reason }, { span: written.span }))
  if (over !== undefined) session.unknown(over, 'input of type `text`', names, written.span)
  else if (first === undefined) refuse('tags the pieces of an input of type `text`, and there is none')
  else refuse(`could be over ${listed(names)}; name one of them, as in \`(over = ${first.name})\``)
  return undefined
}

async function tableOf(
  session: Session, setting: FieldSetting, except: readonly string[], columns: readonly string[], sources: readonly TypedSource[],
  module: Module, inspect: InspectTable | undefined,
): Promise<TableField | undefined> {
  if (inspect === undefined) {
    session.report(data.tableNotInspected({ field: setting.name.text }, { span: setting.span }))
    return undefined
  }
  // A table's own name is no column.
  const others = [...new Set([...except, ...columns.filter((column) => column !== setting.name.text)])]
  const found = await inspect({ sources, file: module.path, except: others })
  if ('kind' in found) return found
  for (const finding of found) session.report(finding.span === undefined ? { ...finding, span: setting.span } : finding)
  return undefined
}

// ── normalize ──

function checkNormalize(session: Session, setting: NormalizeSetting, type: ReadField, module: Module): TypedField['normalize'] {
  const field = setting.field.text
  const refuse = (reason: string): undefined => {
    session.report(data.badNormalize({ field, reason }, { span: setting.span }))
  }
  if (type.kind !== 'image' && type.kind !== 'number' && type.kind !== 'vector' && type.kind !== 'table') return refuse(`it is a ${type.kind}, which has no mean`)
  if (setting.auto) return 'auto'
  if (type.kind === 'table') return refuse('a table has many columns; write `auto`')
  const count = type.kind === 'image' ? type.channels : type.kind === 'vector' ? type.size : 1
  const mean = moments(session, setting.mean, 0, module)
  const std = moments(session, setting.std, 1, module)
  if (mean === undefined || std === undefined) return undefined
  const [means, deviations] = [mean, std].map((values) => (values.length === 1 ? Array.from({ length: count }, () => values[0] ?? 0) : values))
  if (means?.length !== count || deviations?.length !== count) return refuse(`${formatField(type)} needs one value, or ${count} of them`)
  return deviations.every((value) => value > 0) ? { mean: means, std: deviations } : refuse('the deviation must be more than 0')
}

function moments(session: Session, expression: Expression | undefined, fallback: number, module: Module): readonly number[] | undefined {
  if (expression === undefined) return [fallback]
  const value = session.evaluate(expression, moduleScope(module, 'a data set'), 'float')
  const items: readonly Value[] = value.kind === 'list' ? value.items : [value]
  const numbers = items.flatMap((item) => (item.kind === 'number' ? [item.value] : []))
  if (numbers.length === items.length) return numbers
  if (value.kind !== 'error') {
    session.report(types.typeMismatch({ what: 'a normalisation', needed: 'a number, or a list of one for each channel', found: describe(value) }, { span: expression.span }))
  }
  return undefined
}
