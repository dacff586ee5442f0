/** A name’s declaration in words. */
import { defaultLoss } from '../../check/methods/losses.js'
import { defaultMetrics } from '../../check/methods/metrics.js'
import type { TypedModel, TypedTask } from '../../check/typed.js'
import type { Value } from '../../check/values.js'
import { formatCount } from '../../report/format.js'
import type { BlockDeclaration, Declaration, Expression, FieldSetting } from '../../syntax/ast.js'
import { formatType } from '../../types/tensor.js'
import type { Analysis } from '../analysis.js'
import { typeOfValue } from '../value-types.js'
import { costOf } from '../cost.js'
import type { Meaning } from '../occurrences.js'
import { blockSignature, formatExpression, formatParameter, formatTypeExpression } from '../signatures.js'

const code = (text: string): string => `\`\`\`mtl\n${text}\n\`\`\``
const paragraphs = (...parts: readonly (string | undefined)[]): string => parts.filter((part) => part !== undefined && part !== '').join('\n\n')

/** In Markdown. `value`: what the name is where it is asked for. */
export function describeMeaning(meaning: Meaning, analysis: Analysis, value?: Value): string {
  const { kind, name, owner } = meaning
  switch (kind) {
    case 'block': return owner.kind === 'block' ? ofBlock(owner) : ''
    case 'const': return owner.kind === 'const' ? paragraphs(code(`const ${name.text} = ${shown(analysis.valueOf(owner.value) ?? value) ?? formatExpression(owner.value)}`), owner.doc) : ''
    case 'type': return owner.kind === 'type' ? paragraphs(code(`type ${name.text} = ${formatTypeExpression(owner.type)}`), owner.doc) : ''
    case 'data': return ofData(owner)
    case 'model': return ofModel(owner, analysis)
    case 'input':
    case 'target': return ofField(meaning, analysis, value)
    case 'share':
    case 'let': return ofValue(meaning, analysis, value)
    case 'param': return code(`param ${name.text}${typed(value)}`)
    case 'static':
    case 'tensor': {
      const parameter = owner.kind === 'block' ? [...(owner.statics ?? []), ...owner.inputs].find((each) => each.name.span.start === name.span.start) : undefined
      return noted(parameter === undefined ? name.text : formatParameter(parameter), value)
    }
    case 'dimension':
    case 'variable': return noted(name.text, value)
  }
}

const shown = (value: Value | undefined): string | undefined => (value === undefined ? undefined : typeOfValue(value))
const typed = (value: Value | undefined): string => (shown(value) === undefined ? '' : `: ${shown(value) ?? ''}`)
/** A declaration, with what it is here where that says more. */
const noted = (declaration: string, value: Value | undefined): string => {
  const type = shown(value)
  return code(type === undefined || declaration.includes(type) ? declaration : `${declaration}  // here ${type}`)
}

const ofBlock = (declaration: BlockDeclaration): string =>
  paragraphs(code(`${declaration.extern ? 'extern ' : ''}block ${declaration.name.text}${blockSignature(declaration)}`), declaration.doc)

const fields = (declaration: Extract<Declaration, { kind: 'data' }>): readonly FieldSetting[] => declaration.settings.filter((setting) => setting.kind === 'field')

const showField = ({ role, name, type, from }: FieldSetting): string =>
  `${role} ${name.text}: ${formatTypeExpression(type)}${from === undefined ? '' : ` from ${JSON.stringify(from.value)}`}`

function ofData(owner: Declaration): string {
  if (owner.kind !== 'data') return ''
  return paragraphs(code([`data ${owner.name.text}`, ...fields(owner).map((field) => `  ${showField(field)}`)].join('\n')), owner.doc)
}

function ofModel(owner: Declaration, { models }: Analysis): string {
  if (owner.kind !== 'model') return ''
  const model = models.find(({ name }) => name === owner.name.text)
  return paragraphs(code(`model ${owner.name.text} on ${owner.data.text}`), owner.doc, model === undefined ? undefined : sizeOf(model))
}

/** What the model costs: shared parts once, heads by task. */
function sizeOf(model: TypedModel): string {
  const parts = [
    ...model.shares.map(({ name, scheme, tasks, value }) => ({ label: `share \`${name}\``, cost: costOf(value), times: scheme.name === 'none' ? tasks.length : 1 })),
    ...model.tasks.map(({ name, predict }) => ({ label: `task \`${name}\``, cost: costOf(predict), times: 1 })),
  ]
  if (parts.some(({ cost }) => cost === undefined)) return ''
  const lines = parts.map(({ label, cost, times }) => `- ${label}: ${formatCount((cost?.params ?? 0) * times)} params, ${formatCount((cost?.macs ?? 0) * times)} MACs`)
  const sum = (of: 'params' | 'macs'): number => parts.reduce((total, { cost, times }) => total + (cost?.[of] ?? 0) * times, 0)
  return `${formatCount(sum('params'))} params, ${formatCount(sum('macs'))} MACs:\n${lines.join('\n')}`
}

function ofField({ kind, name, owner }: Meaning, { models }: Analysis, value: Value | undefined): string {
  const field = owner.kind === 'data' ? fields(owner).find((each) => each.name.span.start === name.span.start) : undefined
  if (field === undefined) return code(`${kind} ${name.text}`)
  const task = kind === 'target' ? models.flatMap(({ tasks }) => tasks).find((each) => each.name === name.text) : undefined
  return paragraphs(noted(showField(field), value), field.doc, task === undefined ? standardOf(field) : ofTask(task))
}

function ofTask({ name, predict, loss, weight, metrics }: TypedTask): string {
  const cost = costOf(predict)
  const size = cost === undefined ? '' : `, ${formatCount(cost.params)} params and ${formatCount(cost.macs)} MACs of its own`
  const named = metrics.map((metric) => `\`${metric.name}\``).join(', ')
  return `Task \`${name}\` predicts \`${formatType(predict.type)}\`${size}: loss \`${loss.name}\`, weight ${weight}, metrics ${named}.`
}

function standardOf({ role, type }: FieldSetting): string | undefined {
  if (role === 'input' || type.kind !== 'named') return undefined
  const kind = type.name.text
  const loss = Object.entries(defaultLoss).find(([each]) => each === kind)?.[1]
  const metrics = Object.entries(defaultMetrics).find(([each]) => each === kind)?.[1]
  return loss === undefined || metrics === undefined ? undefined : `By default: loss \`${loss}\`, metrics ${metrics.map((metric) => `\`${metric}\``).join(', ')}.`
}

function ofValue({ kind, name, value: expression, owner }: Meaning, analysis: Analysis, value: Value | undefined): string {
  const found = value ?? (expression === undefined ? undefined : analysis.valueOf(expression))
  const doc = owner.kind === 'model' ? owner.statements.find((each) => each.kind === 'share' && each.name.span.start === name.span.start) : undefined
  return paragraphs(code(`${kind} ${name.text}${typed(found)}`), doc?.kind === 'share' ? doc.doc : undefined, costLine(expression, analysis))
}

function costLine(expression: Expression | undefined, analysis: Analysis): string | undefined {
  const value = expression === undefined ? undefined : analysis.valueOf(expression)
  const cost = value?.kind === 'tensor' ? costOf(value.expression) : undefined
  return cost === undefined ? undefined : `${formatCount(cost.params)} params, ${formatCount(cost.macs)} MACs`
}
