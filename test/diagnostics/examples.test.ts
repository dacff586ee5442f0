/** Every code has an example that raises exactly it, and a mended form that raises nothing. */
import { afterAll, describe, expect, it, test } from 'vitest'
import { check, type Checked } from '../../src/check/check.js'
import { inspectTable } from '../../src/data/inspect.js'
import { openDataset } from '../../src/data/open.js'
import { catalogue } from '../../src/diagnostics/catalogue.js'
import { Failure, type Diagnostic } from '../../src/diagnostics/diagnostic.js'
import { applyEdits } from '../../src/diagnostics/edits.js'
import { exampleFile, isExample, type Example, type Files } from '../../src/diagnostics/examples/example.js'
import { examples } from '../../src/diagnostics/examples/index.js'
import { nodeHost } from '../../src/host/node.js'
import { rules } from '../../src/lint/rules/index.js'
import { parse } from '../../src/syntax/parse.js'
import { checkFiles } from '../check/kit.js'
import { lintText } from '../lint/kit.js'
import { exampleFolder, removeExampleFolders } from './example-folder.js'

afterAll(removeExampleFolders)

/** The file itself is what the kit checks. */
const inMemory = (text: string, beside: Files = {}): Promise<Checked> =>
  checkFiles({ 'main.mtl': text, ...Object.fromEntries(Object.entries(beside).map(([name, other]) => [name, other.replaceAll('"./example"', '"./main"')])) })

const shown = ({ code, message, span }: Diagnostic, text: string): string =>
  `${code} ${message}${span === undefined ? '' : ` ← ${text.slice(span.start, span.end).replace(/\s+/g, ' ')}`}`
const withoutFinding = ({ finding }: Example): boolean => finding === undefined

const all = Object.entries(examples).flatMap(([code, entry]) => (isExample(entry) ? [{ code, example: entry }] : []))
const checked = all.filter(({ code, example }) => !code.startsWith('MTL7') && withoutFinding(example))
const linted = all.filter(({ code }) => code.startsWith('MTL7'))
const ofData = all.filter(({ code, example }) => code.startsWith('MTL4') && !withoutFinding(example))

test('every code has an example', () => {
  const ruled = rules.map(({ kind }) => kind.code)
  const missing = [...catalogue.keys()].filter((code) => !Object.hasOwn(examples, code) && !ruled.includes(code))
  expect(
    missing,
    'These codes have no example. Add one to the file of their group in src/diagnostics/examples: `MTLnnnn: { text, mended }`, where `text` is a small ' +
      '.mtl file that raises this code and no other, and `mended` the same file put right (leave it out where the edits of the finding do that). ' +
      'What no file can bring about says so: `{ unprovoked: "why" }`. Then run `npx tsx scripts/diagnostics-docs.ts`.',
  ).toEqual([])
  expect(Object.keys(examples).filter((code) => !catalogue.has(code)), 'examples of codes that are not in the catalogue').toEqual([])
})

test('what no file brings about is this, and says why', () => {
  const unprovoked = Object.entries(examples).flatMap(([code, entry]) => (isExample(entry) ? [] : [[code, entry.unprovoked] as const]))
  expect(unprovoked.map(([code]) => code)).toEqual(['MTL1021', 'MTL5006', 'MTL6002', 'MTL6003', 'MTL6004', 'MTL6007', 'MTL6404', 'MTL9001'])
  for (const [, reason] of unprovoked) expect(reason).toMatch(/^[A-Z].{20,}\.$/)
})

describe('the checker', () => {
  it.each(checked)('raises $code, and nothing else, for its example', async ({ code, example: { text, beside, also = [] } }) => {
    const { diagnostics } = await inMemory(text, beside)
    const codes = new Set(diagnostics.map((finding) => finding.code).filter((each) => !also.includes(each)))
    expect([...codes], diagnostics.map((finding) => shown(finding, text)).join('\n')).toEqual([code])
  })

  it.each(checked)('is content with the mended example of $code', async ({ code, example: { text, beside, mended, mendedBeside } }) => {
    const { diagnostics } = await inMemory(text, beside)
    const edits = diagnostics.find((finding) => finding.code === code)?.edits
    expect(mended ?? edits, 'give it a `mended` form, or its finding `edits`').toBeDefined()
    const right = mended ?? applyEdits(text, edits ?? [])
    const left = await inMemory(right, mendedBeside ?? beside)
    expect(left.diagnostics.map((finding) => shown(finding, right)), right).toEqual([])
  })

  it('mends by the edits of a finding just this finding', async () => {
    let count = 0
    for (const { code, example: { text, beside } } of checked) {
      const { diagnostics } = await inMemory(text, beside)
      for (const finding of diagnostics) {
        if (finding.code !== code || finding.edits === undefined) continue
        count++
        const after = applyEdits(text, finding.edits)
        expect(parse(after, exampleFile).diagnostics.filter((left) => left.code === code), `${code}:\n${after}`).toEqual([])
        const left = await inMemory(after, beside)
        expect(left.diagnostics.filter((each) => each.code === code && each.message === finding.message), `${code}:\n${after}`).toEqual([])
        expect(left.diagnostics.length, `${code}:\n${after}`).toBeLessThan(diagnostics.length)
      }
    }
    expect(count).toBeGreaterThanOrEqual(30)
  })
})

describe('the linter', () => {
  it.each(linted)('raises $code, and nothing else, for its example', async ({ code, example: { text, also = [] } }) => {
    const { findings } = await lintText(text)
    expect(findings.map(({ diagnostic }) => diagnostic.code)).toEqual([code, ...also])
    const edits = findings.find(({ diagnostic }) => diagnostic.code === code)?.diagnostic.edits
    expect((await lintText(applyEdits(text, edits ?? []))).findings).toEqual([])
  })
})

/** What is found in a folder, with its data. */
async function inFolder(text: string, beside: Files, withTables: boolean): Promise<readonly Diagnostic[]> {
  const folder = exampleFolder({ ...beside, [exampleFile]: text })
  const { program, diagnostics } = await check(folder.file, { host: nodeHost(), ...(withTables ? { inspectTable } : {}) })
  if (program === undefined || diagnostics.length > 0) return diagnostics
  for (const data of program.data) {
    try {
      await (await openDataset(data, { directory: folder.path })).close()
    } catch (error) {
      if (error instanceof Failure) return error.diagnostics
      throw error
    }
  }
  return []
}

describe('reading data', () => {
  it('of a column with another name carries the edit that names it', async () => {
    const { text, beside = {} } = ofData.find(({ code }) => code === 'MTL4005')?.example ?? { text: '' }
    const [finding] = await inFolder(text, beside, true)
    const mended = applyEdits(text, finding?.edits ?? [])
    expect(mended).toContain('input  age: number from "Age"\n')
    expect(await inFolder(mended, beside, true)).toEqual([])
  })

  it.each(ofData)('raises what is shown for $code', async ({ code, example: { text, beside = {}, mended, mendedBeside, finding } }) => {
    const at = (marked: string) => ({ span: { file: exampleFile, start: text.indexOf(marked), end: text.indexOf(marked) + marked.length } })
    const expected = finding?.(at)
    expect(expected?.span?.start).toBeGreaterThanOrEqual(0)
    const tables = code !== 'MTL4207'
    expect((await inFolder(text, beside, tables)).map((each) => shown(each, text))).toEqual(expected === undefined ? [] : [shown(expected, text)])
    if (mended === undefined && mendedBeside === undefined) return
    expect((await inFolder(mended ?? text, { ...beside, ...mendedBeside }, tables)).map((each) => shown(each, mended ?? text))).toEqual([])
  })
})
