/** Types: of the fields of a data set, and of the parameters of a block. */
import { CompletionItemKind } from 'vscode-languageserver/node'
import { fieldRoles, fieldTypes } from '../../check/methods/field-types.js'
import { staticTypes, tensorTypes } from '../../check/static-types.js'
import { Arrow, Colon, Equals } from '../../syntax/tokens.js'
import { docOf } from '../methods.js'
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

const forms: Readonly<Record<string, { readonly text: string; readonly doc: string }>> = {
  image: { text: 'image[${1:3}, ${2:32}, ${3:32}]', doc: 'Pixels: channels, height, width. Read as f32 from 0 to 1, then normalised.' },
  number: { text: 'number', doc: 'One number. As a target: predicted as f32[], loss `mse`.' },
  vector: { text: 'vector[${1:4}]', doc: 'A list of numbers of one length. As a target: loss `mse`.' },
  category: { text: 'category<"$1", "$2">', doc: 'One of several words, as a code. What is none of them has a code of its own.' },
  table: { text: 'table(except = [$1])', doc: 'All other columns, typed by what they hold: `numbers` and `categories`.' },
  label: { text: 'label<${1:10}>', doc: 'One of several classes: predicted as f32[classes], loss `cross_entropy`.' },
  text: { text: 'text(max = ${1:128}, vocab = ${2:8000})', doc: 'Words, as codes of a vocabulary.' },
  labels: { text: 'labels<"$1", "$2">', doc: 'Any of several classes at once: loss `bce`.' },
  mask: { text: 'mask<${1:2}>[${2:32}, ${3:32}]', doc: 'A class for each pixel.' },
  boxes: { text: 'boxes<"$1">', doc: 'Boxes with a class each.' },
  keypoints: { text: 'keypoints<${1:17}>', doc: 'Points that may be seen or not.' },
  tags: { text: 'tags<"$1", "$2">', doc: 'A class for each token of a text.' },
}

function fields(role?: 'input' | 'target'): readonly Offer[] {
  return [...fieldTypes].flatMap(([name, spec], index): Offer[] => {
    const roles = fieldRoles.get(name)
    if (role !== undefined && roles !== undefined && !roles[role]) return []
    const form = forms[name]
    const text = form?.text ?? name
    return [{
      label: name,
      kind: CompletionItemKind.TypeParameter,
      detail: text.replaceAll(/\$\{\d+:([^}]*)\}|\$\d+/g, (_, shown?: string) => shown ?? '…'),
      ...(form === undefined ? {} : { doc: form.doc }),
      ...docOf(spec),
      ...(text === name ? {} : { text, isSnippet: true }),
      ...(spec.implemented ? {} : { later: true }),
      rank: (spec.implemented ? 0 : 1) + index / 1000,
    }]
  })
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

