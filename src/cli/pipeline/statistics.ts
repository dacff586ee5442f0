import type { TypedModel } from '../../check/typed.js'
import type { Dataset } from '../../data/dataset.js'
import { targetsToMeasure } from '../../lower/class-weights.js'
import { fieldsToMeasure } from '../../lower/normalize.js'
import type { Statistics } from '../../types/statistics.js'

/** Measures on the training part what `normalize … auto` and `weights = balanced` ask for, and the means that stand for missing numbers of tables. */
export async function measureStatistics(model: TypedModel, dataset: Dataset): Promise<ReadonlyMap<string, Statistics>> {
  const measured: (readonly [string, Statistics])[] = []
  const tables = model.data.inputs.flatMap(({ name, type }) => (type.kind === 'table' && type.numbers.length > 0 ? [name] : []))
  for (const field of new Set([...fieldsToMeasure(model), ...targetsToMeasure(model), ...tables])) measured.push([field, await dataset.statistics(field)])
  return new Map(measured)
}
