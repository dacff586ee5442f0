/** Floats of 16 bits as f32, which holds each of them exactly. */

/** IEEE 754 binary16: 1 bit of sign, 5 of exponent, 10 of fraction. */
function fromF16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const [exponent, fraction] = [(bits >> 10) & 0x1f, bits & 0x3ff]
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  // Without an exponent the leading 1 is left out, too.
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

export const f32FromF16 = (bits: Uint16Array): Float32Array => Float32Array.from(bits, fromF16)

/** bfloat16: the upper half of an f32. */
export const f32FromBf16 = (bits: Uint16Array): Float32Array => new Float32Array(Uint32Array.from(bits, (half) => half << 16).buffer)
