/** Typed models written by hand, as the checker would make them. */
import type { StaticValue, TypedData, TypedExpression, TypedField, TypedMethod, TypedModel, TypedShare, TypedTask } from '../../src/check/typed.js'
import { averages } from '../../src/check/methods/averages.js'
import { balances } from '../../src/check/methods/balances.js'
import { clips } from '../../src/check/methods/clips.js'
import { losses } from '../../src/check/methods/losses.js'
import { metrics } from '../../src/check/methods/metrics.js'
import { optimizers } from '../../src/check/methods/optimizers.js'
import { schedules } from '../../src/check/methods/schedules.js'
import { stops } from '../../src/check/methods/stops.js'
import type { Span } from '../../src/diagnostics/diagnostic.js'
import type { FieldType, LabelField, TargetType } from '../../src/types/field.js'
import type { DType } from '../../src/types/tensor.js'

export const span: Span = { file: 'test.mtl', start: 0, end: 0 }

/** Defaults of methods, by method and parameter, as the checker fills them; `cosine` is the schedule (the loss has none). */
const defaults = new Map(
  [losses, metrics, optimizers, schedules, stops, balances, clips, averages].flatMap((methods) =>
    [...methods].map(([name, { parameters }]) => [
      name,
      Object.fromEntries(Object.entries(parameters).flatMap(([key, { default: value }]) => (value === undefined ? [] : [[key, value]]))),
    ] as const)),
)

export const method = (name: string, given: Record<string, StaticValue> = {}): TypedMethod => ({ name, arguments: { ...defaults.get(name), ...given }, span })

export const label = (count: number): LabelField => ({
  kind: 'label',
  labels: Array.from({ length: count }, (_, index) => String(index)),
  numeric: true,
})

export const field = <T extends FieldType>(name: string, type: T, normalize?: TypedField['normalize']): TypedField<T> => ({
  name,
  column: name,
  type,
  ...(normalize === undefined ? {} : { normalize }),
  span,
})

export const input = (name: string, shape: readonly number[], dtype: DType = 'f32', member?: 'numbers' | 'categories' | 'mask' | 'before'): TypedExpression => ({
  kind: 'input',
  field: name,
  ...(member === undefined ? {} : { member }),
  type: { dtype, shape },
  span,
})

export const apply = (
  extern: string,
  path: string,
  inputs: readonly TypedExpression[],
  shape: readonly number[],
  statics: Record<string, StaticValue> = {},
): TypedExpression => ({ kind: 'apply', extern, statics, inputs, path, type: { dtype: 'f32', shape }, span })

export const representation = (name: string, shape: readonly number[]): TypedExpression => ({
  kind: 'representation',
  name,
  type: { dtype: 'f32', shape },
  span,
})

export const learned = (path: string, shape: readonly number[], init: 'zeros' | 'ones' | 'normal' | number): TypedExpression => ({
  kind: 'parameter',
  path,
  init,
  type: { dtype: 'f32', shape },
  span,
})

export const constant = (value: number): TypedExpression => ({ kind: 'constant', value, type: { dtype: 'f32', shape: [] }, span })

export function task(name: string, target: TargetType, predict: TypedExpression, options: Partial<TypedTask> = {}): TypedTask {
  const isLabel = target.kind === 'label'
  return {
    name,
    target: field(name, target),
    predict,
    loss: method(isLabel ? 'cross_entropy' : 'mse'),
    weight: 1,
    metrics: (isLabel ? ['accuracy', 'macro_f1'] : ['mae', 'rmse', 'r2']).map((metric) => method(metric)),
    span,
    ...options,
  }
}

export const share = (name: string, scheme: string, value: TypedExpression, tasks: readonly string[]): TypedShare => ({
  name,
  scheme: method(scheme),
  tasks,
  value,
  span,
})

export function model(name: string, inputs: readonly TypedField[], shares: readonly TypedShare[], tasks: readonly TypedTask[]): TypedModel {
  const data: TypedData = {
    name: `${name}Data`,
    sources: [],
    split: { kind: 'shares', of: 'all', shares: {}, seed: 0, span },
    inputs,
    targets: tasks.map(({ target }) => target),
    augment: [],
    skipBadRows: false,
    span,
  }
  return { name, data, shares, tasks, span }
}
