import type { TypedModel } from '../../check/typed.js'
import type { Dataset } from '../../data/dataset.js'
import { targetsToMeasure } from '../../lower/class-weights.js'
import { fieldsToMeasure } from '../../lower/normalize.js'
import type { Statistics } from '../../types/statistics.js'

/**
 * Learns from the training part what `normalize … auto` and `weights = balanced` ask for, the means that stand for missing numbers of
 * tables, and the pieces of texts.
 */
export async function measureStatistics(model: TypedModel, dataset: Dataset): Promise<ReadonlyMap<string, Statistics>> {
  const measured: (readonly [string, Statistics])[] = []
  const needed = [...model.data.inputs, ...model.data.targets].flatMap(({ name, type }) => (type.kind === 'text' || (type.kind === 'table' && type.numbers.length > 0) ? [name] : []))
  for (const field of new Set([...fieldsToMeasure(model), ...targetsToMeasure(model), ...needed])) measured.push([field, await dataset.statistics(field)])
  return new Map(measured)
}
