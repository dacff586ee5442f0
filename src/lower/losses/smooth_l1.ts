import { numberOf } from '../../check/methods/given.js'
import { errorLoss, roundedOff } from './numbers.js'

/** ½·e²/β where |e| ≤ β, else |e| − ½·β (Girshick 2015, equation 3, where β is 1): `huber` over β. */
export const smoothL1 = errorLoss('smooth_l1', 'the absolute error, rounded off near 0', ['number', 'vector', 'keypoints'], (writer, error, method) => {
  const beta = numberOf(method, 'beta')
  return writer.add('mul', [roundedOff(writer, error, beta), writer.scalar(1 / beta)])
})
