/** What a first file gets wrong, and what the findings then say. */
import { expect, test } from 'vitest'
import { checkText, findings, only, things } from './kit.js'

const dense = `${things}model M on Things { task kind = vector |> Dense(10) }\n`

test('labels that are missing are asked for', async () => {
  expect(findings(await checkText(dense.replace('label<10>', 'label<>')))).toEqual([
    'MTL4202 the field type `label<>` needs two labels at least, as in `label<"no", "yes">`, or their number, as in `label<10>` ← label<>',
  ])
})

test('a declaration that does not exist is told where it is imported, not where its right name is used', async () => {
  const text = `import { Lenet } from "std/vision"\n${things}model M on Things { task kind = image |> LeNet() |> Dense(10) }\n`
  const finding = await only(text, 'MTL2001')
  expect(finding.help).toBe('did you mean `LeNet`?')
})

test('too many copies are told at the line that makes them, with the place in the library beside it', async () => {
  const text = `${things}model M on Things { task kind = image |> repeat(100000) Conv(3) |> flatten |> Dense(10) }\n`
  const checked = await checkText(text)
  expect(findings(checked)).toEqual(['MTL2025 the model takes more than 500000 steps to build ← image |> repeat(100000) Conv(3)'])
  expect(checked.diagnostics[0]?.related.map(({ span, message }) => [span.file.endsWith('core.mtl'), message])).toEqual([[true, 'in the library, here']])
})

test.each([['1 epochz', 'epochs'], ['1epochz', 'epochs'], ['100 stepps', 'steps'], ['1 epoc', 'epoch']])('a slip in a unit is seen: %s', async (written, unit) => {
  const finding = await only(`${dense}train M { schedule cosine(warmup = ${written}) }\n`, 'MTL1007')
  expect(finding.help).toBe(`did you mean \`${unit}\`?`)
})

test('a setting after a number without a comma is no unit', async () => {
  const { diagnostics } = await checkText(`${dense}train M { epochs 20 stop early }\n`)
  expect(diagnostics.map(({ code }) => code)).not.toContain('MTL1007')
})

test('what is not carried out yet says what to do where no table does', async () => {
  const finding = await only(`${dense}compress M { distill from "other.mtl" }\n`, 'MTL3001')
  expect(finding.help).toBe('this version distils `from dense`, the model before compression')
})

test('what an embedding needs room for is known of a shared category, too', async () => {
  await only(`${things}model M on Things {\n  share hard c = color\n  task kind = c |> Embedding(2, 4) |> Dense(10)\n}\n`, 'MTL2027')
})
