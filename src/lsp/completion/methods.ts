/** Methods that settings name (schemes, losses, optimisers, passes …), and the settings of a method in brackets. */
import { CompletionItemKind } from 'vscode-languageserver/node'
import { typeInWords, wordsOf, writtenValue } from '../../check/methods/describe.js'
import type { MethodParameter, Methods } from '../../check/methods/method.js'
import { targets } from '../../check/methods/targets.js'
import { Equals, For, Word } from '../../syntax/tokens.js'
import { methodTable } from '../methods.js'
import { namesGiven } from './arguments.js'
import { methodAround, methodSetting, targetKind } from './around.js'
import { is } from './groups.js'
import type { Offer, Provider } from './offer.js'
import { wordOf } from './place.js'

/** After `share`, `loss`, `optimizer`, `quantize` …: those that fit the task's target first, and those that run before others. */
export const methods: Provider = ({ place: { frame, frames, number, string }, module }) => {
  const setting = methodSetting(frame)
  const found = setting === undefined ? undefined : methodTable(setting)
  if (found === undefined || number !== undefined || string !== undefined) return []
  const target = found.fits === undefined ? undefined : targetKind(frames, module)
  const offers = offersOf(found.table, found.kind)
  if (target === undefined) return offers
  return offers.filter(({ label }) => found.fits?.(label).some((kind) => kind === target))
}

function offersOf(table: Methods, kind: string): readonly Offer[] {
  return [...table].map(([name, spec], index): Offer => {
    const listed = Object.entries(spec.parameters)
    const needed = listed.filter(([, { required }]) => required === true)
    return {
      label: name,
      kind: CompletionItemKind.EnumMember,
      detail: listed.length === 0 ? kind : `(${listed.map(([key, { default: value }]) => `${key} = ${value === undefined ? '…' : writtenValue(value)}`).join(', ')})`,
      doc: spec.doc,
      ...(needed.length === 0 ? {} : { text: `${name}(${needed.map(([key], at) => `${key} = $${at + 1}`).join(', ')})`, isSnippet: true }),
      ...(spec.implemented ? {} : { later: true }),
      rank: (spec.implemented ? 0 : 1) + index / 1000,
    }
  })
}

/** In the brackets of a method: its settings by name, and the words that a setting can be. */
export const settings: Provider = ({ place: { frame, frames, number, string } }) => {
  const found = methodAround(frames)
  if (found === undefined || number !== undefined || string !== undefined) return []
  const { parameters } = found.spec
  const [first, second] = frame.before
  if (frame.before.length === 2 && is(first, Word) && is(second, Equals)) return valuesOf(parameters[first.image])
  if (frame.before.length > 0) return []
  const given = namesGiven(frame)
  return Object.entries(parameters).flatMap(([name, parameter], index): Offer[] => (given.has(name) ? [] : [settingOf(name, parameter, index)]))
}

const settingOf = (name: string, parameter: MethodParameter, index: number): Offer => ({
  label: name,
  kind: CompletionItemKind.Property,
  detail: `${typeInWords(parameter)}${parameter.default === undefined ? '' : ` = ${writtenValue(parameter.default)}`}`,
  doc: parameter.doc,
  text: `${name} = `,
  ...(parameter.later === true ? { later: true } : {}),
  rank: index / 1000,
})

function valuesOf(parameter: MethodParameter | undefined): readonly Offer[] {
  if (parameter === undefined) return []
  return wordsOf(parameter).map((word, index): Offer => ({
    label: word,
    kind: CompletionItemKind.EnumMember,
    // What is no name is written in quotes.
    ...(/^[A-Za-z_]\w*$/.test(word) ? {} : { text: `"${word}"` }),
    ...(String(parameter.default) === word ? { detail: 'default' } : {}),
    rank: index / 1000,
  }))
}

/** `for "node-cpu"` of `compress`. */
export const compressTargets: Provider = ({ place: { frame, string } }) => {
  if (frame.kind !== 'compress' || frame.before.length !== 1 || !is(frame.before[0], For)) return []
  return [...targets].map(([name, spec], index): Offer => ({
    label: name,
    kind: CompletionItemKind.EnumMember,
    doc: spec.doc,
    ...(string === undefined ? { text: `"${name}"` } : {}),
    ...(spec.implemented ? {} : { later: true }),
    rank: (spec.implemented ? 0 : 1) + index / 1000,
  }))
}

/** `flip horizontal`: a step of `augment` has one value, after its name. */
export const augmentValues: Provider = ({ place: { frame } }) => {
  const step = frame.kind === 'augment' && frame.before.length === 1 ? methodTable('augment')?.table.get(wordOf(frame.before[0]) ?? '') : undefined
  return valuesOf(step === undefined ? undefined : Object.values(step.parameters)[0])
}
