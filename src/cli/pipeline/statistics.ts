import type { TypedModel } from '../../check/typed.js'
import type { Dataset } from '../../data/dataset.js'
import type { Graph } from '../../ir/graph.js'
import { lowerModel } from '../../lower/model.js'
import { fieldsToMeasure, type Moments } from '../../lower/normalize.js'

/** Measures what `normalize … auto` asks for, on the training part. */
export async function measureStatistics(model: TypedModel, dataset: Dataset): Promise<ReadonlyMap<string, Moments>> {
  const measured: (readonly [string, Moments])[] = []
  for (const field of fieldsToMeasure(model)) measured.push([field, await dataset.statistics(field)])
  return new Map(measured)
}

/** The model's graph without its data: statistics that are yet to be measured are stood in for. */
export const graphFor = (model: TypedModel): Graph =>
  lowerModel(model, new Map(fieldsToMeasure(model).map((field) => [field, { mean: [0], std: [1] }])))
