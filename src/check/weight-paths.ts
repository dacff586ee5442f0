/** Paths of weights in settings: `keep trunk.stem`, `freeze trunk.stem`. */
import * as types from '../diagnostics/types.js'
import { covers } from '../ir/path.js'
import type { WeightPath } from '../syntax/ast.js'
import type { CheckedModel } from './model.js'
import { nearest, type Session } from './session.js'

export const textOfPath = (path: WeightPath): string => path.map(({ text }) => text).join('.')

/**
 * Some weight of the model must be of the path, or below it. `single`: or the path is of one of a block's weights, `trunk.dense.bias`; what
 * those are called is known only once the model is lowered.
 */
export function checkWeightPath(session: Session, path: WeightPath, model: CheckedModel | undefined, { single = false } = {}): void {
  const [first, last, name] = [path[0]?.span, path.at(-1)?.span, textOfPath(path)]
  // A model that has errors may lack some of its weights.
  if (model?.sound !== true || first === undefined || last === undefined || model.weights.some((weight) => covers(name, weight))) return
  if (single && model.weights.includes(textOfPath(path.slice(0, -1)))) return
  const prefixes = new Set(model.weights.flatMap((weight) => weight.split('.').map((_, index, parts) => parts.slice(0, index + 1).join('.'))))
  session.report(types.unknownName({ name, what: 'block with weights', ...nearest(name, prefixes) }, { span: { ...first, end: last.end } }))
}
