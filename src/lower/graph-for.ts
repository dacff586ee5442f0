import type { TypedModel } from '../check/typed.js'
import type { Graph } from '../ir/graph.js'
import { lowerModel } from './model.js'
import { fieldsToMeasure } from './normalize.js'

/** The model's graph without its data: statistics that are yet to be measured are stood in for. */
export const graphFor = (model: TypedModel): Graph =>
  lowerModel(model, new Map(fieldsToMeasure(model).map((field) => [field, { mean: [0], std: [1] }])))
