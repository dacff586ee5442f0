/** Paths of weights, after `keep`, `freeze`, and `rate 0.1 for`, and in the braces of `init from`: the next part. */
import { CompletionItemKind } from 'vscode-languageserver/node'
import { trainPaths } from '../../check/train-paths.js'
import { Dot, For } from '../../syntax/tokens.js'
import { modelAround, statementBefore } from './around.js'
import { is, isToken, type Part } from './groups.js'
import type { Offer, Provider } from './offer.js'
import { wordOf, type Frame } from './place.js'

export const weightPaths: Provider = ({ place: { frame, frames, string }, module, weightsOf }) => {
  const written = pathBefore(frame)
  const model = modelAround(frames, module)
  if (string !== undefined || written === undefined || model === undefined || (written.length > 0 && !is(written.at(-1), Dot))) return []
  const prefix = written.map((part) => (isToken(part) ? part.image : '')).join('')
  const next = weightsOf(model.declaration.name.text).flatMap((path) => (path.startsWith(prefix) ? [path.slice(prefix.length).split('.')[0] ?? ''] : []))
  return [...new Set(next)].filter((part) => part !== '').map((label): Offer => ({ label, kind: CompletionItemKind.Property, detail: `${prefix}${label}` }))
}

/** What stands of a path before the cursor; undefined where none is being written. */
function pathBefore(frame: Frame): readonly Part[] | undefined {
  if (frame.kind === 'weights') return frame.before
  const statement = statementBefore(frame)
  const word = wordOf(statement[0])
  if (frame.kind === 'compress') return word === 'keep' ? frame.before.slice(1) : undefined
  const setting = frame.kind === 'train' && word !== undefined && Object.hasOwn(trainPaths, word) ? trainPaths[word] : undefined
  if (setting === undefined) return undefined
  // Behind a comma stands another path.
  if (statement.length > frame.before.length) return frame.before
  const from = setting.factor === undefined ? 0 : frame.before.findIndex((part) => is(part, For))
  return from < 0 || frame.before.length === 0 ? undefined : frame.before.slice(from + 1)
}
