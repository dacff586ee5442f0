/** Arithmetic of static quantities, as budgets and settings write it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkText, findings, model, only } from './kit.js'

const sound = model('task kind = vector |> Dense(10)\ntask price = vector |> Dense(1)')

/** The bound of a size line, in bytes. */
async function bytes(bound: string, before = ''): Promise<number> {
  const checked = await checkText(`${before}${sound}compress M { budget { size <= ${bound} } }`)
  expect(findings(checked), bound).toEqual([])
  const found = checked.program?.compresses[0]?.budget[0]?.bound
  if (found?.kind !== 'absolute') throw new Error('no bound')
  return found.value
}

/** Whether a condition of static values holds. */
async function holds(condition: string): Promise<boolean> {
  const checked = await checkText(`const units = if ${condition} { 1 } else { 2 }\n${sound.replace('Dense(1)', 'Dense(units)')}`)
  return checked.diagnostics.length === 0
}

describe('quantities', () => {
  test.each([
    ['1 KB / 3 * 3', 1000],
    ['0.1 KB + 0.2 KB', 300],
    ['3 * 0.1 KB', 300],
    ['1 KiB - 24 B', 1000],
    ['90% * 60 KB', 54_000],
    ['60 KB * 0.9', 54_000],
    ['1 GB % 7 B', 6],
    ['1 MB / 50%', 2_000_000],
  ])('%s', async (text, value) => {
    expect(await bytes(text)).toBe(value)
    expect(await bytes('limit', `const limit = ${text}\n`)).toBe(value)
  })

  test.each([
    ['0.1% + 0.2% == 0.3%', true],
    ['0.1 KB + 0.2 KB == 300 B', true],
    ['1 h == 60 min', true],
    ['1 MB / 1 KB == 1000', true],
    ['1 KB < 1 KiB', true],
    ['2 * 10% == 20%', true],
    ['50% * 50% >= 26%', false],
    ['-1 pt < 0 pt', true],
    ['1.5k == 1500', true],
  ])('%s is %s', async (condition, expected) => {
    expect(await holds(condition)).toBe(expected)
  })

  test('sum to the bytes that their sum has, however they are written', async () => {
    const parts = fc.array(fc.tuple(fc.integer({ min: 1, max: 9999 }), fc.constantFrom('B', 'KB', 'KiB')), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(parts, async (sizes) => {
        const factors = { B: 1, KB: 1000, KiB: 1024 } as const
        // A thousandth of each, a thousand times.
        const text = `(${sizes.map(([size, unit]) => `${size / 1000} ${unit}`).join(' + ')}) * 1000`
        expect(await bytes(text)).toBe(sizes.reduce((sum, [size, unit]) => sum + size * factors[unit], 0))
      }),
      { numRuns: 30 },
    )
  })

  test.each([
    ['1 KB * 1 KB', 'MTL2017', '`*` cannot combine a size and a size'],
    ['1 KB + 1 ms', 'MTL2017', '`+` cannot combine a size and a time'],
    ['1 KB + 1', 'MTL2017', '`+` cannot combine a size and the int 1'],
    ['1 / 1 KB', 'MTL2017', '`/` cannot combine the int 1 and a size'],
    ['1 KB / 0', 'MTL2030', '1000 / 0 has no value'],
    ['1 KB % 0 B', 'MTL2030', '1000 % 0 has no value'],
  ])('%s has no value', async (text, code, message) => {
    expect((await only(`${sound}compress M { budget { size <= ${text} } }`, code)).message).toBe(message)
  })

  test('beyond all numbers are none', async () => {
    const text = `const far = 1e300 KB * 1e300\nconst near = 1e-999999999%\n${sound}train M { optimizer adam(lr = near) }`
    expect((await only(text, 'MTL2027')).message).toBe('`lr` of `adam` must be more than 0, but is near')
  })
})
