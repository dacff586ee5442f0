/** In the brackets of a block: its parameters by name, and what one is by default or can only be. */
import { CompletionItemKind } from 'vscode-languageserver/node'
import { lookUp } from '../../check/module.js'
import type { BlockDeclaration, BlockParameter } from '../../syntax/ast.js'
import { Equals, Pipe, Word } from '../../syntax/tokens.js'
import { formatExpression, formatParameter, isFunction, parametersOf } from '../signatures.js'
import { is } from './groups.js'
import type { Asked, Offer, Provider } from './offer.js'
import { wordOf, type Frame } from './place.js'

/** Names that other items of the brackets give. */
export const namesGiven = ({ items, index }: Frame): ReadonlySet<string> =>
  new Set(items.flatMap(({ parts: [first, second] }, at) => (at !== index && is(first, Word) && is(second, Equals) ? [first.image] : [])))

/** The block in whose first brackets the cursor is, and how many of its parameters a pipe gives. */
export function blockAround({ head, kind }: Frame, module: Asked['module']): { readonly declaration: BlockDeclaration; readonly piped: number } | undefined {
  const name = kind === 'arguments' ? wordOf(head.at(-1)) : undefined
  const symbol = name === undefined ? undefined : lookUp(module, name)
  if (symbol?.declaration.kind !== 'block') return undefined
  const { declaration } = symbol
  return { declaration, piped: isFunction(declaration) && is(head.at(-2), Pipe) ? 1 : 0 }
}

export const blockArguments: Provider = ({ place: { frame, number, string }, module }) => {
  const block = number === undefined && string === undefined ? blockAround(frame, module) : undefined
  if (block === undefined) return []
  const parameters = parametersOf(block.declaration).slice(block.piped)
  const [first, second] = frame.before
  if (frame.before.length === 2 && is(first, Word) && is(second, Equals)) return values(parameters.find(({ name }) => name.text === first.image))
  if (frame.before.length > 0) return []
  const given = namesGiven(frame)
  return parameters.flatMap((parameter, index): Offer[] =>
    given.has(parameter.name.text) ? [] : [{
      label: parameter.name.text,
      kind: CompletionItemKind.Property,
      detail: formatParameter(parameter),
      text: `${parameter.name.text} = `,
      // Before the names in scope: what may be given is the first question here.
      rank: -1 + index / 1000,
    }],
  )
}

function values(parameter: BlockParameter | undefined): readonly Offer[] {
  if (parameter === undefined) return []
  const type = parameter.type.kind === 'named' ? parameter.type.name.text : ''
  const standard = parameter.default === undefined ? undefined : formatExpression(parameter.default)
  if (type === 'bool') {
    return ['true', 'false'].map((label): Offer => ({ label, kind: CompletionItemKind.Keyword, rank: -1, ...(label === standard ? { detail: 'default' } : {}) }))
  }
  return standard === undefined || standard.includes('…') ? [] : [{ label: standard, kind: CompletionItemKind.Value, detail: 'default', rank: -1 }]
}
