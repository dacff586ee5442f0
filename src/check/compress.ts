/** `compress`: the target, the passes, what they leave alone, and the budget. */
import * as tasks from '../diagnostics/tasks.js'
import * as types from '../diagnostics/types.js'
import { covers } from '../ir/path.js'
import type { CompressDeclaration, CompressSetting } from '../syntax/ast.js'
import { checkBudgetLine } from './budget.js'
import { moduleScope } from './field-types.js'
import { barePasses, distillation, passes } from './methods/passes.js'
import { defaultTarget, targets } from './methods/targets.js'
import type { CheckedModel } from './model.js'
import type { Module } from './module.js'
import type { Scope } from './scope.js'
import { listed, nearest, type Session } from './session.js'
import { checkArguments, checkMethod, methodSpec } from './settings.js'
import type { TypedBudgetLine, TypedCompress, TypedMethod } from './typed.js'

const passWords = ['prune', 'quantize', 'distill', 'keep', 'budget', 'for']

export function checkCompress(
  session: Session, declaration: CompressDeclaration, module: Module, model: CheckedModel | undefined,
): TypedCompress | undefined {
  const where = `\`compress ${declaration.model.text}\``
  const before = session.diagnostics.length
  const scope = moduleScope(module, where)
  const seen = new Set<string>()
  const once = (setting: CompressSetting, name: string): boolean => {
    if (!seen.has(name)) return seen.add(name).has(name)
    session.report(tasks.repeatedSetting({ setting: name, where }, { span: setting.span }))
    return false
  }
  let target = defaultTarget
  const chosen = new Map<string, TypedMethod>()
  const keep: string[] = []
  const budget: TypedBudgetLine[] = []
  for (const setting of declaration.settings) {
    switch (setting.kind) {
      case 'target':
        if (once(setting, 'for') && methodSpec(session, 'target', { text: setting.target.value, span: setting.target.span }, targets) !== undefined) {
          target = setting.target.value
        }
        break
      case 'pass': {
        if (!once(setting, setting.pass.text)) break
        const method = checkPass(session, setting, scope)
        if (method !== undefined) chosen.set(setting.pass.text, method)
        break
      }
      case 'distill': {
        if (!once(setting, 'distill')) break
        const method = checkDistill(session, setting, scope)
        if (method !== undefined) chosen.set('distill', method)
        break
      }
      case 'keep': {
        const path = setting.path.map(({ text }) => text).join('.')
        if (model !== undefined) checkKept(session, path, setting, model)
        keep.push(path)
        break
      }
      case 'budget':
        if (once(setting, 'budget')) for (const line of setting.lines) budget.push(...checkBudgetLine(session, line, model, scope))
    }
  }
  if (session.diagnostics.slice(before).some((finding) => finding.severity === 'error')) return undefined
  const [prune, quantize, distill] = [chosen.get('prune'), chosen.get('quantize'), chosen.get('distill')]
  return {
    model: declaration.model.text,
    target,
    ...(prune === undefined ? {} : { prune }),
    ...(quantize === undefined ? {} : { quantize }),
    ...(distill === undefined ? {} : { distill }),
    keep,
    budget,
    span: declaration.span,
  }
}

function checkPass(session: Session, setting: Extract<CompressSetting, { kind: 'pass' }>, scope: Scope): TypedMethod | undefined {
  const { text, span } = setting.pass
  const bare = barePasses.get(text)
  if (bare !== undefined) {
    session.report(tasks.notImplemented({ what: `the pass \`${text}\`` }, { span }))
    return undefined
  }
  const table = passes.get(text)
  if (table === undefined) {
    const known = [...passes.keys(), ...passWords]
    session.report(tasks.unknownMethod({ kind: 'pass', name: text, known: listed(['prune', 'quantize', 'distill']), ...nearest(text, known) }, { span }))
    return undefined
  }
  if (setting.method === undefined) {
    const names = [...table].flatMap(([name, { implemented }]) => (implemented ? [name] : []))
    if (names.length === 0) session.report(tasks.notImplemented({ what: `the pass \`${text}\`` }, { span }))
    else session.report(types.missingArgument({ name: 'method', of: text, type: listed(names) }, { span, help: `write \`${text} ${names[0] ?? ''}\`` }))
    return undefined
  }
  if (setting.arguments.length > 0) {
    session.report(types.tooManyArguments({ of: text, most: 0, found: setting.arguments.length }, { span, help: `settings follow the method: \`${text} ${setting.method.name.text}(…)\`` }))
    return undefined
  }
  // `quantize int8(dynamic = true)` is the language's, and not this version's.
  const dynamic = text === 'quantize' ? setting.method.arguments.find(({ name, value }) => (name?.text ?? (value.kind === 'name' ? value.name : '')) === 'dynamic') : undefined
  if (dynamic !== undefined) {
    session.report(tasks.notImplemented({ what: 'dynamic quantisation' }, { span: dynamic.span }))
    return undefined
  }
  return checkMethod(session, text === 'prune' ? 'kind of pruning' : text === 'quantize' ? 'kind of quantisation' : 'kind of factorisation', setting.method, table, scope)
}

function checkDistill(session: Session, setting: Extract<CompressSetting, { kind: 'distill' }>, scope: Scope): TypedMethod | undefined {
  const { from } = setting
  if (!('text' in from)) {
    session.report(tasks.notImplemented({ what: 'distilling from another file' }, { span: from.span }))
    return undefined
  }
  if (from.text !== 'dense') {
    session.unknown(from.text, 'teacher', ['dense'], from.span)
    return undefined
  }
  return checkArguments(session, 'distill', setting.arguments, distillation, scope, setting.span)
}

/** Some weight must be of the path, or below it. */
function checkKept(session: Session, path: string, setting: Extract<CompressSetting, { kind: 'keep' }>, model: CheckedModel): void {
  if (model.weights.some((weight) => covers(path, weight))) return
  // A model that has errors may lack some of its weights.
  if (model.typed === undefined) return
  const prefixes = new Set(model.weights.flatMap((weight) => weight.split('.').map((_, index, parts) => parts.slice(0, index + 1).join('.'))))
  const first = setting.path[0]?.span ?? setting.span
  const last = setting.path.at(-1)?.span ?? setting.span
  session.report(types.unknownName({ name: path, what: 'block with weights', ...nearest(path, prefixes) }, { span: { ...first, end: last.end } }))
}
