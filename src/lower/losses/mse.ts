import { errorLoss } from './numbers.js'

/** (ŷ − y)². */
export const mse = errorLoss('mse', 'the squared error', ['number', 'vector', 'keypoints'], (writer, error) => writer.add('mul', [error, error]))
