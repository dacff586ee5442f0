/** Whatever a file holds, the checker says so: it never throws, never hangs, and gives no program of a wrong file. */
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hasErrors } from '../../src/diagnostics/diagnostic.js'
import { checkText, findings, things } from './kit.js'

const folder = join(import.meta.dirname, '../..')
const seeds = ['examples/digits/digits.mtl', 'stdlib/vision.mtl', 'stdlib/tabular.mtl'].map((path) => readFileSync(join(folder, path), 'utf8'))
const tokens = (text: string): readonly string[] => text.match(/\s+|\w+|"[^"]*"|\|>|\.\.\.?|[^\s\w]/g) ?? []

const all = seeds.map(tokens)
const spare = all.flat().filter((token) => token.trim() !== '')

const mutated = fc
  .tuple(
    fc.nat({ max: seeds.length - 1 }),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom('drop', 'swap', 'double'), fc.nat()), { minLength: 1, maxLength: 6 }),
  )
  .map(([which, edits]) => {
    const list = [...(all[which] ?? [])]
    for (const [at, kind, other] of edits) {
      const index = at % list.length
      if (kind === 'drop') list.splice(index, 1)
      else if (kind === 'double') list.splice(index, 0, list[index] ?? '')
      else list[index] = spare[other % spare.length] ?? ''
    }
    return list.join('')
  })

describe('a file with mistakes', () => {
  test('is told about, and nothing else happens', async () => {
    await fc.assert(
      fc.asyncProperty(mutated, async (text) => {
        const checked = await checkText(text)
        expect(checked.program === undefined).toBe(hasErrors(checked.diagnostics))
        for (const { span } of checked.diagnostics) {
          if (span === undefined) continue
          const length = checked.sources.get(span.file)?.length ?? -1
          expect(span.start <= span.end && span.end <= length).toBe(true)
        }
      }),
      { seed: 11, numRuns: 400 },
    )
  })

  test('brings no echo of what was left out of it: a name that is declared is never called unknown', async () => {
    const sound = tokens(`${things}
      const big = 12
      block Two(n: int = 4)(x: f32[C, H]) -> f32[C, n] {
        let y = x |> Dense(n)
        relu(y) + y
      }
      model M on Things {
        share hard body = vector |> reshape([2, 3]) |> Two(n = big) |> flatten
        task price = body |> Dense(1)
      }
      train M { epochs 3, batch 64 }
      compress M { quantize int8\n keep body.two }`)
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: sound.length - 1 }), fc.constantFrom('', ')', '{', '"', '='), async (index, token) => {
        const { diagnostics } = await checkText(sound.with(index, token).join(''))
        if (diagnostics.every(({ code }) => !code.startsWith('MTL1'))) return
        expect(diagnostics.filter(({ code }) => code === 'MTL2001')).toEqual([])
      }),
      { seed: 12, numRuns: 300 },
    )
  })

  test('an empty file is a program without anything', async () => {
    const checked = await checkText('')
    expect(checked).toMatchObject({ diagnostics: [], program: { data: [], models: [], trains: [], compresses: [] } })
  })

  test('is checked wherever it could be read', async () => {
    const text = `${things}
      model M on Things {
        task kind = vector |> Dense(10) |> rleu
        task place = vector |> Dense(3)
      }
      train M { epochs 0 batch 64 }`
    expect(findings(await checkText(text))).toEqual([
      'MTL2001 there is no value called `rleu` ← rleu',
      'MTL2003 task `place` predicts f32[3], but vector[2] needs f32[2] ← vector |> Dense(3)',
      'MTL2027 `epochs` must be at least 1, but is 0 ← 0',
      'MTL1013 expected the end of the line or `,` in `train`, found `batch` ← batch',
    ])
  })

  test('deep nesting of values is bounded', async () => {
    const text = `const a = ${'['.repeat(90)}1${']'.repeat(90)}\nconst b = ${'1 + '.repeat(390)}1`
    expect((await checkText(text)).diagnostics).toEqual([])
  })
})

const half = (value: string): string => `${things}model M on Things {\n  task kind = ${value}\n}\n`

describe('what is independent of a mistake', () => {
  const broken = `${things}model M on Things {\n  task kind = vector |> Dense(64)\n  task price = vector |> Dense(1)\n}\n`

  test('the budget of a task whose prediction is wrong is checked', async () => {
    expect(findings(await checkText(`${broken}compress M { budget { kind.acuracy >= 90%, kind.accuracy <= 90% } }`)).map((line) => line.slice(0, 7))).toEqual(['MTL2003', 'MTL3014', 'MTL3015'])
  })

  test('and so is what stops the training', async () => {
    expect(findings(await checkText(`${broken}train M { stop early(metric = acuracy) }`)).map((line) => line.slice(0, 7))).toEqual(['MTL2003', 'MTL3017'])
  })

  test('a value that could be read in part only is not held against its target', async () => {
    expect(findings(await checkText(half('vector |> Dense(16) relu |> Dense(10)')))).toEqual(['MTL1013 expected the end of the line or `,` in a model, found `relu` ← relu'])
    expect(findings(await checkText(half('vector\n    Dense(10)')))).toEqual(['MTL1014 `Dense` begins nothing that a model can hold ← Dense'])
  })

  test('a mistake in how a line is written does not hide others on it', async () => {
    const { diagnostics } = await checkText(`${things}model M on Things { task kind = vector |> Dense(10) }\ntrain M {\n  epochs = 20;\n}\n`)
    expect(diagnostics.map(({ code }) => code)).toEqual(['MTL1013', 'MTL1009'])
  })
})
