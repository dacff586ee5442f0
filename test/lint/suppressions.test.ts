import { describe, expect, it } from 'vitest'
import { applyEdits } from '../../src/diagnostics/edits.js'
import { found, lintText } from './kit.js'

const block = (line: string, above = ''): string => `block B()(x: f32[D]) -> f32[D] {\n${above}  ${line}\n  x\n}\n`
const unused = 'let y = x |> relu'

/** The text with the edits of its one finding. */
async function mended(text: string): Promise<string> {
  const { findings } = await lintText(text)
  expect(findings).toHaveLength(1)
  return applyEdits(text, findings[0]?.diagnostic.edits ?? [])
}

describe('lint-ignore', () => {
  it('speaks of its own line at its end, and of the next with code where it has a line of its own', async () => {
    expect(await found(block(unused))).toEqual(['unused-let ← y'])
    expect(await found(block(`${unused} // lint-ignore unused-let: later`))).toEqual([])
    expect(await found(block(unused, '  // lint-ignore unused-let: later\n'))).toEqual([])
    expect(await found(block(unused, '  // lint-ignore unused-let: later\n\n  // It will be read.\n'))).toEqual([])
  })

  it('needs no reason, and takes several rules', async () => {
    expect(await found(block(`let Y = x |> relu // lint-ignore naming, unused-let`))).toEqual([])
    expect(await found(block('let Y = x |> relu', '  // lint-ignore naming\n  // lint-ignore unused-let\n'))).toEqual([])
  })

  it('speaks of no other line and no other rule', async () => {
    expect(await found(block(unused, '  let z = x // lint-ignore unused-let\n'))).toEqual(['unused-let ← y'])
    expect(await found(block(unused, '  // lint-ignore naming\n'))).toEqual(['MTL7002 ← naming', 'unused-let ← y'])
  })

  it('is a plain comment in other words and other comments', async () => {
    for (const comment of ['// lint-ignored unused-let', '/* lint-ignore unused-let */', '/// lint-ignore unused-let', '// see lint-ignore unused-let']) {
      expect(await found(block(`${unused} ${comment}`)), comment).toEqual(['unused-let ← y'])
    }
  })
})

it('lint-ignore-file speaks of the whole file, wherever it stands', async () => {
  const text = block(unused) + block('let z = x |> relu').replace('block B', 'block C')
  expect(await found(text)).toHaveLength(2)
  expect(await found(`${text}// lint-ignore-file unused-let: being written\n`)).toEqual([])
})

describe('a suppression that suppresses nothing', () => {
  it('is reported with the edit that takes it out', async () => {
    expect(await mended(block('let y = x // lint-ignore naming: old').replace('  x\n}', '  y\n}'))).toBe(block('let y = x').replace('  x\n}', '  y\n}'))
    expect(await mended(`// lint-ignore-file naming\n${block('')}`)).toBe(block(''))
    expect(await mended(block(`${unused} // lint-ignore naming, unused-let: later`))).toBe(block(`${unused} // lint-ignore unused-let: later`))
  })

  it('is none where its rule did not have its say', async () => {
    const text = block('// lint-ignore naming')
    expect(await found(text, { rules: new Map([['naming', 'off']]) })).toEqual([])
    // Rules about the whole model are left out of a file with errors.
    const broken = 'block B()(x: f32[D]) -> f32[D] {\n  // lint-ignore linear-stack\n  x + y\n}\n'
    expect(await found(broken)).toEqual([])
    expect(await found(broken.replace(' + y', ''))).toEqual(['MTL7002 ← linear-stack'])
  })
})

describe('a suppression of an unknown rule', () => {
  it('is told what was meant', async () => {
    const text = block(`${unused} // lint-ignore unused-lets`)
    expect(await found(text)).toEqual(['unused-let ← y', 'MTL7001 ← unused-lets'])
    const { findings } = await lintText(text)
    expect(findings[1]?.diagnostic.help).toBe('did you mean `unused-let`?')
    expect(await found(applyEdits(text, findings[1]?.diagnostic.edits ?? []))).toEqual([])
  })

  it('is taken out where nothing is near', async () => {
    expect(await mended(block('// lint-ignore everything-else'))).toBe(block('').replace('  \n', ''))
    expect(await mended(block('// lint-ignore'))).toBe(block('').replace('  \n', ''))
  })
})
