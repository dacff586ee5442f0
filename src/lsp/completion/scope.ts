/** Names in reach of the cursor, nearest first: told from tokens inside the declaration, and from the tree outside of it. */
import type { Module } from '../../check/module.js'
import type { BlockDeclaration, ConstDeclaration, DataDeclaration, ModelDeclaration, TypeDeclaration } from '../../syntax/ast.js'
import { Block, Colon, For, In, Less, Let, LParen, LSquare, Param, Share, Word } from '../../syntax/tokens.js'
import { dataAround, fieldsOf, ownText } from './around.js'
import { is, isGroup, opensWith, type Group, type Part } from './groups.js'
import { wordOf, type Frame } from './place.js'

export interface Local {
  readonly name: string
  readonly kind: 'input' | 'target' | 'share' | 'let' | 'param' | 'parameter' | 'tensor' | 'dimension' | 'index'
}

export function localsAt(frames: readonly Frame[], module: Module): readonly Local[] {
  const found = new Map<string, Local>()
  const add = (name: string | undefined, kind: Local['kind']): void => {
    if (name !== undefined && name !== '_' && !found.has(name)) found.set(name, { name, kind })
  }
  for (const frame of frames.toReversed()) {
    if (frame.kind === 'body' || frame.kind === 'model') {
      // Names of a model may be used above their line, those of a body may not.
      const items = frame.kind === 'model' ? frame.items.filter((_, index) => index !== frame.index) : frame.items.slice(0, frame.index)
      for (const { parts } of items.toReversed()) {
        if (is(parts[0], Let)) add(wordOf(parts[1]), 'let')
        else if (is(parts[0], Param)) add(wordOf(parts[1]), 'param')
        else if (is(parts[0], Share)) add(wordOf(opensWith(parts[2], LParen) ? parts[3] : parts[2]), 'share')
      }
    }
    if (frame.kind === 'list') {
      const { parts = [] } = frame.items[frame.index] ?? {}
      const clause = parts.findIndex((part, index) => is(part, For) && is(parts[index + 2], In))
      if (clause >= 0) add(wordOf(parts[clause + 1]), 'index')
    }
    if (frame.kind === 'model') {
      const data = dataAround(frames, module)
      if (data !== undefined) for (const { name } of fieldsOf(data.declaration, 'input')) add(name.text, 'input')
      add(ownText(frames, module), 'target')
    }
  }
  const signature = frames[0] === undefined ? undefined : signatureOf(frames[0])
  if (signature !== undefined) for (const local of signature) add(local.name, local.kind)
  return [...found.values()]
}

/** Parameters and dimensions of the block around the cursor. */
function signatureOf({ items, index, before }: Frame): readonly Local[] | undefined {
  // Commas of `where a, b` part items.
  let first = index
  while (first > 0 && items[first]?.comma === true) first--
  const { parts = [] } = items[first] ?? {}
  const at = parts.findIndex((part) => is(part, Block))
  if (at < 0 || at > 1 || (before.length <= at && first === index)) return undefined
  const lists = parts.slice(at + 2, at + 4).filter((part) => opensWith(part, LParen))
  return lists.flatMap((list, position) => [...parametersOf(list, position === lists.length - 1)])
}

function* parametersOf(list: Group, tensors: boolean): Generator<Local> {
  for (const { parts } of list.items) {
    const name = wordOf(parts[0])
    if (name === undefined || !is(parts[1], Colon)) continue
    const isStatic = ['int', 'float', 'bool', 'string', 'block'].includes(wordOf(isGroup(parts[2]) ? parts[2].items[0]?.parts[0] : parts[2]) ?? '')
    yield { name, kind: tensors && !isStatic ? 'tensor' : 'parameter' }
    if (tensors) for (const dimension of dimensionsOf(parts)) yield { name: dimension, kind: 'dimension' }
  }
}

function* dimensionsOf(parts: readonly Part[]): Generator<string> {
  for (const [index, part] of parts.entries()) {
    if (!isGroup(part) || part.open?.tokenType === Less) continue
    const previous = parts[index - 1]
    if (opensWith(part, LSquare) && is(previous, Word)) {
      for (const { parts: inner } of part.items) for (const each of inner) if (is(each, Word)) yield each.image
    } else for (const { parts: inner } of part.items) yield* dimensionsOf(inner)
  }
}

export type Global = { readonly name: string; readonly declaration: BlockDeclaration | ConstDeclaration | TypeDeclaration | DataDeclaration | ModelDeclaration; readonly core: boolean }

/** What the file declares and imports, then what the core library does. */
export function globalsOf(module: Module): readonly Global[] {
  const own = [...module.symbols].map(([name, { declaration }]): Global => ({ name, declaration, core: false }))
  const core = [...(module.core?.symbols ?? [])].flatMap(([name, { declaration }]): Global[] =>
    module.symbols.has(name) ? [] : [{ name, declaration, core: true }],
  )
  return [...own, ...core]
}
