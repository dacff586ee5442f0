/** `compress`: the target, the passes, what they leave alone, and the budget. */
import { qualityNotMeasured } from '../diagnostics/compression.js'
import * as tasks from '../diagnostics/tasks.js'
import * as types from '../diagnostics/types.js'
import type { CompressDeclaration, CompressSetting } from '../syntax/ast.js'
import { checkBudgetLine } from './budget.js'
import { moduleScope } from './field-types.js'
import { barePasses, distillation, passes, passKinds } from './methods/passes.js'
import { defaultTarget, targets } from './methods/targets.js'
import type { CheckedModel } from './model.js'
import type { Module } from './module.js'
import type { Scope } from './scope.js'
import { listed, nearest, type Session } from './session.js'
import { checkArguments, checkMethod, methodSpec, reportLater } from './settings.js'
import { breaks } from './sound.js'
import { hasPart } from './split.js'
import type { TypedBudgetLine, TypedCompress, TypedMethod } from './typed.js'
import { checkWeightPath, textOfPath } from './weight-paths.js'

type Setting<K extends CompressSetting['kind']> = Extract<CompressSetting, { kind: K }>

/** What else a line of the block can begin with. */
const otherWords = ['distill', 'keep', 'budget', 'for']

/** What later stages read by name: the rest is kept in order. */
const carriedOut = ['prune channels', 'quantize int8']

export function checkCompress(
  session: Session, declaration: CompressDeclaration, module: Module, model: CheckedModel | undefined,
): TypedCompress | undefined {
  const where = `\`compress ${declaration.model.text}\``
  const before = session.diagnostics.length
  const scope = moduleScope(module, where)
  const seen = new Set<string>()
  const once = (setting: CompressSetting, name: string): boolean => {
    if (!seen.has(name)) return seen.add(name).has(name)
    session.report(tasks.repeatedSetting({ setting: name, where }, { span: setting.span, edits: [session.without(setting.span)] }))
    return false
  }
  let target = defaultTarget
  let distill: TypedMethod | undefined
  const chosen: { readonly pass: string; readonly method: TypedMethod }[] = []
  const keep: string[] = []
  const budget: TypedBudgetLine[] = []
  for (const setting of declaration.settings) {
    switch (setting.kind) {
      case 'target': {
        const name = { text: setting.target.value, span: setting.target.span }
        if (!once(setting, 'for') || methodSpec(session, 'target', name, targets) === undefined) break
        reportLater(session, 'target', name, targets)
        target = name.text
        break
      }
      case 'pass': {
        if (!once(setting, nameOf(setting))) break
        const method = checkPass(session, setting, scope)
        if (method !== undefined) chosen.push({ pass: setting.pass.text, method })
        break
      }
      case 'distill':
        if (once(setting, 'distill')) distill = checkDistill(session, setting, scope)
        break
      case 'keep':
        checkWeightPath(session, setting.path, model)
        keep.push(textOfPath(setting.path))
        break
      case 'budget':
        if (once(setting, 'budget')) for (const line of setting.lines) budget.push(...checkBudgetLine(session, line, model, scope))
    }
  }
  if (model !== undefined) checkMeasured(session, budget, model)
  if (session.diagnostics.slice(before).some(breaks)) return undefined
  const keyOf = ({ pass, method }: (typeof chosen)[number]): string => `${pass} ${method.name}`
  const of = (key: string): TypedMethod | undefined => chosen.find((each) => keyOf(each) === key)?.method
  const [prune, quantize] = [of('prune channels'), of('quantize int8')]
  return {
    model: declaration.model.text,
    target,
    ...(prune === undefined ? {} : { prune }),
    ...(quantize === undefined ? {} : { quantize }),
    ...(distill === undefined ? {} : { distill }),
    later: chosen.filter((each) => !carriedOut.includes(keyOf(each))),
    keep,
    budget,
    span: declaration.span,
  }
}

/** What may stand in a block once: weights are of one kind of numbers, and channels, heads and single weights go for themselves. */
const nameOf = ({ pass, method }: Setting<'pass'>): string =>
  pass.text === 'quantize' || method === undefined ? pass.text : `${pass.text} ${method.name.text}`

function checkPass(session: Session, setting: Setting<'pass'>, scope: Scope): TypedMethod | undefined {
  const { text, span } = setting.pass
  const bare = barePasses.get(text)
  if (bare !== undefined) return checkBare(session, setting, scope)
  const table = passes.get(text)
  if (table === undefined) {
    const known = [...passes.keys(), ...barePasses.keys()]
    session.report(tasks.unknownMethod({ kind: 'pass', name: text, known: listed([...known, 'distill']), ...nearest(text, [...known, ...otherWords]) }, { span }))
    return undefined
  }
  const runs = [...table].flatMap(([name, { implemented }]) => (implemented ? [name] : []))
  if (setting.method === undefined) {
    const names = runs.length === 0 ? [...table.keys()] : runs
    session.report(types.missingArgument({ name: 'method', of: text, type: listed(names) }, { span, help: `write \`${text} ${names[0] ?? ''}\``, edits: [{ span, text: `${text} ${names[0] ?? ''}` }] }))
    return undefined
  }
  if (setting.arguments.length > 0) {
    session.report(types.tooManyArguments({ of: text, most: 0, found: setting.arguments.length }, { span, help: `settings follow the method: \`${text} ${setting.method.name.text}(…)\`` }))
    return undefined
  }
  const kind = Object.entries(passKinds).find(([pass]) => pass === text)?.[1] ?? 'pass'
  return checkMethod(session, kind, setting.method, table, scope)
}

/** `cluster(16)`, a pass without a method. */
function checkBare(session: Session, { pass, method, arguments: given, span }: Setting<'pass'>, scope: Scope): TypedMethod | undefined {
  if (method !== undefined) {
    const help = { help: `write \`${pass.text}\` by itself, or with settings in brackets` }
    session.report(types.tooManyArguments({ of: pass.text, most: 0, found: 1 }, { span: method.span, ...help }))
    return undefined
  }
  return checkMethod(session, 'pass', { name: pass, arguments: given, span }, barePasses, scope)
}

function checkDistill(session: Session, setting: Setting<'distill'>, scope: Scope): TypedMethod | undefined {
  const { from } = setting
  const method = checkArguments(session, 'distill', setting.arguments, distillation, scope, setting.span)
  if ('text' in from) {
    if (from.text === 'dense') return method
    session.unknown(from.text, 'teacher', ['dense'], from.span)
    return undefined
  }
  if (from.value.endsWith('.mtl')) {
    session.report(tasks.notImplemented({ what: 'distilling from another file' }, { span: from.span, help: 'this version distils `from dense`, the model before compression' }))
    return method
  }
  session.report(types.outOfRange({ what: 'the teacher', needed: '`dense`, or a file in `.mtl`', found: JSON.stringify(from.value) }, { span: from.span }))
  return undefined
}

/** A line on a quality is judged by the validation part, which the split may leave out. */
function checkMeasured(session: Session, budget: readonly TypedBudgetLine[], { data }: CheckedModel): void {
  if (data?.division === undefined || hasPart(data.division, 'validation') !== false) return
  const related = [{ span: data.division.split.span, message: `no row of \`${data.name}\` is in its validation part` }]
  for (const { subject, text, span } of budget) {
    if (subject.kind === 'metric') session.report(qualityNotMeasured({ line: text, samples: 0 }, { span, related }))
  }
}
