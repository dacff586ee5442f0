import { extremePlace } from './extreme-place.js'

/** `argmin(x) {axis} : f32[…] → i64[…]`, without the axis; the first of equal values. */
export const argmin = extremePlace('argmin', 'where the smallest value stands along an axis', 'ArgMin', (value, best) => value < best)
