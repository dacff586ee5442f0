/** The methods of a file: each with the table that it is of. */
import type { MethodSpec } from '../check/methods/method.js'
import type { Argument, Declaration, Method, Name } from '../syntax/ast.js'
import { bareSpec, methodTable } from './methods.js'

export interface UsedMethod {
  /** The word of the setting: `optimizer`, `share`, `quantize`. */
  readonly setting: string
  readonly kind: string
  readonly name: Name
  readonly arguments: readonly Argument[]
  readonly spec: MethodSpec
}

/** Methods that no table has are left out. */
export function* methodsOf(declaration: Declaration): Generator<UsedMethod> {
  for (const { setting, name, arguments: given, bare } of written(declaration)) {
    const table = methodTable(setting)
    const spec = bare === true ? bareSpec(setting) : table?.table.get(name.text)
    if (spec !== undefined) yield { setting, kind: bare === true ? 'setting' : (table?.kind ?? ''), name, arguments: given, spec }
  }
}

interface Written {
  readonly setting: string
  readonly name: Name
  readonly arguments: readonly Argument[]
  readonly bare?: boolean
}

const method = (setting: string, { name, arguments: given }: Method): Written => ({ setting, name, arguments: given })

function* written(declaration: Declaration): Generator<Written> {
  switch (declaration.kind) {
    case 'data':
      for (const setting of declaration.settings) if (setting.kind === 'augment') for (const { name } of setting.steps) yield { setting: 'augment', name, arguments: [] }
      return
    case 'model':
      for (const statement of declaration.statements) {
        if (statement.kind === 'share') yield method('share', statement.scheme)
        else if (statement.kind === 'select') yield method('select', statement.by)
        else if (statement.kind === 'task') {
          if (statement.loss !== undefined) yield method('loss', statement.loss)
          for (const metric of statement.metrics ?? []) yield method('metric', metric)
        }
      }
      return
    case 'train':
      for (const setting of declaration.settings) {
        if (setting.kind === 'method') yield method(setting.name.text, setting.method)
        else if (setting.kind === 'select') yield method('select', setting.by)
        else if (setting.kind === 'from') yield { setting: setting.name.text, name: setting.name, arguments: setting.arguments, bare: true }
      }
      return
    case 'compress':
      for (const setting of declaration.settings) {
        if (setting.kind === 'pass' && setting.method !== undefined) yield method(setting.pass.text, setting.method)
        else if (setting.kind === 'pass') yield { setting: setting.pass.text, name: setting.pass, arguments: setting.arguments, bare: true }
        else if (setting.kind === 'distill') {
          const name = { text: 'distill', span: { ...setting.span, end: setting.span.start + 'distill'.length } }
          yield { setting: 'distill', name, arguments: setting.arguments, bare: true }
        } else if (setting.kind === 'budget') {
          for (const { subject: [name, more], arguments: given } of setting.lines) {
            if (name !== undefined && more === undefined) yield { setting: name.text, name, arguments: given, bare: true }
          }
        }
      }
      return
    default:
  }
}
