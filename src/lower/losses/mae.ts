import { errorLoss } from './numbers.js'

/** |ŷ − y|. */
export const mae = errorLoss('mae', 'the absolute error', ['number', 'vector', 'keypoints'], (writer, error) => writer.add('abs', [error]))
