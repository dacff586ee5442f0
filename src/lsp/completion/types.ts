/** Types: of the fields of a data set, and of the parameters of a block. */
import { CompletionItemKind } from 'vscode-languageserver/node'
import { fieldTypes, type FieldSpec } from '../../check/methods/field-types.js'
import { staticTypes, tensorTypes } from '../../check/static-types.js'
import { Arrow, Colon, Equals } from '../../syntax/tokens.js'
import { is } from './groups.js'
import type { Asked, Offer, Provider } from './offer.js'
import { wordOf, type Frame } from './place.js'
import { globalsOf } from './scope.js'

export const types: Provider = (asked) => {
  const { frame, number, string } = asked.place
  if (number !== undefined || string !== undefined) return []
  const { kind, before } = frame
  const first = wordOf(before[0])
  if (kind === 'data' && before.length === 3 && is(before[2], Colon)) return [...fields(first === 'target' ? 'target' : 'input'), ...aliases(asked)]
  if (isAlias(frame)) return [...fields(), ...tensors(), ...aliases(asked)]
  if (kind === 'body' && first === 'param' && is(before.at(-1), Colon)) return [...tensors(), ...aliases(asked)]
  const isType = ((kind === 'parameters' || kind === 'record type') && is(before.at(-1), Colon)) || (kind === 'file' && is(before.at(-1), Arrow))
  return isType ? [...tensors(), ...statics(), ...aliases(asked)] : []
}

/** `type Name = …` */
const isAlias = ({ kind, before }: Frame): boolean => kind === 'file' && wordOf(before[0]) === 'type' && before.length === 3 && is(before[2], Equals)

function fields(role?: 'input' | 'target'): readonly Offer[] {
  return [...fieldTypes].flatMap(([name, spec], index): Offer[] => {
    if (role !== undefined && !spec[role]) return []
    const text = formOf(name, spec)
    return [{
      label: name,
      kind: CompletionItemKind.TypeParameter,
      detail: text.replaceAll(/\$\{\d+:([^}]*)\}/g, '$1'),
      doc: [spec.doc, spec.prediction === undefined || role === 'input' ? '' : `A task predicts ${spec.prediction}.`].filter((part) => part !== '').join('\n\n'),
      ...(text === name ? {} : { text, isSnippet: true }),
      ...(spec.implemented ? {} : { later: true }),
      rank: (spec.implemented ? 0 : 1) + index / 1000,
    }]
  })
}

/** `label<${1:no, yes}>`, `image[${1:channels}, …]`, `text(max = ${1:…}, …)`: places for what has to be given. */
function formOf(name: string, { labels, dimensions, parameters }: FieldSpec): string {
  let stops = 0
  const stop = (shown: string): string => `\${${++stops}:${shown}}`
  const list = Object.entries(parameters).filter(([, { required }]) => required === true)
  return [
    name,
    labels === undefined ? '' : `<${stop(labels.split(', ').map((label) => JSON.stringify(label)).join(', '))}>`,
    list.length === 0 ? '' : `(${list.map(([key]) => `${key} = ${stop('…')}`).join(', ')})`,
    dimensions === undefined ? '' : `[${dimensions.map(stop).join(', ')}]`,
  ].join('')
}

const tensors = (): readonly Offer[] =>
  tensorTypes.map((label): Offer => ({
    label, kind: CompletionItemKind.TypeParameter, detail: 'a tensor; the batch is not written', text: `${label}[$1]`, isSnippet: true,
  }))

const statics = (): readonly Offer[] => staticTypes.map((label): Offer => ({ label, kind: CompletionItemKind.TypeParameter, detail: 'a static value' }))

const aliases = ({ module }: Asked): readonly Offer[] =>
  globalsOf(module).flatMap(({ name, declaration }): Offer[] =>
    declaration.kind === 'type' ? [{ label: name, kind: CompletionItemKind.Interface, ...(declaration.doc === undefined ? {} : { doc: declaration.doc }), rank: 1 }] : [],
  )

/** `table(except = […])`: whether the cursor is in the list of columns, or where it would be begun. */
export function exceptAround(frames: readonly Frame[]): 'name' | 'list' | undefined {
  const [outer, frame] = frames.slice(-2)
  const isTable = (each: Frame | undefined): boolean => each?.kind === 'arguments' && wordOf(each.head.at(-1)) === 'table' && frames.some(({ kind }) => kind === 'data')
  if (isTable(frame) && frame?.before.length === 0) return 'name'
  return frame?.kind === 'list' && isTable(outer) && is(outer?.before.at(-1), Equals) ? 'list' : undefined
}

