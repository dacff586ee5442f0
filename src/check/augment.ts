/** `augment image { flip horizontal, shift 2 }`: how the images of the training part are moved about. */
import * as data from '../diagnostics/declarations.js'
import * as types from '../diagnostics/types.js'
import type { AugmentSetting } from '../syntax/ast.js'
import type { Read } from './data.js'
import { moduleScope } from './field-types.js'
import { augmentations } from './methods/augmentations.js'
import type { Module } from './module.js'
import type { Session } from './session.js'
import { checkSetting, methodSpec, reportLater } from './settings.js'
import type { StaticValue, TypedAugment } from './typed.js'

type Step = TypedAugment['steps'][number]

/** What later stages read, of steps that they carry out. */
const carriedOut: ReadonlyMap<string, (value: StaticValue | undefined) => Step> = new Map([
  ['flip', (value): Step => ({ kind: 'flip', axis: value === 'vertical' ? 'vertical' : 'horizontal' })],
  ['shift', (value): Step => ({ kind: 'shift', pixels: Number(value) })],
  ['rotate', (value): Step => ({ kind: 'rotate', degrees: Number(value) })],
])

/** Targets that would be wrong where only the image is moved. */
const inPlaces: ReadonlySet<Read['type']['kind']> = new Set(['mask', 'keypoints'])

export function checkAugment(session: Session, setting: AugmentSetting, fields: readonly Read[], declared: readonly string[], module: Module): TypedAugment | undefined {
  const field = fields.find((each) => each.setting.role === 'input' && each.setting.name.text === setting.field.text)
  if (field === undefined) {
    if (!declared.includes(setting.field.text)) session.unknown(setting.field.text, 'input', declared, setting.field.span)
    return undefined
  }
  if (field.type.kind !== 'image') {
    session.report(data.badAugment({ field: setting.field.text, reason: `it is a ${field.type.kind}, and only images are moved about` }, { span: setting.span }))
    return undefined
  }
  const placed = fields.find(({ setting: { role }, type }) => role === 'target' && inPlaces.has(type.kind))
  if (placed !== undefined) {
    session.report(data.badAugment({ field: setting.field.text, reason: `\`${placed.setting.name.text}\` says where things are in an image, and does not move with it` }, { span: setting.span }))
    return undefined
  }
  const steps = setting.steps.flatMap((step) => checkStep(session, step, module) ?? [])
  const apart = boxesApart(fields, steps)
  if (apart !== undefined) {
    session.report(data.badAugment({ field: setting.field.text, reason: apart }, { span: setting.span }))
    return undefined
  }
  return { field: setting.field.text, steps, span: setting.span }
}

/** Why boxes cannot move with the image; undefined where they can, or there are none. */
function boxesApart(fields: readonly Read[], steps: readonly Step[]): string | undefined {
  const boxes = fields.find(({ setting: { role }, type }) => role === 'target' && type.kind === 'boxes')?.setting.name.text
  if (boxes === undefined) return undefined
  if (fields.filter(({ type }) => type.kind === 'image').length > 1) return `there are several images, and nothing says which of them \`${boxes}\` is of`
  return steps.some(({ kind }) => kind === 'rotate') ? `the boxes of \`${boxes}\` move by \`flip\` and \`shift\`, but a box that is turned is none` : undefined
}

function checkStep(session: Session, { name, values, span }: AugmentSetting['steps'][number], module: Module): Step | undefined {
  const spec = methodSpec(session, 'augmentation', name, augmentations)
  const [key, parameter] = Object.entries(spec?.parameters ?? {})[0] ?? []
  if (key === undefined || parameter === undefined) return undefined
  const [first, ...more] = values
  const what = `\`${name.text}\``
  let value = parameter.default
  if (more.length > 0) session.report(types.tooManyArguments({ of: name.text, most: 1, found: values.length }, { span }))
  else if (first !== undefined) value = checkSetting(session, what, first, parameter, moduleScope(module, 'a data set'))
  else if (parameter.required === true) session.report(types.missingArgument({ name: key, of: name.text, type: 'a value' }, { span, help: `write it after the name. ${parameter.doc}` }))
  reportLater(session, 'augmentation', name, augmentations)
  return value === undefined ? undefined : carriedOut.get(name.text)?.(value)
}
