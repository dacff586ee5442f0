import { numberOf } from '../../check/methods/given.js'
import { errorLoss, roundedOff } from './numbers.js'

/** ½·e² where |e| ≤ δ, else δ·(|e| − ½·δ) (Huber 1964). */
export const huber = errorLoss('huber', 'the squared error up to a distance, and straight beyond', ['number', 'vector', 'keypoints'], (writer, error, method) =>
  roundedOff(writer, error, numberOf(method, 'delta')))
