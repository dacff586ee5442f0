import type { Loss } from './loss.js'

/** (ŷ − y)², averaged over the elements of a vector. */
export const mse: Loss = {
  name: 'mse',
  doc: 'the squared error',
  targets: ['number', 'vector'],
  lower(writer, prediction, target) {
    const error = writer.add('sub', [prediction, target])
    const square = writer.add('mul', [error, error])
    return writer.typeOf(square).shape.length === 1 ? square : writer.add('mean', [square], { axes: [1], keepdims: false })
  },
}
