/** What a word means: its declaration and doc, and of values their shapes, parameters and multiply-accumulates. */
import { MarkupKind, type Hover } from 'vscode-languageserver/node'
import { signatureOf, typeInWords, writtenValue } from '../../check/methods/describe.js'
import type { TensorValue, Value } from '../../check/values.js'
import type { Span } from '../../diagnostics/diagnostic.js'
import type { GraphCost } from '../../ir/cost.js'
import { formatCount } from '../../report/format.js'
import type { CallExpression, Expression, PipeExpression } from '../../syntax/ast.js'
import { quantity } from '../../types/units.js'
import type { Analysis } from '../analysis.js'
import { typeOfValue } from '../value-types.js'
import { placeAt, type FrameKind } from '../completion/place.js'
import { costOf } from '../cost.js'
import { laterNote } from '../methods.js'
import { expressionsAt, occurrenceAt } from '../occurrences.js'
import { toRange, touches } from '../ranges.js'
import { methodsOf } from '../settings-at.js'
import { words, type WordPlace } from '../words.js'
import { describeMeaning } from './meaning.js'

export function hover(analysis: Analysis, offset: number): Hover | undefined {
  const { snapshot: { document } } = analysis
  const found = ofQuantity(analysis, offset) ?? ofMethod(analysis, offset) ?? ofName(analysis, offset) ?? ofWord(analysis, offset)
  if (found === undefined) return undefined
  return { contents: { kind: MarkupKind.Markdown, value: found.text }, range: toRange(document, found.span) }
}

interface Told {
  readonly span: Span
  readonly text: string
}

const code = (text: string): string => `\`\`\`mtl\n${text}\n\`\`\``
const paragraphs = (...parts: readonly (string | undefined)[]): string => parts.filter((part) => part !== undefined && part !== '').join('\n\n')

// ── quantities ──

const units = { size: 'bytes', time: 'ns', epochs: 'epochs', steps: 'steps', ratio: '', points: '', count: '' } as const

function ofQuantity({ namesIn }: Analysis, offset: number): Told | undefined {
  const literal = expressionsAt(namesIn(offset, offset), offset).find((node) => node.kind === 'quantity')
  const value = literal === undefined ? undefined : quantity(literal.text, literal.unit)
  if (literal === undefined || value === undefined) return undefined
  const exact = Number.isInteger(value.value) ? formatCount(value.value) : String(value.value)
  const note = value.dimension === 'points' ? 'of a metric that runs from 0 to 1' : value.dimension === 'ratio' ? 'a share' : ''
  const written = `${literal.text}${literal.unit === '%' ? '' : ' '}${literal.unit}`
  return { span: literal.span, text: paragraphs(code(`${written} = ${exact}${units[value.dimension] === '' ? '' : ` ${units[value.dimension]}`}`), note) }
}

// ── methods ──

function ofMethod({ module }: Analysis, offset: number): Told | undefined {
  const declaration = module.file.declarations.find(({ span }) => touches(span, offset))
  if (declaration === undefined) return undefined
  for (const { name, spec, arguments: given } of methodsOf(declaration)) {
    if (touches(name.span, offset)) {
      const lines = Object.entries(spec.parameters).map(([key, { doc }]) => `- \`${key}\`: ${doc}`)
      return { span: name.span, text: paragraphs(code(signatureOf(name.text, spec)), spec.doc, lines.join('\n'), spec.implemented ? undefined : laterNote) }
    }
    for (const { name: argument } of given) {
      const parameter = argument === undefined ? undefined : spec.parameters[argument.text]
      if (argument === undefined || parameter === undefined || !touches(argument.span, offset)) continue
      const standard = parameter.default === undefined ? '' : ` = ${writtenValue(parameter.default)}`
      return { span: argument.span, text: paragraphs(code(`${argument.text}: ${typeInWords(parameter)}${standard}`), parameter.doc, parameter.later === true ? laterNote : undefined) }
    }
  }
  return undefined
}

// ── names ──

function ofName(analysis: Analysis, offset: number): Told | undefined {
  const occurrence = occurrenceAt(analysis.namesIn(offset, offset), offset)
  if (occurrence === undefined) return ofMember(analysis, offset)
  const { span, meaning } = occurrence
  const around = expressionsAt(analysis.namesIn(offset, offset), offset)
  const name = around.find((node) => node.span.start === span.start && node.span.end === span.end)
  const value = name === undefined ? undefined : analysis.valueOf(name)
  const applied = name === undefined ? undefined : applicationOf(around, span)
  return { span, text: paragraphs(describeMeaning(meaning, analysis, value), applied === undefined ? undefined : here(analysis, applied)) }
}

/** A member such as `row.numbers`, or an operator’s result. */
function ofMember(analysis: Analysis, offset: number): Told | undefined {
  const node = expressionsAt(analysis.namesIn(offset, offset), offset).at(-1)
  const value = node === undefined ? undefined : analysis.valueOf(node)
  const type = value === undefined ? undefined : typeOfValue(value)
  if (node === undefined || type === undefined || node.kind === 'string' || node.kind === 'number') return undefined
  return { span: node.span, text: code(type) }
}

/** The innermost application whose block the name at a place is: `Conv(3)(x)`, `x |> Conv(3)`. */
function applicationOf(around: readonly Expression[], name: Span): CallExpression | PipeExpression | undefined {
  const heads = (expression: Expression): Expression => (expression.kind === 'call' ? heads(expression.callee) : expression.kind === 'repeat' ? heads(expression.block) : expression)
  const found = around.filter((node): node is CallExpression | PipeExpression => {
    const callee = node.kind === 'pipe' ? node.stage : node.kind === 'call' ? node.callee : undefined
    return callee !== undefined && heads(callee).span.start === name.start
  })
  return found.findLast(({ kind }) => kind === 'pipe') ?? found[0]
}

function here(analysis: Analysis, expression: CallExpression | PipeExpression): string | undefined {
  const value = analysis.valueOf(expression)
  if (value?.kind !== 'tensor') return undefined
  const given = expression.kind === 'pipe' ? [expression.value] : expression.arguments.map((argument) => argument.value)
  const from = given.flatMap((each) => tensorsOf(analysis.valueOf(each)))
  const shapes = from.length === 0 ? '' : `${from.map(typeOfValue).join(', ')} → `
  const cost = costOf(value.expression, from.map(({ expression: each }) => each))
  return `Here: \`${shapes}${typeOfValue(value) ?? ''}\`${cost === undefined ? '' : `, ${showCost(cost)}`}`
}

function tensorsOf(value: Value | undefined): readonly TensorValue[] {
  if (value?.kind === 'tensor') return [value]
  if (value?.kind === 'list') return value.items.flatMap(tensorsOf)
  return value?.kind === 'record' ? [...value.fields.values()].flatMap(tensorsOf) : []
}

/** `1,234 params, 56,789 MACs` */
const showCost = ({ params, macs }: GraphCost): string => `${formatCount(params)} params, ${formatCount(macs)} MACs`

// ── words of settings ──

const homes: Partial<Record<FrameKind, WordPlace>> = {
  file: 'file', data: 'data', model: 'model', task: 'task', train: 'train', compress: 'compress', budget: 'budget', body: 'body',
}

function ofWord({ snapshot: { text, path } }: Analysis, offset: number): Told | undefined {
  let end = offset
  while (/\w/.test(text[end] ?? '')) end++
  const place = placeAt(text, end)
  const home = place === undefined ? undefined : homes[place.frame.kind]
  if (place === undefined || home === undefined || place.frame.before.length > 0 || place.string !== undefined) return undefined
  const entry = Object.hasOwn(words[home], place.word.text) ? words[home][place.word.text] : undefined
  return entry === undefined ? undefined : { span: { file: path, start: place.word.start, end }, text: paragraphs(code(place.word.text), entry.doc) }
}
