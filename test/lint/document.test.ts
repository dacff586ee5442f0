import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { lintPage } from '../../src/lint/document.js'
import { rules } from '../../src/lint/rules/index.js'

it('is what docs/linting.md holds: after a change, run `npx tsx scripts/lint-docs.ts`', () => {
  expect(readFileSync(new URL('../../docs/linting.md', import.meta.url), 'utf8')).toBe(lintPage(rules))
})

it('has an index line and a section for each file of rules', () => {
  const files = readdirSync(new URL('../../src/lint/rules/', import.meta.url)).filter((name) => name !== 'index.ts')
  expect(rules.map(({ name }) => `${name}.ts`).toSorted()).toEqual(files.toSorted())
})
