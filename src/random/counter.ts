/**
 * A counter-based generator: the number at (key, counter) is a hash of both, so that any draw can be
 * repeated without replaying those before it. 32-bit integer finaliser "lowbias32" (C. Wellons, 2018).
 */
function mixed32(value: number): number {
  let x = value | 0
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d)
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b)
  return x ^ (x >>> 16)
}

export const hash32 = (value: number): number => mixed32(value) >>> 0

/** Mixes integers and names into one 32-bit key: `key(seed, 'dropout', step)`. */
export function key(...parts: readonly (number | string)[]): number {
  let mixed = 0x9e3779b9
  for (const part of parts) {
    if (typeof part === 'number') {
      mixed = hash32(mixed ^ hash32(part))
      mixed = hash32(mixed ^ hash32(Math.floor(part / 2 ** 32)))
    } else {
      for (let index = 0; index < part.length; index++) mixed = hash32(mixed ^ part.charCodeAt(index))
      mixed = hash32(mixed ^ part.length)
    }
  }
  return mixed
}

/** 32 random bits, as a signed integer, for draw `counter` of stream `stream`. */
export const bits = (stream: number, counter: number): number =>
  mixed32(mixed32((stream + Math.imul(counter, 0x9e3779b9)) | 0) ^ stream)

/** Uniform in [0, 1), 32 bits, for draw `counter` of stream `stream`. */
export const uniform = (stream: number, counter: number): number => (bits(stream, counter) >>> 0) / 2 ** 32

/** Standard normal by Box–Muller, for draw `counter` of stream `stream`. */
export function normal(stream: number, counter: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(stream, 2 * counter)))
  return radius * Math.cos(2 * Math.PI * uniform(stream, 2 * counter + 1))
}
