import { extremePlace } from './extreme-place.js'

/** `argmax(x) {axis} : f32[…] → i64[…]`, without the axis; the first of equal values. */
export const argmax = extremePlace('argmax', 'where the largest value stands along an axis', 'ArgMax', (value, best) => value > best)
