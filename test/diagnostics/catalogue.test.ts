import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { catalogue } from '../../src/diagnostics/catalogue.js'

const folder = new URL('../../src/diagnostics/', import.meta.url)
/** The files that declare kinds of findings. */
const groups = readdirSync(folder).filter((name) => name.endsWith('.ts') && /= define</.test(readFileSync(new URL(name, folder), 'utf8')))

/** How the codes of a group begin. */
const numbers: Readonly<Record<string, RegExp>> = {
  'syntax.ts': /^MTL1/,
  'types.ts': /^MTL2/,
  'tasks.ts': /^MTL3/,
  'data.ts': /^MTL4[01]/,
  'declarations.ts': /^MTL42/,
  'compression.ts': /^MTL5/,
  'run.ts': /^MTL6[^4]/,
  'watch.ts': /^MTL64/,
  'lint.ts': /^MTL7/,
  'internal.ts': /^MTL9/,
}

describe('the catalogue', () => {
  it('has every kind once, and each explains itself', async () => {
    const codes: string[] = []
    for (const group of groups) {
      const kinds = (await import(new URL(group, folder).href)) as Record<string, { code?: string }>
      const own = Object.values(kinds).flatMap(({ code }) => (code === undefined ? [] : [code]))
      expect(own.filter((code) => numbers[group]?.test(code) !== true), group).toEqual([])
      codes.push(...own)
    }
    expect(groups).toEqual(Object.keys(numbers).toSorted())
    expect(codes.toSorted()).toEqual([...catalogue.keys()].toSorted())
    for (const { code, explanation } of catalogue.values()) {
      expect(code).toMatch(/^MTL[1-79]\d{3}$/)
      expect(explanation, code).toMatch(/^[A-Z`].{20,}[.`)]$/s)
    }
  })
})
