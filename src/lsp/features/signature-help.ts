/** The parameters of the block or method in whose brackets the cursor is. */
import { MarkupKind, type ParameterInformation, type SignatureHelp } from 'vscode-languageserver/node'
import { typeInWords, writtenValue } from '../../check/methods/describe.js'
import type { Module } from '../../check/module.js'
import { Equals, Word } from '../../syntax/tokens.js'
import { blockAround, namesGiven } from '../completion/arguments.js'
import { methodAround } from '../completion/around.js'
import { is } from '../completion/groups.js'
import { placeAt, type Frame } from '../completion/place.js'
import { formatParameter, formatTypeExpression, parametersOf } from '../signatures.js'

export function signatureHelp(text: string, offset: number, module: Module): SignatureHelp | undefined {
  const place = placeAt(text, offset)
  // Brackets within brackets are values; the innermost that is a call is asked about.
  const all = place?.frames ?? []
  for (let { length } = all; length > 1; length--) {
    const frames = all.slice(0, length)
    const frame = frames.at(-1)
    if (frame?.kind !== 'arguments') continue
    const found = ofMethod(frames) ?? ofBlock(frame, module)
    if (found !== undefined) return shown(found, frame)
  }
  return undefined
}

interface Callable {
  readonly name: string
  readonly parameters: readonly { readonly name: string; readonly label: string; readonly doc?: string }[]
  /** What follows the brackets. */
  readonly rest: string
  /** Parameters that a pipe gives. */
  readonly given: number
  readonly doc?: string
}

function ofMethod(frames: readonly Frame[]): Callable | undefined {
  const found = methodAround(frames)
  if (found === undefined) return undefined
  const parameters = Object.entries(found.spec.parameters).map(([name, parameter]) => ({
    name, label: `${name}: ${typeInWords(parameter)}${parameter.default === undefined ? '' : ` = ${writtenValue(parameter.default)}`}`, doc: parameter.doc,
  }))
  return { name: found.name, parameters, rest: '', given: 0, doc: found.spec.doc }
}

function ofBlock(frame: Frame, module: Module): Callable | undefined {
  const found = blockAround(frame, module)
  if (found === undefined) return undefined
  const { declaration, piped } = found
  const { statics, inputs, result, doc } = declaration
  const parameters = parametersOf(declaration).map((parameter) => ({ name: parameter.name.text, label: formatParameter(parameter) }))
  const second = statics === undefined ? '' : `(${inputs.map(formatParameter).join(', ')})`
  const rest = `${second}${result === undefined ? '' : ` -> ${formatTypeExpression(result)}`}`
  return { name: declaration.name.text, parameters, rest, given: piped, ...(doc === undefined ? {} : { doc }) }
}

function shown({ name, parameters, rest, given, doc }: Callable, frame: Frame): SignatureHelp {
  const head = `${name}(`
  let at = head.length
  const listed = parameters.map(({ label, doc: about }): ParameterInformation => {
    const from = at
    at += label.length + 2
    return { label: [from, from + label.length], ...(about === undefined ? {} : { documentation: about }) }
  })
  const active = activeIn(frame, parameters.map((each) => each.name), given)
  const label = `${head}${parameters.map((each) => each.label).join(', ')})${rest}`
  return {
    signatures: [{ label, parameters: listed, ...(doc === undefined ? {} : { documentation: { kind: MarkupKind.Markdown, value: doc } }) }],
    activeSignature: 0,
    // Beyond the last, none is marked.
    activeParameter: active < 0 ? parameters.length : active,
  }
}

/** By its name where one is written, otherwise the next that is not given yet. */
function activeIn(frame: Frame, names: readonly string[], given: number): number {
  const { items, index, before: [first, second] } = frame
  if (is(first, Word) && is(second, Equals)) return Math.max(0, names.indexOf(first.image))
  const named = namesGiven(frame)
  const unnamed = items.slice(0, index).filter(({ parts }) => !(is(parts[0], Word) && is(parts[1], Equals))).length
  const free = names.slice(given).filter((name) => !named.has(name))
  return names.indexOf(free[unnamed] ?? '')
}
