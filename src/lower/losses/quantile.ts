import { numberOf } from '../../check/methods/given.js'
import { errorLoss } from './numbers.js'

/** q·(y − ŷ) where ŷ is too small, (1 − q)·(ŷ − y) where it is too large (Koenker & Bassett 1978). */
export const quantile = errorLoss('quantile', 'errors weighed by their sign', ['number', 'vector'], (writer, error, method) => {
  const at = numberOf(method, 'at')
  return writer.add('maximum', [writer.add('mul', [error, writer.scalar(1 - at)]), writer.add('mul', [error, writer.scalar(-at)])])
})
