import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { catalogue } from '../../src/diagnostics/catalogue.js'

const folder = new URL('../../src/diagnostics/', import.meta.url)
/** The files that declare kinds of findings. */
const groups = readdirSync(folder).filter((name) => /= define</.test(readFileSync(new URL(name, folder), 'utf8')))

describe('the catalogue', () => {
  it('has every kind once, and each explains itself', async () => {
    const codes: string[] = []
    for (const group of groups) {
      const kinds = (await import(new URL(group, folder).href)) as Record<string, { code?: string }>
      codes.push(...Object.values(kinds).flatMap(({ code }) => (code === undefined ? [] : [code])))
    }
    expect(codes.toSorted()).toEqual([...catalogue.keys()].toSorted())
    for (const { code, explanation } of catalogue.values()) {
      expect(code).toMatch(/^MTL[1-69]\d{3}$/)
      expect(explanation, code).toMatch(/^[A-Z`].{20,}[.`)]$/s)
    }
  })
})
