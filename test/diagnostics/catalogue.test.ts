import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { catalogue } from '../../src/diagnostics/catalogue.js'

const groups = ['syntax', 'types', 'tasks', 'data', 'compression', 'run', 'internal']

describe('the catalogue', () => {
  it('has one entry a code, and each explains itself', async () => {
    const codes: string[] = []
    for (const group of groups) {
      const kinds = (await import(`../../src/diagnostics/${group}.ts`)) as Record<string, { code: string }>
      codes.push(...Object.values(kinds).map(({ code }) => code))
    }
    expect(codes.toSorted()).toEqual([...catalogue.keys()].toSorted())
    for (const { code, explanation } of catalogue.values()) {
      expect(code).toMatch(/^MTL[1-69]\d{3}$/)
      expect(explanation, code).toMatch(/^[A-Z].{20,}[.`)]$/s)
    }
  })

  it('names every group of the folder', () => {
    const files = readdirSync(new URL('../../src/diagnostics/', import.meta.url)).map((name) => name.replace('.ts', ''))
    expect(files).toEqual(expect.arrayContaining(groups))
  })
})
