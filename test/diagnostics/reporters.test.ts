import { describe, expect, it } from 'vitest'
import { catalogue } from '../../src/diagnostics/catalogue.js'
import type { Diagnostic } from '../../src/diagnostics/diagnostic.js'
import { internalError } from '../../src/diagnostics/internal.js'
import { reporters, type Format } from '../../src/diagnostics/reporters/index.js'
import { toJson } from '../../src/diagnostics/reporters/json.js'
import type { Found } from '../../src/diagnostics/reporters/reporter.js'
import { predictionMismatch } from '../../src/diagnostics/types.js'

const text = `data Pairs {
  target left: label<10>
}
model Digits on Pairs {
  task left = "🙂" |> Dense(64)
}
`
const sources = new Map([['models/a, b.mtl', text]])
const span = (of: string) => ({ file: 'models/a, b.mtl', start: text.indexOf(of), end: text.indexOf(of) + of.length })
const mismatch = predictionMismatch(
  { task: 'left', found: 'f32[64]', field: 'label<10>', needed: 'f32[10]' },
  { span: span('Dense(64)'), related: [{ span: span('label<10>'), message: 'the target' }], help: 'write `Dense(10)`', edits: [{ span: span('64'), text: '10' }] },
)
const warning: Diagnostic = { ...internalError({ message: '100%\nof it' }), severity: 'warning' }
const long: Diagnostic = { ...mismatch, span: { ...span('model'), end: text.length }, related: [], edits: [] }

const options = { sources, subject: 'a, b.mtl', version: '1.2.3' }
const report = async (format: Format, ...findings: readonly Diagnostic[]): Promise<string> =>
  (await reporters[format]())(findings.map((finding): Found => ({ finding, about: 'models/a, b.mtl' })), options)

describe('for people', () => {
  it('findings are shown with their code and counted', async () => {
    expect(await report('pretty', mismatch, warning)).toBe(`error[MTL2003]: task \`left\` predicts f32[64], but label<10> needs f32[10]
 --> models/a, b.mtl:5:23
  |
2 |   target left: label<10>
  |                --------- the target
3 | }
4 | model Digits on Pairs {
5 |   task left = "🙂" |> Dense(64)
  |                       ^^^^^^^^^
help: write \`Dense(10)\`
5 ~   task left = "🙂" |> Dense(10)

warning[MTL9001]: internal error: 100%
of it
help: this is a bug of the compiler: please report it with the file that shows it

1 error, 1 warning in a, b.mtl
`)
  })

  it('nothing found is said, unless nothing is to be said', async () => {
    expect(await report('pretty')).toBe('✓ a, b.mtl: no findings\n')
    expect((await reporters.pretty())([], { ...options, quiet: true })).toBe('')
  })

  it('concise: a line each', async () => {
    expect(await report('concise', mismatch, warning)).toBe(
      'models/a, b.mtl:5:23: error[MTL2003]: task `left` predicts f32[64], but label<10> needs f32[10]\n' +
        'models/a, b.mtl:1:1: warning[MTL9001]: internal error: 100% of it\n',
    )
    expect(await report('concise')).toBe('')
  })
})

const range = (line: number, from: number, to: number) => ({ start: { line, column: from }, end: { line, column: to } })

describe('json', () => {
  it('has exact places from 1, and the edits', () => {
    expect(toJson(mismatch, { sources }, 'digits.mtl')).toEqual({
      code: 'MTL2003',
      severity: 'error',
      message: 'task `left` predicts f32[64], but label<10> needs f32[10]',
      file: 'models/a, b.mtl',
      range: range(5, 23, 32),
      related: [{ message: 'the target', file: 'models/a, b.mtl', range: range(2, 16, 25) }],
      help: 'write `Dense(10)`',
      edits: [{ text: '10', file: 'models/a, b.mtl', range: range(5, 29, 31) }],
    })
  })

  it('points to the beginning of its file where a finding has no span', () => {
    expect(toJson(internalError({ message: 'oh' }), { sources }, 'digits.mtl')).toMatchObject({
      file: 'digits.mtl', range: { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } }, related: [], edits: [],
    })
  })

  it('is one object, well or not', async () => {
    expect(JSON.parse(await report('json'))).toEqual({ ok: true, diagnostics: [] })
    expect(JSON.parse(await report('json', warning))).toMatchObject({ ok: true, diagnostics: [{ code: 'MTL9001' }] })
    expect(JSON.parse(await report('json', mismatch))).toMatchObject({ ok: false })
  })
})

describe('github', () => {
  it('has a workflow command a finding, escaped', async () => {
    expect(await report('github', mismatch, warning)).toBe(
      '::error file=models/a%2C b.mtl,line=5,endLine=5,col=23,endColumn=32,title=MTL2003::task `left` predicts f32[64], but label<10> needs f32[10]%0Ahelp: write `Dense(10)`\n' +
        '::warning file=models/a%2C b.mtl,line=1,endLine=1,col=1,endColumn=1,title=MTL9001::internal error: 100%25%0Aof it%0Ahelp: this is a bug of the compiler: please report it with the file that shows it\n',
    )
  })

  it('marks whole lines where a span is of several', async () => {
    expect(await report('github', long)).toMatch(/^::error file=models\/a%2C b\.mtl,line=4,endLine=7,title=MTL2003::/)
  })
})

/** What the SARIF 2.1.0 schema requires of the parts that are written: their properties, which of them must be there, and how they look. */
type Shape = { readonly [key: string]: Rule }
type Rule = readonly [need: 'required' | 'optional', check: (value: unknown) => void]
const must = (check: (value: unknown) => void): Rule => ['required', check]
const may = (check: (value: unknown) => void): Rule => ['optional', check]
const object = (shape: Shape) => (value: unknown): void => {
  expect(value).toBeTypeOf('object')
  const entries = Object.entries(value as object)
  expect(Object.keys(shape)).toEqual(expect.arrayContaining(entries.map(([key]) => key)))
  const given = new Map<string, unknown>(entries)
  for (const [key, [need, check]] of Object.entries(shape)) if (need === 'required' || given.has(key)) check(given.get(key))
}
const list = (check: (value: unknown) => void, least = 0) => (value: unknown): void => {
  expect(Array.isArray(value) && value.length >= least).toBe(true)
  for (const item of value as unknown[]) check(item)
}
const string = (value: unknown): void => expect(value).toBeTypeOf('string')
const whole = (least: number) => (value: unknown): void => expect(Number.isInteger(value) && Number(value) >= least).toBe(true)
const oneOf = (...words: readonly string[]) => (value: unknown): void => expect(words).toContain(value)
const uri = (value: unknown): void => {
  string(value)
  expect(() => new URL(String(value), 'file:///project/')).not.toThrow()
  expect(value).not.toMatch(/[\s\\,]/)
}

const message = object({ text: must(string) })
const region = object({ startLine: must(whole(1)), startColumn: must(whole(1)), endLine: must(whole(1)), endColumn: must(whole(1)) })
const artifact = object({ uri: must(uri) })
const physicalLocation = object({ artifactLocation: must(artifact), region: must(region) })
const level = oneOf('none', 'note', 'warning', 'error')
const rule = object({
  id: must(string), name: must(string), shortDescription: must(message), fullDescription: must(message), help: must(message),
  defaultConfiguration: must(object({ level: must(level) })),
})
const replacement = object({ deletedRegion: must(region), insertedContent: may(object({ text: must(string) })) })
const fix = object({
  description: may(message),
  artifactChanges: must(list(object({ artifactLocation: must(artifact), replacements: must(list(replacement, 1)) }), 1)),
})
const result = object({
  ruleId: may(string), ruleIndex: may(whole(-1)), level: may(level), message: must(message), locations: may(list(object({ physicalLocation: must(physicalLocation) }))),
  relatedLocations: may(list(object({ id: must(whole(-1)), message: must(message), physicalLocation: must(physicalLocation) }))), fixes: may(list(fix)),
})
const driver = object({ name: must(string), version: must(string), rules: must(list(rule)) })
const run = object({ tool: must(object({ driver: must(driver) })), columnKind: must(oneOf('utf16CodeUnits', 'unicodeCodePoints')), results: must(list(result)) })
const log = object({ $schema: must(uri), version: must(oneOf('2.1.0')), runs: must(list(run)) })

const place = (startLine: number, startColumn: number, endColumn: number) => ({
  artifactLocation: { uri: 'models/a%2C%20b.mtl' }, region: { startLine, startColumn, endLine: startLine, endColumn },
})

describe('sarif', () => {
  it('is what the schema of 2.1.0 asks for', async () => {
    for (const findings of [[], [mismatch, warning, long]]) log(JSON.parse(await report('sarif', ...findings)))
  })

  it('has the catalogue as rules, and results that point into it', async () => {
    const { runs } = JSON.parse(await report('sarif', mismatch, warning)) as { runs: [{ tool: { driver: { rules: { id: string; name: string }[] } }; results: { ruleId: string; ruleIndex: number }[] }] }
    const { rules } = runs[0].tool.driver
    expect(rules.map(({ id }) => id)).toEqual([...catalogue.keys()])
    expect(rules.find(({ id }) => id === 'MTL2003')?.name).toBe('PredictionMismatch')
    expect(runs[0].results.map(({ ruleIndex }) => rules[ruleIndex]?.id)).toEqual(['MTL2003', 'MTL9001'])
  })

  it('has places, related places and fixes', async () => {
    const { runs } = JSON.parse(await report('sarif', mismatch)) as { runs: [{ results: unknown[] }] }
    const { artifactLocation, region: deletedRegion } = place(5, 29, 31)
    expect(runs[0].results).toEqual([
      {
        ruleId: 'MTL2003',
        ruleIndex: expect.any(Number) as number,
        level: 'error',
        message: { text: 'task `left` predicts f32[64], but label<10> needs f32[10]\nhelp: write `Dense(10)`' },
        locations: [{ physicalLocation: place(5, 23, 32) }],
        relatedLocations: [{ id: 0, message: { text: 'the target' }, physicalLocation: place(2, 16, 25) }],
        fixes: [{ description: { text: 'write `Dense(10)`' }, artifactChanges: [{ artifactLocation, replacements: [{ deletedRegion, insertedContent: { text: '10' } }] }] }],
      },
    ])
  })

  it('writes absolute paths as URIs', async () => {
    const finding = internalError({ message: 'oh' })
    const of = async (about: string): Promise<string> => (await reporters.sarif())([{ finding, about }], options)
    expect(await of('/home/a b.mtl')).toContain('"file:///home/a%20b.mtl"')
    expect(await of('C:\\models\\a.mtl')).toContain('"file:///C:/models/a.mtl"')
  })
})
