/** What one expression of a model costs by itself: the graph of what it adds to what it is given. */
import type { TypedData, TypedExpression, TypedField, TypedModel } from '../check/typed.js'
import { graphCost, type GraphCost } from '../ir/cost.js'
import { lowerModel } from '../lower/model.js'
import type { VectorField } from '../types/field.js'

interface Measured extends GraphCost {
  /** Names of its weights. */
  readonly weights: readonly string[]
}

const known = new WeakMap<TypedExpression, Map<string, Measured | undefined>>()

/**
 * The cost of `result` beyond `given`, which it is made from; what tasks share is given too. Undefined where the
 * compiler cannot lower it yet.
 */
export function costOf(result: TypedExpression, given: readonly TypedExpression[] = []): Measured | undefined {
  const costs = known.get(result) ?? new Map<string, Measured | undefined>()
  known.set(result, costs)
  const key = given.map((each) => `${each.span.file}:${each.span.start}:${each.span.end}`).join(' ')
  if (!costs.has(key)) costs.set(key, measure(result, new Set(given)))
  return costs.get(key)
}

function measure(result: TypedExpression, given: ReadonlySet<TypedExpression>): Measured | undefined {
  // In a block, sizes are names.
  if (result.type.shape.some((dim) => typeof dim === 'string')) return undefined
  try {
    const graph = lowerModel(modelOf(result, given), new Map())
    return { ...graphCost(graph), weights: graph.parameters.map(({ name }) => name) }
  } catch {
    // An extern that this version checks and does not run.
    return undefined
  }
}

/** A model of one task that predicts the result, with all that is given as inputs. */
function modelOf(result: TypedExpression, given: ReadonlySet<TypedExpression>): TypedModel {
  const { span } = result
  const inputs: TypedField[] = []
  const rewritten = new Map<TypedExpression, TypedExpression>()
  const rewrite = (expression: TypedExpression): TypedExpression => {
    const before = rewritten.get(expression)
    if (before !== undefined) return before
    const after = replace(expression)
    rewritten.set(expression, after)
    return after
  }
  const replace = (expression: TypedExpression): TypedExpression => {
    if (given.has(expression) || expression.kind === 'input' || expression.kind === 'representation') {
      const field = `given_${inputs.length}`
      inputs.push({ name: field, column: field, type: vector, span })
      return { kind: 'input', field, type: expression.type, span }
    }
    return expression.kind === 'apply' ? { ...expression, inputs: expression.inputs.map(rewrite) } : expression
  }
  const predict = rewrite(result)
  const target = { name: 'result', column: 'result', type: vector, span }
  const data: TypedData = { name: 'Given', sources: [], split: { kind: 'column', column: '', span }, inputs, targets: [target], augment: [], skipBadRows: false, span }
  const loss = { name: 'mse', arguments: {}, span }
  return { name: 'Part', data, shares: [], tasks: [{ name: 'result', target, predict, loss, weight: 1, metrics: [], span }], span }
}

/** What is given has its shape by the expression; the field only stands for it. */
const vector: VectorField = { kind: 'vector', size: 1 }
