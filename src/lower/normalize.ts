import type { TypedField, TypedModel } from '../check/typed.js'
import type { GraphBuilder } from '../ir/builder.js'
import type { ValueId } from '../ir/graph.js'
import type { Statistics } from '../types/statistics.js'
import { f32 } from '../types/tensor.js'
import { sampleShape } from './extern.js'

/** The input fields whose statistics `lowerModel` needs: those normalised by `auto`. */
export const fieldsToMeasure = (model: TypedModel): readonly string[] =>
  model.data.inputs.filter((field) => field.normalize === 'auto').map((field) => field.name)

/** How the scopes of normalisation begin, each followed by its field: no name in a file holds a colon. */
export const normalizeScope = 'normalize:'

/** (x − mean) / std with constants, inside the graph, so that users feed raw values. Nothing where none is asked for. */
export function normalized(
  builder: GraphBuilder,
  value: ValueId,
  field: TypedField,
  statistics: ReadonlyMap<string, Statistics>,
): ValueId {
  const moments = field.normalize === 'auto' ? statistics.get(field.name) : field.normalize
  if (moments === undefined) {
    if (field.normalize === 'auto') throw new Error(`the field ${field.name} is normalised by statistics that were not measured`)
    return value
  }
  const shape = sampleShape(builder, value)
  const [size = 1, ...rest] = shape
  const constant = (values: readonly number[]) => {
    if (shape.length === 0) return builder.scalar(values[0] ?? 0)
    const all = values.length === size ? values : Array.from({ length: size }, () => values[0] ?? 0)
    return builder.constant(f32([size, ...rest.map(() => 1)], all))
  }
  const centred = builder.add('sub', [value, constant(moments.mean)])
  // A column that never varies has no scale of its own.
  return builder.add('div', [centred, constant(moments.std.map((std) => (std > 0 ? std : 1)))])
}
