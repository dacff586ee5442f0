/** Paths of weights. */
import { CompletionItemKind } from 'vscode-languageserver/node'
import { Dot } from '../../syntax/tokens.js'
import { modelAround } from './around.js'
import { is, isToken, type Part } from './groups.js'
import type { Offer, Provider } from './offer.js'
import { wordOf, type Frame } from './place.js'

/** `keep trunk.stem`, `init from "…" { trunk.stem from "…" }`: the next part of a path. */
export const weightPaths: Provider = ({ place: { frame, frames, string }, module, weightsOf }) => {
  const before = pathBefore(frame)
  const model = modelAround(frames, module)
  if (string !== undefined || before === undefined || model === undefined || (before.length > 0 && !is(before.at(-1), Dot))) return []
  const prefix = before.map((part) => (isToken(part) ? part.image : '')).join('')
  const next = weightsOf(model.declaration.name.text).flatMap((path) => (path.startsWith(prefix) ? [path.slice(prefix.length).split('.')[0] ?? ''] : []))
  return [...new Set(next)].filter((part) => part !== '').map((label): Offer => ({ label, kind: CompletionItemKind.Property, detail: `${prefix}${label}` }))
}

/** What is written of a path; undefined where none can stand. */
function pathBefore({ kind, before }: Frame): readonly Part[] | undefined {
  if (kind === 'weights') return before
  return kind === 'compress' && wordOf(before[0]) === 'keep' ? before.slice(1) : undefined
}
