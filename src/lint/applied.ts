/** Layers of the checked model, as they are applied. */
import type { TypedExpression, TypedModel } from '../check/typed.js'

export type Applied = Extract<TypedExpression, { kind: 'apply' }>

/** A shared name stands for the value that it was declared with. */
export function written(model: TypedModel, expression: TypedExpression): TypedExpression {
  if (expression.kind !== 'representation') return expression
  const share = model.shares.find(({ name }) => name === expression.name)
  return share === undefined ? expression : written(model, share.value)
}

/** All applications in a model, each once. */
export function applicationsIn(model: TypedModel): readonly Applied[] {
  const seen = new Set<TypedExpression>()
  const waiting: TypedExpression[] = [...model.shares.map(({ value }) => value), ...model.tasks.map(({ predict }) => predict)]
  const found: Applied[] = []
  for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
    if (seen.has(each) || each.kind !== 'apply') continue
    seen.add(each)
    found.push(each)
    waiting.push(...each.inputs)
  }
  return found
}

/** What a layer reads, past those that change no number of features: `through` names them. */
export function readBy(model: TypedModel, layer: Applied, through: ReadonlySet<string>): TypedExpression | undefined {
  const [input] = layer.inputs
  const value = input === undefined ? undefined : written(model, input)
  return value?.kind === 'apply' && through.has(value.extern) ? readBy(model, value, through) : value
}
