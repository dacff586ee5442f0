import { meanError } from './mean-error.js'

export const mae = meanError('mae', 'mean absolute error', (predicted, truth) => Math.abs(predicted - truth))
