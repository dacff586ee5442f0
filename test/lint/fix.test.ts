import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fix } from '../../src/lint/fix.js'
import { rules } from '../../src/lint/rules/index.js'
import { lintText } from './kit.js'

const mended = async (text: string): Promise<{ text: string; count: number }> => {
  const { text: result, count } = await fix(text, (each) => lintText(each))
  return { text: result, count }
}

describe('fixes', () => {
  it('follow one another until nothing is left', async () => {
    const before = 'block B(n: int)(x: f32[C, H, W]) {\n  let Y = if true { x |> Conv(n) |> BatchNorm() } else { x }\n  Y\n}\n'
    const after = 'block B(n: int)(x: f32[C, H, W]) {\n  let y = (x |> Conv(n, bias = false) |> BatchNorm())\n  y\n}\n'
    expect(await mended(before)).toEqual({ text: after, count: 3 })
    expect(await mended(after)).toEqual({ text: after, count: 0 })
  })

  it('rename a name with all that says it, and its field in a record', async () => {
    const before = 'block B()(x: f32[D]) {\n  let Half = x * 0.5\n  { Half, whole = Half + Half }\n}\n'
    expect((await mended(before)).text).toBe('block B()(x: f32[D]) {\n  let half = x * 0.5\n  { Half = half, whole = half + half }\n}\n')
  })

  it('rename nothing to a name that is taken, and nothing that other files use', async () => {
    for (const text of [
      'block B()(x: f32[D]) {\n  let Y = x * 0.5\n  let y = x * 2\n  Y + y\n}\n',
      'const Width = 3\nblock conv_unit(Channels: int)(x: f32[C, H, W]) {\n  x |> Conv(Channels, Width)\n}\n',
    ]) {
      expect((await mended(text)).text).toBe(text)
    }
  })

  it('leave a mistake as it is, and mend what is around it', async () => {
    const before = 'block B()(x: f32[D]) {\n  let Y = x |> Dens(3)\n  Y\n}\n'
    expect((await mended(before)).text).toBe('block B()(x: f32[D]) {\n  let y = x |> Dens(3)\n  y\n}\n')
  })

  it('that make a file worse are not made, and keep no other from being made', async () => {
    const text = 'block B()(x: f32[D]) {\n  let Y = x * 2\n  let Z = x * 3\n  Y + Z\n}\n'
    const fixed = await fix(text, async (each) => {
      const linted = await lintText(each)
      return each.includes('let y') ? { ...linted, errors: linted.errors + 1 } : linted
    })
    expect(fixed.text).toBe(text.replaceAll('Z', 'z'))
    expect(fixed.count).toBe(1)
  })

  it('leave any mixture of the examples no worse, and end', async () => {
    const blocks = rules.map(({ bad }) => bad).filter((bad) => !bad.includes('model '))
    await fc.assert(
      fc.asyncProperty(fc.subarray(blocks, { minLength: 1 }), async (chosen) => {
        const text = chosen.map((each, index) => each.replaceAll(/^block (\w+)/gm, `block $1N${index}`)).join('\n')
        const before = await lintText(text)
        const { text: after, examined } = await fix(text, (each) => lintText(each))
        expect(examined.errors).toBeLessThanOrEqual(before.errors)
        expect(examined.findings.filter(({ safe, diagnostic }) => safe && diagnostic.edits !== undefined)).toEqual([])
        expect(await mended(after)).toEqual({ text: after, count: 0 })
      }),
      { numRuns: 20, seed: 1 },
    )
  })
})
