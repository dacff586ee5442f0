import { meanError } from './mean-error.js'

export const rmse = meanError('rmse', 'root of the mean squared error', (predicted, truth) => (predicted - truth) ** 2, Math.sqrt)
