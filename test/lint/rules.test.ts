/** Every rule against its own examples, which the documentation shows. */
import { describe, expect, it } from 'vitest'
import { applyEdits } from '../../src/diagnostics/edits.js'
import { fix } from '../../src/lint/fix.js'
import type { LintOptions } from '../../src/lint/lint.js'
import { rules } from '../../src/lint/rules/index.js'
import { lintText, shown } from './kit.js'

const codes = (diagnostics: readonly { readonly code: string }[]): readonly string[] => diagnostics.map(({ code }) => code)

describe.each(rules.map((rule) => [rule.name, rule] as const))('%s', (name, rule) => {
  const on: LintOptions = { rules: new Map([[name, 'warn']]) }

  it('finds what is wrong in its bad example, and no other rule does', async () => {
    const { findings, diagnostics, text } = await lintText(rule.bad, on)
    expect(codes(diagnostics)).toEqual([])
    const rulesThatFound = new Set(findings.map((finding) => finding.rule))
    expect([...rulesThatFound], findings.map((finding) => shown(finding, text)).join('\n')).toEqual([name])
    for (const { diagnostic } of findings) {
      expect(diagnostic).toMatchObject({ code: rule.kind.code, severity: 'warning' })
      expect(diagnostic.message).toMatch(new RegExp(` \\[${name}\\]$`))
      expect(diagnostic.span?.end).toBeGreaterThan(diagnostic.span?.start ?? Infinity)
    }
  })

  it('is content with its good example', async () => {
    const { findings, diagnostics, text } = await lintText(rule.good, on)
    expect(codes(diagnostics)).toEqual([])
    expect(findings.map((finding) => shown(finding, text))).toEqual([])
  })

  it('can be turned off', async () => {
    expect((await lintText(rule.bad, { rules: new Map([[name, 'off']]) })).findings).toEqual([])
  })

  it(rule.fix === undefined ? 'mends nothing by itself' : 'mends its bad example', async () => {
    const { findings } = await lintText(rule.bad, on)
    const edits = findings.flatMap(({ diagnostic }) => diagnostic.edits ?? [])
    expect(edits.length > 0).toBe(rule.fix !== undefined)
    const fixed = await fix(rule.bad, (text) => lintText(text, on))
    expect(fixed.count > 0).toBe(rule.fix === 'always')
    const text = applyEdits(rule.bad, edits)
    const mended = await lintText(text, on)
    if (edits.length > 0) expect({ text, found: mended.findings, errors: codes(mended.diagnostics) }).toEqual({ text, found: [], errors: [] })
  })
})

it('names rules in kebab-case, each once, each with a code of its own', () => {
  const names = rules.map(({ name }) => name)
  expect(names.filter((name) => !/^[a-z]+(-[a-z]+)*$/.test(name))).toEqual([])
  expect(new Set(names).size).toBe(names.length)
  expect(new Set(rules.map(({ kind }) => kind.code)).size).toBe(names.length)
})
