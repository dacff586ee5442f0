/** Class weights that are measured: `weights = balanced` becomes a list before anything is lowered. */
import type { TypedModel, TypedTask } from '../check/typed.js'
import type { Statistics } from '../types/statistics.js'

const isBalanced = ({ loss }: TypedTask): boolean => loss.arguments['weights'] === 'balanced'

/** The targets whose labels must be counted in the training part. */
export const targetsToMeasure = (model: TypedModel): readonly string[] => model.tasks.filter(isBalanced).map(({ target }) => target.name)

/**
 * The model with numbers in place of `balanced`. The mean of a label's statistics is its share of what is known: of classes that exclude each
 * other the weight is 1 / (K · share), which makes all count the same; of labels by themselves (1 − share) / share, which makes
 * there and absent count the same. What is never there weighs nothing.
 */
export function withClassWeights(model: TypedModel, statistics: ReadonlyMap<string, Statistics>): TypedModel {
  const tasks = model.tasks.map((task): TypedTask => {
    if (!isBalanced(task)) return task
    const { target, loss } = task
    const shares = statistics.get(target.name)?.mean
    if (shares === undefined) throw new Error(`the labels of ${target.name} were not counted`)
    const weights = target.type.kind === 'labels' ? shares.map((share) => (share > 0 ? (1 - share) / share : 0)) : inverse(shares)
    return { ...task, loss: { ...loss, arguments: { ...loss.arguments, weights } } }
  })
  return { ...model, tasks }
}

/** Shares of a mask's classes add up to less than 1 where pixels are not known. */
function inverse(shares: readonly number[]): readonly number[] {
  const all = shares.reduce((sum, share) => sum + share, 0)
  return shares.map((share) => (share > 0 ? all / (shares.length * share) : 0))
}
