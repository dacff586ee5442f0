import { meanAveragePrecision } from './average-precision.js'

export const map5095 = meanAveragePrecision('map_50_95', 'mean average precision over overlaps from 50 to 95%', Array.from({ length: 10 }, (_, index) => (50 + 5 * index) / 100))
