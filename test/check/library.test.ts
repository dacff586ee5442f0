import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { libraryModules } from '../../src/check/library.js'
import { applyEdits } from '../../src/diagnostics/edits.js'
import { checkText, findings, only, things } from './kit.js'

test('every module of the library is looked into', () => {
  const files = readdirSync(new URL('../../stdlib/', import.meta.url)).flatMap((name) => (name.endsWith('.mtl') && name !== 'core.mtl' ? [`std/${name.slice(0, -4)}`] : []))
  expect(libraryModules).toEqual(expect.arrayContaining(files))
})

const model = (body: string, before = ''): string => `${before}${things}model M on Things { task kind = ${body} }\n`

async function mended(text: string, code: string, help: string): Promise<void> {
  const finding = await only(text, code)
  expect(finding.help).toBe(help)
  expect(findings(await checkText(applyEdits(text, finding.edits ?? [])))).toEqual([])
}

test('a block of the library that is not imported is told with its import', async () => {
  await mended(model('image |> SmallResNet() |> Dense(10)'), 'MTL2001', 'import it: `import { SmallResNet } from "std/vision"`')
})

test('a slip in the name of such a block, too', async () => {
  await mended(model('image |> SmalResNet() |> Dense(10)'), 'MTL2001', 'did you mean `SmallResNet`? It has to be imported: `import { SmallResNet } from "std/vision"`')
})

test('the import joins one of the same module, or follows the others', async () => {
  const imports = 'import { SmallResNet } from "std/vision"\n'
  const text = model('image |> SmallResNet() |> Dense(10)\n  task price = image |> Stage(4) |> GlobalAvgPool() |> Dense(1)', imports)
  const [finding] = (await checkText(text)).diagnostics
  expect(applyEdits(text, finding?.edits ?? [])).toContain('import { SmallResNet, Stage } from "std/vision"\n')
  const other = model('vector |> MLP([8]) |> Dense(10)\n  task price = image |> SmallResNet() |> Dense(1)', imports)
  expect(applyEdits(other, (await checkText(other)).diagnostics[0]?.edits ?? [])).toContain(`${imports}import { MLP } from "std/layers"\n`)
})

test('a name that is imported from the wrong module is told where it is', async () => {
  const finding = await only(model('vector |> MLP([8]) |> Dense(10)', 'import { MLP } from "std/core"\n'), 'MTL2001')
  expect(finding.help).toBe('`MLP` is declared in "std/layers"')
})

test.each([['std/vison', 'std/vision'], ['vision', 'std/vision'], ['std/Vision', 'std/vision']])('a module that does not exist is told by its neighbour: %s', async (written, meant) => {
  await mended(model('image |> SmallResNet() |> Dense(10)', `import { SmallResNet } from "${written}"\n`), 'MTL2020', `did you mean "${meant}"?`)
})

test('words of Python are known', async () => {
  await mended(model('vector |> Dense(10, bias = False)'), 'MTL2001', 'write `false`')
})
