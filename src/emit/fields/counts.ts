import type { NumberField, VectorField } from '../../types/field.js'
import type { OutputCodec } from './codec.js'
import { numberOutput } from './number.js'
import { vectorOutput } from './vector.js'

/** The expected count, whose logarithm the graph gives. */
export const countOutput: OutputCodec<NumberField> = {
  ...numberOutput,
  doc: ['The expected count.'],
  activation: 'exp',
  decoder: 'decodeCount',
  helpers: [numberOutput.runtime],
  runtime: String.raw`
function decodeCount(task, data, sample) {
  return Math.exp(decodeNumber(task, data, sample))
}`,
}

export const countsOutput: OutputCodec<VectorField> = {
  ...vectorOutput,
  doc: ['The expected counts.'],
  activation: 'exp',
  decoder: 'decodeCounts',
  helpers: [vectorOutput.runtime],
  runtime: String.raw`
function decodeCounts(task, data, sample) {
  return decodeVector(task, data, sample).map(Math.exp)
}`,
}
