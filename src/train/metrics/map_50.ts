import { meanAveragePrecision } from './average-precision.js'

export const map50 = meanAveragePrecision('map_50', 'mean average precision of boxes that overlap by half', [0.5])
