/** What the declarations around a cursor speak of: their data set, their model, the setting that is being written. */
import { lookUp, type Module } from '../../check/module.js'
import type { MethodSpec } from '../../check/methods/method.js'
import { trainMethods } from '../../check/train.js'
import { passes } from '../../check/methods/passes.js'
import type { DataDeclaration, FieldSetting, ModelDeclaration, NamedType, TypeExpression } from '../../syntax/ast.js'
import { Task } from '../../syntax/tokens.js'
import { bareSpec, methodTable } from '../methods.js'
import { is, type Part } from './groups.js'
import { statementOf, wordOf, type Frame, type FrameKind } from './place.js'

export interface Found<D> {
  readonly declaration: D
  readonly module: Module
}

export function findData(name: string, module: Module): Found<DataDeclaration> | undefined {
  const symbol = lookUp(module, name)
  return symbol?.declaration.kind === 'data' ? { declaration: symbol.declaration, module: symbol.module } : undefined
}

export function findModel(name: string, module: Module): Found<ModelDeclaration> | undefined {
  const symbol = lookUp(module, name)
  return symbol?.declaration.kind === 'model' ? { declaration: symbol.declaration, module: symbol.module } : undefined
}

/** The model that a `train` or `compress` around the cursor is about. */
export function modelAround(frames: readonly Frame[], module: Module): Found<ModelDeclaration> | undefined {
  const frame = frames.find(({ kind }) => kind === 'train' || kind === 'compress')
  return frame === undefined ? undefined : findModel(wordOf(frame.head[1]) ?? '', module)
}

/** The data set of the model around the cursor. */
export function dataAround(frames: readonly Frame[], module: Module): Found<DataDeclaration> | undefined {
  const frame = frames.find(({ kind }) => kind === 'model')
  if (frame !== undefined) return findData(wordOf(frame.head[3]) ?? '', module)
  const model = modelAround(frames, module)
  return model === undefined ? undefined : findData(model.declaration.data.text, model.module)
}

export const fieldsOf = ({ settings }: DataDeclaration, role?: FieldSetting['role']): readonly FieldSetting[] =>
  settings.flatMap((setting) => (setting.kind === 'field' && (role === undefined || setting.role === role) ? [setting] : []))

/** A field's type by its name, aliases followed. */
export function namedType(type: TypeExpression, module: Module): NamedType | undefined {
  let [at, where]: [TypeExpression, Module] = [type, module]
  for (let steps = 0; steps < 16 && at.kind === 'named'; steps++) {
    const symbol = lookUp(where, at.name.text)
    if (symbol?.declaration.kind !== 'type') return at
    ;[at, where] = [symbol.declaration.type, symbol.module]
  }
  return undefined
}

/** The kind of field that the task around the cursor predicts. */
export function targetKind(frames: readonly Frame[], module: Module): string | undefined {
  const task = frames.find(({ kind }) => kind === 'task')
  const data = dataAround(frames, module)
  const name = wordOf(task?.head[1])
  const field = data === undefined ? undefined : fieldsOf(data.declaration, 'target').find((each) => each.name.text === name)
  return data === undefined || field === undefined ? undefined : namedType(field.type, data.module)?.name.text
}

/** The target of the task around the cursor where that is a text: the task reads it by its name. */
export function ownText(frames: readonly Frame[], module: Module): string | undefined {
  const model = frames.find(({ kind }) => kind === 'model')
  const [first, second] = frames.find(({ kind }) => kind === 'task')?.head ?? model?.items[model.index]?.parts ?? []
  const data = dataAround(frames, module)
  const name = is(first, Task) ? wordOf(second) : undefined
  const field = data === undefined ? undefined : fieldsOf(data.declaration, 'target').find((each) => each.name.text === name)
  return data !== undefined && field !== undefined && namedType(field.type, data.module)?.name.text === 'text' ? name : undefined
}

/** A statement up to the cursor, over its commas. */
export const statementBefore = ({ items, index, before }: Frame): readonly Part[] =>
  items[index]?.comma === true ? [...statementOf(items, index - 1), ...before] : before

const settings: Partial<Record<FrameKind, readonly string[]>> = {
  model: ['share'], task: ['loss', 'metric'], train: Object.keys(trainMethods), compress: [...passes.keys()],
}

/** The setting whose method is being written, if one is: `share`, `metric`, `optimizer` … */
export function methodSetting(frame: Frame): string | undefined {
  const { kind, before } = frame
  if (kind === 'augment') return before.length === 0 ? 'augment' : undefined
  if ((kind === 'model' || kind === 'train') && before.map(wordOf).join(' ') === 'select tasks by') return 'select'
  if (kind === 'task' && before.length === 0) return wordOf(statementBefore(frame)[0]) === 'metric' ? 'metric' : undefined
  const word = wordOf(before[0])
  return before.length === 1 && word !== undefined && settings[kind]?.includes(word) === true ? word : undefined
}

/** What the table says of the method in whose brackets the cursor is. */
export function methodAround(frames: readonly Frame[]): { readonly name: string; readonly spec: MethodSpec } | undefined {
  const [outer, frame] = frames.slice(-2)
  if (outer === undefined || frame?.kind !== 'arguments') return undefined
  const { head } = frame
  const name = wordOf(head.at(-1))
  if (name === undefined) return undefined
  const isBare = head.length === 1 && (outer.kind === 'compress' || outer.kind === 'budget' || outer.kind === 'train')
  const setting = methodSetting({ ...outer, before: head.slice(0, -1) })
  const spec = isBare ? bareSpec(name) : setting === undefined ? undefined : methodTable(setting)?.table.get(name)
  return spec === undefined ? undefined : { name, spec }
}
