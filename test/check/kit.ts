/** Checks files that live in memory; the standard library is the real one. */
import { expect } from 'vitest'
import { check, type CheckContext, type Checked } from '../../src/check/check.js'
import type { TypedExpression } from '../../src/check/typed.js'
import type { Diagnostic } from '../../src/diagnostics/diagnostic.js'
import { memoryHost, type Files } from './host.js'

export const checkFiles = (files: Files, context: Omit<CheckContext, 'host'> = {}): Promise<Checked> =>
  check('main.mtl', { host: memoryHost(files), ...context })

export const checkText = (text: string, context: Omit<CheckContext, 'host'> = {}): Promise<Checked> => checkFiles({ 'main.mtl': text }, context)

/** A data set with an image, a vector, a number and a category to read, and a target of each kind. */
export const things = `
data Things {
  source "things.parquet"
  input image: image[3, 8, 8]
  input vector: vector[6]
  input size: number
  input color: category<"red", "green", "blue">
  target kind: label<10>
  target price: number
  target place: vector[2]
}
`

/** A data set with a text to read, and a target of each kind that `things` has not. */
export const pages = `
data Pages {
  source "pages.parquet"
  input image: image[3, 8, 8]
  input words: text(max = 6, vocab = 100)
  target topics: labels<"art", "sport", "science">
  target regions: mask<3>[8, 8]
  target cars: boxes<"car", "van">
  target eyes: keypoints<"left", "right">
  target names: tags<"O", "B-NAME", "I-NAME">
  target answer: text(max = 5, vocab = 50)
}
`

/** A model on `things` whose task `kind` is predicted by the lines given. */
export const model = (body: string): string => `${things}\nmodel M on Things {\n${body}\n}\n`

/** The finding as a line: its code, message, and the text that it marks. */
export function shown(checked: Checked, finding: Diagnostic): string {
  const { span } = finding
  const marked = span === undefined ? '' : ` ← ${(checked.sources.get(span.file) ?? '').slice(span.start, span.end).replace(/\s+/g, ' ')}`
  return `${finding.code} ${finding.message}${marked}`
}

export const findings = (checked: Checked): readonly string[] => checked.diagnostics.map((finding) => shown(checked, finding))

/** The one finding of a file; fails where there are others. */
export async function only(text: string, code: string, context: Omit<CheckContext, 'host'> = {}): Promise<Diagnostic> {
  return onlyOf({ 'main.mtl': text }, code, context)
}

export async function onlyOf(files: Files, code: string, context: Omit<CheckContext, 'host'> = {}): Promise<Diagnostic> {
  const checked = await checkFiles(files, context)
  expect(checked.diagnostics.map((finding) => finding.code), findings(checked).join('\n')).toEqual([code])
  const [finding] = checked.diagnostics
  if (finding === undefined) throw new Error('no finding')
  return finding
}

/** The one finding of a file besides those of what cannot be run yet, which stand beside others and hide none. */
export async function onlyBeside3001(text: string, code: string, context: Omit<CheckContext, 'host'> = {}): Promise<Diagnostic> {
  const checked = await checkText(text, context)
  const [finding, ...others] = checked.diagnostics.filter((each) => each.code !== 'MTL3001')
  if (finding === undefined) throw new Error('no finding')
  expect([finding.code, ...others.map((each) => each.code)], findings(checked).join('\n')).toEqual([code])
  return finding
}

/** What task `kind` (or the first) of a model predicts, with the model's values by path. */
export async function predicted(body: string, before = ''): Promise<TypedExpression> {
  const checked = await checkText(before + model(body))
  expect(findings(checked)).toEqual([])
  const task = checked.program?.models[0]?.tasks[0]
  if (task === undefined) throw new Error('no task')
  return task.predict
}

/** All applications under a value, those that are computed first in front. */
export function applications(expression: TypedExpression, seen = new Set<TypedExpression>()): readonly Extract<TypedExpression, { kind: 'apply' }>[] {
  if (expression.kind !== 'apply' || seen.has(expression)) return []
  seen.add(expression)
  return [...expression.inputs.flatMap((input) => applications(input, seen)), expression]
}

export const paths = (expression: TypedExpression): readonly string[] => applications(expression).map(({ path }) => path)

/** The shape of a value `x` made by an expression over the inputs of `things`, written so that any shape will do. */
export async function shapeOf(expression: string, before = ''): Promise<string> {
  const value = await predicted(`let x = ${expression}\ntask kind = x |> flatten |> Dense(10)`, before)
  const flat = applications(value).find(({ extern }) => extern === 'flatten' || extern === 'Dense')
  const x = applications(value).findLast(({ extern }) => extern === 'flatten')?.inputs[0] ?? flat?.inputs[0]
  if (x === undefined) throw new Error('no value')
  return `${x.type.dtype}[${x.type.shape.join(', ')}]`
}
