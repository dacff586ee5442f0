/**
 * The runtime's codes of labels, as data/fields/codes.ts has them while training: by the value's text; a boolean may
 * stand for `1` or `0`, and `3.0` for `3`.
 */
export const codesRuntime = String.raw`
function codesOf(labels) {
  const codes = new Map(labels.map((label, code) => [label, code]))
  return (value) => {
    const text = String(value)
    const code = codes.get(text)
    if (code !== undefined) return code
    if (typeof value === 'boolean') return codes.get(value ? '1' : '0')
    return /^\d+\.0+$/.test(text) ? codes.get(text.slice(0, text.indexOf('.'))) : undefined
  }
}`
