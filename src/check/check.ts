/**
 * The checker: a file with every name resolved, every block instantiated and every setting typed. It goes
 * on after a mistake, so that one run tells all that are independent of each other.
 */
import { incompleteData } from '../diagnostics/declarations.js'
import type { Diagnostic, Span } from '../diagnostics/diagnostic.js'
import * as tasks from '../diagnostics/tasks.js'
import * as types from '../diagnostics/types.js'
import type { Host } from '../host/host.js'
import type { CompressDeclaration, Declaration, Name, TrainDeclaration } from '../syntax/ast.js'
import { checkCompress } from './compress.js'
import { checkData, type CheckedData, type InspectTable } from './data.js'
import { evaluate } from './evaluate.js'
import { checkBlock } from './generic.js'
import { adviseLibrary } from './library.js'
import type { Memo, Units } from './memo.js'
import { checkModel, type CheckedModel } from './model.js'
import { kindNames, type Module, type Named } from './module.js'
import { checkConstants, Loader, type Parse } from './modules.js'
import { override } from './overrides.js'
import { Session } from './session.js'
import { breaks } from './sound.js'
import { resolveType, staticTypes, tensorTypes } from './static-types.js'
import { fieldTypes } from './methods/field-types.js'
import { checkTrain } from './train.js'
import type { TypedCompress, TypedProgram, TypedTrain } from './typed.js'

export type { InspectTable } from './data.js'

export interface CheckContext {
  readonly host: Host
  /** Types the columns of a `table`; without it, models on tables are not checked. */
  readonly inspectTable?: InspectTable
  /** `train.epochs=3`: settings that replace those of the file. */
  readonly overrides?: readonly string[]
  /** Reads a text, instead of `parse`. */
  readonly parse?: Parse
  /** What an earlier run on the same file left. */
  readonly memo?: Memo
}

export interface Checked {
  /** Absent where anything is wrong, but for what this version cannot run: then it is for tools alone. */
  readonly program?: TypedProgram
  readonly diagnostics: readonly Diagnostic[]
  /** Path → text of all files that were read, for rendering. */
  readonly sources: ReadonlyMap<string, string>
  /** All files that were read, with the names that they declare. */
  readonly modules: readonly Module[]
  /** The declarations that were worked out; the results of others were kept. */
  readonly worked: readonly Declaration[]
}

export async function check(path: string, context: CheckContext): Promise<Checked> {
  const session = new Session(evaluate, context.memo)
  const loader = new Loader(context.host, session, context.parse)
  const loaded = loader.load(path)
  if (loaded === undefined) {
    return { diagnostics: [types.unreadableFile({ path, reason: context.host.whyUnreadable?.(path) })], sources: session.sources, modules: [], worked: [] }
  }
  const root: Module = { ...loaded, file: override(session, loaded.file, context.overrides ?? []) }
  for (const module of loader.modules) {
    if (module.standard) continue
    checkConstants(session, module)
    checkTypes(session, module)
    for (const declaration of module.file.declarations) if (declaration.kind === 'block') checkBlock(session, declaration, module)
  }

  const checker = new Program(session, root, context)
  await checker.run()
  const diagnostics = adviseLibrary(arrange(path, loader, session), loader.modules, session.sources, context.host)
  const checked: Checked = { diagnostics, sources: session.sources, modules: loader.modules, worked: session.worked }
  return diagnostics.some(breaks) ? checked : { ...checked, program: checker.program(path) }
}

function checkTypes(session: Session, module: Module): void {
  for (const declaration of module.file.declarations) {
    if (declaration.kind !== 'type') continue
    session.unit(session.memo.types, declaration, () => {
      resolveType(session, declaration.type, module, [...staticTypes, ...tensorTypes, ...fieldTypes.keys()])
      return undefined
    })
  }
}

/** The declarations of the file, and of others that they name. */
class Program {
  readonly #session: Session
  readonly #root: Module
  readonly #context: CheckContext
  readonly #data = new Map<Declaration, CheckedData>()
  readonly #models = new Map<Declaration, CheckedModel>()
  readonly #trains: TypedTrain[] = []
  readonly #compresses: TypedCompress[] = []

  constructor(session: Session, root: Module, context: CheckContext) {
    this.#session = session
    this.#root = root
    this.#context = context
  }

  async run(): Promise<void> {
    const { declarations } = this.#root.file
    for (const declaration of declarations) if (declaration.kind === 'data') await this.#checkData(declaration, this.#root)
    for (const declaration of declarations) if (declaration.kind === 'model') await this.#checkModel(declaration, this.#root)
    const seen = new Map<string, Name>()
    for (const declaration of declarations) {
      if (declaration.kind !== 'train' && declaration.kind !== 'compress') continue
      const found = this.#find(declaration.model, 'model', this.#root)
      const key = `${declaration.kind} ${declaration.model.text}`
      const first = seen.get(key)
      if (first !== undefined) {
        const related = [{ span: first.span, message: 'it is first declared here' }]
        this.#session.report(tasks.repeatedBlock({ what: declaration.kind, model: declaration.model.text }, { span: declaration.model.span, related }))
        continue
      }
      seen.set(key, declaration.model)
      const model = found === undefined ? undefined : await this.#checkModel(found.declaration, found.module)
      const { memo } = this.#session
      if (declaration.kind === 'train') {
        const train = this.#on(memo.trains, declaration, found?.declaration, () => checkTrain(this.#session, declaration, this.#root, model))
        if (train !== undefined) this.#trains.push({ ...train, model: model?.name ?? train.model })
      } else {
        const compress = this.#on(memo.compresses, declaration, found?.declaration, () => checkCompress(this.#session, declaration, this.#root, model))
        if (compress !== undefined) this.#compresses.push({ ...compress, model: model?.name ?? compress.model })
      }
    }
  }

  /** A unit that stands on a model. */
  #on<T>(units: Units<T>, declaration: TrainDeclaration | CompressDeclaration, model: Declaration | undefined, work: () => T): T {
    return this.#session.unit(units, declaration, () => {
      this.#session.lookUp(this.#root, declaration.model.text)
      if (model === undefined) this.#session.pass()
      else this.#session.relyOn(this.#session.memo.models, model)
      return work()
    })
  }

  program(path: string): TypedProgram {
    return {
      path,
      data: [...this.#data.values()].flatMap(({ typed }) => typed ?? []),
      models: [...this.#models.values()].flatMap(({ typed }) => typed ?? []),
      trains: this.#trains,
      compresses: this.#compresses,
    }
  }

  #find<K extends 'data' | 'model'>(name: Name, kind: K, module: Module): { declaration: Extract<Named, { kind: K }>; module: Module } | undefined {
    const symbol = this.#session.lookUp(module, name.text)
    if (symbol === undefined) {
      const known = [...module.symbols].flatMap(([each, { declaration }]) => (declaration.kind === kind ? [each] : []))
      if (!module.broken.has(name.text)) this.#session.unknown(name.text, kind === 'data' ? 'data set' : 'model', known, name.span)
      return undefined
    }
    const isKind = (declaration: Named): declaration is Extract<Named, { kind: K }> => declaration.kind === kind
    if (isKind(symbol.declaration)) return { declaration: symbol.declaration, module: symbol.module }
    this.#session.report(types.wrongKind({ name: name.text, found: kindNames[symbol.declaration.kind], needed: kindNames[kind] }, { span: name.span }))
    return undefined
  }

  async #checkData(declaration: Extract<Named, { kind: 'data' }>, module: Module): Promise<CheckedData> {
    const known = this.#data.get(declaration)
    if (known !== undefined) return known
    const locate = (location: string): string => (module.path === this.#root.path ? location : beside(module.path, location))
    const checked = await this.#session.unitLater(this.#session.memo.data, declaration, () =>
      checkData(this.#session, declaration, module, this.#context.inspectTable, locate))
    this.#data.set(declaration, checked)
    return checked
  }

  async #checkModel(declaration: Extract<Named, { kind: 'model' }>, module: Module): Promise<CheckedModel> {
    const known = this.#models.get(declaration)
    if (known !== undefined) return known
    const found = this.#find(declaration.data, 'data', module)
    const data = found === undefined ? undefined : await this.#checkData(found.declaration, found.module)
    const checked = this.#session.unit(this.#session.memo.models, declaration, () => {
      if (found === undefined) this.#session.pass()
      else this.#session.relyOn(this.#session.memo.data, found.declaration)
      // That this is the data set is looked up once more, for the unit to depend on it.
      this.#session.lookUp(module, declaration.data.text)
      return checkModel(this.#session, declaration, module, data)
    })
    this.#models.set(declaration, checked)
    return checked
  }
}

/** A location as seen from another file's folder. */
function beside(file: string, location: string): string {
  if (/^([/\\]|[A-Za-z]:|[a-z]+:\/\/)/.test(location)) return location
  const end = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'))
  return `${file.slice(0, end + 1)}${location}`
}

/** Findings that something is missing: where the parser left a statement out, they are its echo. */
const absences: ReadonlySet<string> = new Set(
  [types.missingValue, tasks.taskWithoutTarget, tasks.taskWithoutPrediction, tasks.unreadShare, tasks.modelWithoutTasks, tasks.unknownBudgetMetric, incompleteData].map(
    ({ code }) => code,
  ),
)

/** What is said of a whole value: where its end could not be read, it is that of the beginning. */
const ofValues: ReadonlySet<string> = new Set([types.predictionMismatch, types.typeMismatch, types.resultMismatch].map(({ code }) => code))

/** Whether a finding is about a statement that could be read in part only: what it misses may be what was left out. */
function isOfHalf({ code, span }: Diagnostic, syntax: readonly Diagnostic[], sources: ReadonlyMap<string, string>): boolean {
  if (span === undefined || !ofValues.has(code)) return false
  return syntax.some(({ span: broken, edits }) => {
    if (broken === undefined || broken.file !== span.file) return false
    const between = (sources.get(span.file) ?? '').slice(Math.min(span.start, broken.start), Math.max(span.start, broken.start))
    const lines = between.split('\n').length - 1
    // A line that lacks its pipe belongs to the one before.
    return lines === 0 || (lines === 1 && span.start < broken.start && edits?.[0]?.text === '|> ')
  })
}

/** Whether a name may be declared in a text that could not be read whole, by the looks of it: rather once too often. */
const mayDeclare = (text: string, name: string): boolean => new RegExp(String.raw`(?:[{,]|\w\s|^)\s*\b${name}\b|\b${name}\s*[:=]`, 'm').test(text)

/**
 * Whether a finding may be there only because something was left out. An unknown name is none where all mistakes are in
 * other declarations, which are known by their names and declare nothing for this one, and nothing looks like its declaration.
 */
function isEcho({ code, span }: Diagnostic, syntax: readonly Diagnostic[], modules: readonly Module[], sources: ReadonlyMap<string, string>): boolean {
  if (code !== types.unknownName.code || span === undefined) return absences.has(code)
  const at = (place: Span): Declaration | undefined =>
    modules.find(({ path }) => path === place.file)?.file.declarations.find((each) => each.span.start <= place.start && place.start <= each.span.end)
  const around = at(span)
  const name = sources.get(span.file)?.slice(span.start, span.end) ?? ''
  if (!/^\w+$/.test(name) || around === undefined) return true
  const alone = around.kind === 'const' || around.kind === 'type' || around.kind === 'block'
  return syntax.some((finding) => {
    const broken = finding.span === undefined ? undefined : at(finding.span)
    if (broken === undefined || broken === around || broken.kind === 'import') return true
    if (!alone && (broken.kind === 'data' || broken.kind === 'model')) return true
    const text = sources.get(broken.span.file) ?? ''
    return mayDeclare(broken.span.file === span.file ? `${text.slice(0, span.start)}?${text.slice(span.end)}` : text, name)
  })
}

/** The file's own first, each file's in the order of its text. */
function arrange(path: string, loader: Loader, session: Session): readonly Diagnostic[] {
  const { sources } = session
  const diagnostics = session.findings()
  const errors = loader.syntax.filter((finding) => finding.severity === 'error')
  const kept = errors.length === 0 ? diagnostics : diagnostics.filter((finding) => !isOfHalf(finding, errors, sources) && !isEcho(finding, errors, loader.modules, sources))
  const rank = ({ span }: Diagnostic): string => (span === undefined ? '' : span.file === path ? ' ' : span.file)
  return [...loader.syntax, ...kept].toSorted((a, b) => {
    const [first, second] = [rank(a), rank(b)]
    if (first !== second) return first < second ? -1 : 1
    return (a.span?.start ?? 0) - (b.span?.start ?? 0)
  })
}
