/** Pages about findings are made from the compiler, and are fresh. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { diagnosticsPage, page } from '../../scripts/diagnostics-docs.js'
import { findingsOf, mistakes, mistakesPage, page as mistakesFile, wrongFile } from '../../scripts/mistakes-docs.js'
import { catalogue } from '../../src/diagnostics/catalogue.js'

describe('docs/diagnostics.md', () => {
  test('is what the catalogue says now: if not, run `npx tsx scripts/diagnostics-docs.ts`', async () => {
    expect(readFileSync(page, 'utf8')).toBe(await diagnosticsPage())
  })

  test('has every code', () => {
    const text = readFileSync(page, 'utf8')
    expect([...catalogue.keys()].filter((code) => !text.includes(code))).toEqual([])
  })
})

describe('docs/mistakes.md', () => {
  test('is what is printed now: if not, run `npx tsx scripts/mistakes-docs.ts`', async () => {
    expect(readFileSync(mistakesFile, 'utf8')).toBe(await mistakesPage())
  })

  test('has ten', () => {
    expect(mistakes).toHaveLength(10)
  })

  test.each(mistakes)('$title: every finding says what to do, and nothing else is found', async (mistake) => {
    const findings = await findingsOf(wrongFile(mistake))
    expect(findings.length).toBeGreaterThan(0)
    for (const { help, message } of findings) expect(help, message).toBeDefined()
  })
})
