/** Settings from the command line: `train.epochs=3` replaces the line `epochs …` in every `train` block. */
import * as tasks from '../diagnostics/tasks.js'
import type { Span } from '../diagnostics/diagnostic.js'
import type { BudgetLine, CompressDeclaration, CompressSetting, Declaration, File, TrainDeclaration, TrainSetting } from '../syntax/ast.js'
import { parse } from '../syntax/parse.js'
import { barePasses, passes } from './methods/passes.js'
import { listed, nearest, type Session } from './session.js'
import { trainPaths } from './train-paths.js'
import { trainSettings } from './train.js'

const compressSettings = ['target', ...passes.keys(), ...barePasses.keys(), 'distill', 'keep', 'budget']

interface Override {
  readonly text: string
  readonly block: 'train' | 'compress'
  readonly key: readonly string[]
  readonly value: string
}

/** The file with its settings replaced. Findings point into the text of the override itself. */
export function override(session: Session, file: File, overrides: readonly string[]): File {
  return overrides.reduce((changed, text) => {
    const read = readOverride(session, text)
    if (read === undefined) return changed
    return read.block === 'train' ? overrideTrain(session, changed, read) : overrideCompress(session, changed, read)
  }, file)
}

function readOverride(session: Session, text: string): Override | undefined {
  const refuse = (reason: string, help?: string): undefined => {
    session.report(tasks.badOverride({ override: text, reason }, help === undefined ? {} : { help }))
  }
  const equals = text.indexOf('=')
  if (equals < 0) return refuse('it has no `=`')
  const [block = '', ...key] = text.slice(0, equals).trim().split('.')
  const value = text.slice(equals + 1).trim()
  if (block !== 'train' && block !== 'compress') {
    const { suggestion } = nearest(block, ['train', 'compress'])
    return refuse('it begins with neither `train.` nor `compress.`', suggestion === undefined ? undefined : `did you mean \`${suggestion}.${key.join('.')}\`?`)
  }
  const known: readonly string[] = block === 'train' ? trainSettings : compressSettings
  const [setting = ''] = key
  if (!known.includes(setting) || (key.length > 1 && setting !== 'budget') || (setting === 'budget' && key.length < 2)) {
    const { suggestion } = nearest(setting, known)
    const name = setting === 'budget' ? '`budget` needs a line, as in `compress.budget.size`' : `there is no setting \`${key.join('.')}\` in \`${block}\``
    return refuse(name, suggestion === undefined || suggestion === setting ? `its settings are ${listed(known)}` : `did you mean \`${block}.${suggestion}\`?`)
  }
  return value === '' ? refuse('nothing stands after `=`') : { text, block, key, value }
}

/** Reads one setting as if it stood in a block of its own. */
function readSetting(session: Session, { text, block }: Override, written: string): Declaration | undefined {
  const path = `--set ${text}`
  const source = `${block} Model { ${written} }`
  session.sources.set(path, source)
  session.own(path)
  const { file, diagnostics } = parse(source, path)
  const [first] = diagnostics
  if (first === undefined && file.declarations.length === 1) return file.declarations[0]
  session.report(tasks.badOverride({ override: text, reason: first?.message ?? 'it is more than one setting' }))
  return undefined
}

const modelsOf = (file: File): readonly { text: string; span: Span }[] =>
  file.declarations.flatMap((declaration) => (declaration.kind === 'model' ? [declaration.name] : []))

/** Every block of a kind changed; where there is none, a new one for each model. */
function mapBlocks<K extends 'train' | 'compress'>(
  file: File, kind: K, change: (block: Extract<Declaration, { kind: K }>) => Declaration, empty: (model: { text: string; span: Span }) => Extract<Declaration, { kind: K }>,
): File {
  const isKind = (declaration: Declaration): declaration is Extract<Declaration, { kind: K }> => declaration.kind === kind
  if (!file.declarations.some(isKind)) {
    return { ...file, declarations: [...file.declarations, ...modelsOf(file).map((model) => change(empty(model)))] }
  }
  return { ...file, declarations: file.declarations.map((declaration) => (isKind(declaration) ? change(declaration) : declaration)) }
}

/** Settings that may be left out, and are not a method that could be called `none`. */
const optional: ReadonlySet<string> = new Set(['init', 'select', ...Object.keys(trainPaths)])

function overrideTrain(session: Session, file: File, read: Override): File {
  const [name = ''] = read.key
  const away = read.value === 'none' && optional.has(name)
  const parsed = away ? undefined : readSetting(session, read, writtenTrain(name, read.value))
  if (!away && parsed?.kind !== 'train') return file
  const fresh = parsed?.kind === 'train' ? parsed.settings : []
  const others = (setting: TrainSetting): boolean => (setting.kind === 'select' ? 'select' : setting.name.text) !== name
  return mapBlocks(
    file, 'train',
    (block): TrainDeclaration => ({ ...block, settings: [...block.settings.filter(others), ...fresh] }),
    (model): TrainDeclaration => ({ kind: 'train', model, settings: [], span: model.span }),
  )
}

const quoted = (value: string): string => (value.startsWith('"') ? value : JSON.stringify(value))

/** As the setting is written in a file. */
function writtenTrain(name: string, value: string): string {
  if (name === 'select') return value.startsWith('tasks') ? `select ${value}` : `select tasks by ${value}`
  if (name !== 'init') return `${name} ${value}`
  return /^(from|\()/.test(value) ? `init ${value}` : `init from ${quoted(value)}`
}

function writtenCompress(name: string, value: string): string {
  if (name === 'target') return `for ${quoted(value)}`
  if (name === 'distill') return value.startsWith('(') ? `distill${value}` : `distill from ${value.endsWith('.mtl') ? quoted(value) : value}`
  if (!barePasses.has(name)) return `${name} ${value}`
  return value.startsWith('(') ? `${name}${value}` : `${name}(${value})`
}

const nameOfSetting = (setting: CompressSetting): string => (setting.kind === 'pass' ? setting.pass.text : setting.kind)

const emptyCompress = (model: { text: string; span: Span }): CompressDeclaration => ({ kind: 'compress', model, settings: [], span: model.span })

function overrideCompress(session: Session, file: File, read: Override): File {
  const [name = '', ...subject] = read.key
  const { value } = read
  const replace = (settings: readonly CompressSetting[]): File =>
    mapBlocks(file, 'compress', (block) => ({ ...block, settings: [...block.settings.filter((setting) => nameOfSetting(setting) !== name), ...settings] }), emptyCompress)
  if (name === 'budget') return overrideBudget(session, file, read, subject.join('.'))
  if (value === 'none') return replace([])
  const parsed = readSetting(session, read, writtenCompress(name, value))
  return parsed?.kind === 'compress' ? replace(parsed.settings) : file
}

const subjectOf = (line: BudgetLine): string => line.subject.map(({ text }) => text).join('.')
const isCost = (subject: string): boolean => !subject.includes('.')

/** `compress.budget.size=50 KB` gives a line another bound; `none` takes it away. */
function overrideBudget(session: Session, file: File, read: Override, subject: string): File {
  const lines = file.declarations.flatMap((declaration) =>
    declaration.kind === 'compress' ? declaration.settings.flatMap((setting) => (setting.kind === 'budget' ? setting.lines : [])) : [],
  )
  const before = lines.find((line) => subjectOf(line) === subject)
  const compared = /^[<>]=/.test(read.value) ? read.value : `${before?.comparison ?? (isCost(subject) ? '<=' : '>=')} ${read.value}`
  const parsed = read.value === 'none' ? undefined : readSetting(session, read, `budget { ${subject} ${compared} }`)
  const fresh = parsed?.kind === 'compress' ? parsed.settings.flatMap((setting) => (setting.kind === 'budget' ? setting.lines : [])) : []
  if (fresh.length === 0 && read.value !== 'none') return file
  return mapBlocks(file, 'compress', (block) => {
    const budget = block.settings.find((setting) => setting.kind === 'budget')
    const kept = budget?.lines ?? []
    const own = fresh.map((line): BudgetLine => ({ ...line, arguments: kept.find((each) => subjectOf(each) === subject)?.arguments ?? line.arguments }))
    const next: CompressSetting = { kind: 'budget', lines: [...kept.filter((line) => subjectOf(line) !== subject), ...own], span: budget?.span ?? block.span }
    return { ...block, settings: [...block.settings.filter((setting) => setting.kind !== 'budget'), next] }
  }, emptyCompress)
}
