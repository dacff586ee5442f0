import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folder, toy, type Folder } from './command.js'

let here: Folder
beforeAll(async () => {
  here = await folder()
  await here.write('toy.mtl', toy().replace('Dense(2)', 'Dense(3)'))
})
afterAll(() => here.remove())

const program = `import { check, nodeHost, renderPretty, version, type Diagnostic } from 'mtlc'
const { diagnostics, sources } = await check(process.argv[2] ?? '', { host: nodeHost() })
const first: Diagnostic | undefined = diagnostics[0]
export const shown: string = first === undefined ? version : renderPretty(first, { sources })
`

describe('the package as a library', () => {
  it('has declarations for those who import it', async () => {
    const path = join(here.path, 'program.ts')
    await writeFile(path, program)
    const options: ts.CompilerOptions = { strict: true, noEmit: true, skipDefaultLibCheck: true, target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.NodeNext, types: ['node'] }
    const found = ts.getPreEmitDiagnostics(ts.createProgram([path], options))
    expect(found.map(({ messageText, file }) => `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`)).toEqual([])
  })

  it('checks files and shows what it finds', async () => {
    const path = join(here.path, 'program.mjs')
    await writeFile(path, ts.transpile(program.replace("process.argv[2] ?? ''", JSON.stringify(join(here.path, 'toy.mtl'))), { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext }))
    const { shown } = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as { shown: string }
    expect(shown).toContain('error[MTL2003]: task `side` predicts f32[3]')
  })
})
