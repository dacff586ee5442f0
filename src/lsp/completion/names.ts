/** Values: what is in scope, and what the standard library would bring, with the import that it needs. */
import { CompletionItemKind } from 'vscode-languageserver/node'
import type { Module } from '../../check/module.js'
import type { BlockDeclaration } from '../../syntax/ast.js'
import {
  ArithmeticOperator, Equals, If, In, LogicOperator, Pipe, Predict, PrefixOperator, Range, Weight, Where,
} from '../../syntax/tokens.js'
import { importEdit } from '../imports.js'
import { blockSignature, isFunction, parametersOf, takesTensor } from '../signatures.js'
import { blockAround } from './arguments.js'
import { methodAround } from './around.js'
import { is } from './groups.js'
import { keyword, type Asked, type Offer, type Provider } from './offer.js'
import { wordOf, type Frame } from './place.js'
import { globalsOf, localsAt, type Local } from './scope.js'
import { exceptAround } from './types.js'

/** What may stand at the cursor: a value, what a pipe goes on with, a size. */
type Wanted = 'value' | 'stage' | 'size'

export const names: Provider = (asked) => {
  const { place: { frames, frame, number, string }, module } = asked
  const wanted = number !== undefined || string !== undefined ? undefined : wantedAt(frame, frames, module)
  if (wanted === undefined) return []
  const locals = localsAt(frames, module).filter(({ kind }) => wanted === 'value' || (wanted === 'stage' ? kind === 'let' || kind === 'parameter' : kind !== 'tensor' && kind !== 'input' && kind !== 'target'))
  const taken = new Set(locals.map(({ name }) => name))
  return [
    ...locals.map((local) => localOffer(local, asked)),
    ...globalsOf(module).flatMap(({ name, declaration, core }): Offer[] => {
      if (taken.has(name)) return []
      if (declaration.kind === 'const') return wanted === 'stage' ? [] : [constant(name, asked, declaration.doc)]
      return declaration.kind === 'block' && wanted !== 'size' ? [blockOffer(name, declaration, asked, wanted, core ? 3 : 2)] : []
    }),
    ...(wanted === 'size' ? [] : importable(asked, wanted, taken)),
    ...extras(wanted),
  ]
}

const begins = [Pipe, Equals, ArithmeticOperator, LogicOperator, PrefixOperator, Range, If, In, Where]

function wantedAt(frame: Frame, frames: readonly Frame[], module: Module): Wanted | undefined {
  const { kind, before } = frame
  const last = before.at(-1)
  if (is(last, Pipe)) return 'stage'
  const usual = usualIn(frame, frames, module)
  if (before.length === 0) return ['arguments', 'list', 'brackets', 'dimensions', 'labels', 'body', 'record'].includes(kind) ? usual : undefined
  if (kind === 'task' && before.length === 1 && is(last, Predict, Weight)) return is(last, Weight) ? 'size' : usual
  if (kind === 'budget' || kind === 'compress' || (kind === 'file' && wordOf(before[0]) === 'type')) return undefined
  return is(last, ...begins) ? usual : undefined
}

/** Sizes and other static values are wanted where no tensor can be. */
function usualIn(frame: Frame, frames: readonly Frame[], module: Module): Wanted | undefined {
  if (exceptAround(frames) !== undefined) return undefined
  const method = methodAround(frames)
  if (method !== undefined) {
    const given = frame.before.length === 2 ? method.spec.parameters[wordOf(frame.before[0]) ?? ''] : undefined
    return typeof given?.type === 'object' || given?.type === 'bool' ? undefined : 'size'
  }
  if (frames.some(({ kind }) => kind === 'dimensions' || kind === 'labels' || kind === 'data')) return 'size'
  const block = blockAround(frame, module)?.declaration
  return block === undefined || isFunction(block) || parametersOf(block).some(({ type }) => type.kind === 'named' && type.name.text === 'block') ? 'value' : 'size'
}

const kinds: Record<Local['kind'], CompletionItemKind> = {
  input: CompletionItemKind.Field, target: CompletionItemKind.Field, share: CompletionItemKind.Variable, let: CompletionItemKind.Variable, param: CompletionItemKind.Variable,
  parameter: CompletionItemKind.Variable, tensor: CompletionItemKind.Variable, dimension: CompletionItemKind.TypeParameter, index: CompletionItemKind.Variable,
}

function localOffer({ name, kind }: Local, { typeOf }: Asked): Offer {
  const type = typeOf(name)
  return { label: name, kind: kinds[kind], detail: type === undefined ? kind : `${kind} ${type}`, rank: kind === 'dimension' ? 1 : 0 }
}

function constant(name: string, { typeOf }: Asked, doc: string | undefined): Offer {
  const type = typeOf(name)
  return { label: name, kind: CompletionItemKind.Constant, detail: type === undefined ? 'const' : `const ${type}`, ...(doc === undefined ? {} : { doc }), rank: 1 }
}

export function blockOffer(name: string, declaration: BlockDeclaration, { snapshot, offset }: Pick<Asked, 'snapshot' | 'offset'>, wanted: Wanted, rank: number): Offer {
  const isCalled = snapshot.text[offset] === '('
  return {
    label: name,
    kind: isFunction(declaration) ? CompletionItemKind.Function : CompletionItemKind.Class,
    detail: blockSignature(declaration),
    ...(declaration.doc === undefined ? {} : { doc: declaration.doc }),
    ...(isCalled ? {} : callOf(name, declaration, wanted)),
    // A pipe goes on with what takes a tensor.
    rank: wanted === 'stage' && !takesTensor(declaration) ? rank + 2 : rank,
  }
}

/** How a block is written at a pipe, or a function around a value: with places for what has no default. */
function callOf(name: string, declaration: BlockDeclaration, wanted: Wanted): Pick<Offer, 'text' | 'isSnippet'> {
  const list = parametersOf(declaration)
  const asked = isFunction(declaration) && wanted === 'stage' ? list.slice(1) : list
  const needed = asked.filter((parameter) => parameter.default === undefined)
  if (isFunction(declaration) && needed.length === 0 && wanted === 'stage') return {}
  if (asked.length === 0) return { text: `${name}()` }
  const places = needed.map((parameter, index) => `\${${index + 1}:${parameter.name.text}}`)
  return { text: `${name}(${needed.length === 0 ? '$1' : places.join(', ')})`, isSnippet: true }
}

function importable(asked: Asked, wanted: Wanted, taken: ReadonlySet<string>): readonly Offer[] {
  const { library, module, snapshot } = asked
  return library().flatMap(({ specifier, path, declarations }) =>
    path === snapshot.path ? [] : declarations.flatMap((declaration): Offer[] => {
      const name = declaration.name.text
      if (declaration.kind !== 'block' || taken.has(name) || module.symbols.has(name)) return []
      const offer = blockOffer(name, declaration, asked, wanted, 5)
      return [{ ...offer, detail: `${specifier} ${offer.detail ?? ''}`, edits: [importEdit(snapshot, name, specifier)] }]
    }),
  )
}

function extras(wanted: Wanted): readonly Offer[] {
  const repeat = keyword('repeat', 'Several of a block, one after the other, with weights of their own.', { text: 'repeat(${1:2}) $0', isSnippet: true, rank: 4 })
  if (wanted === 'stage') return [repeat]
  const rounding = ['ceil', 'floor'].map((label): Offer => ({ label, kind: CompletionItemKind.Function, detail: `${label}(a / b)`, text: `${label}($1)`, isSnippet: true, rank: 4 }))
  if (wanted === 'size') return rounding
  return [
    keyword('if', 'A choice by static values; the graph is fixed at compile time.', { text: 'if $1 { $2 } else { $0 }', isSnippet: true, rank: 4 }),
    repeat,
    keyword('true', undefined, { rank: 6 }),
    keyword('false', undefined, { rank: 6 }),
    ...rounding,
  ]
}
