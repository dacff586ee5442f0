/** Examples of findings that only a whole run brings about: the command line says what the documentation shows. */
import { afterAll, describe, expect, it } from 'vitest'
import { isExample } from '../../src/diagnostics/examples/example.js'
import { examples } from '../../src/diagnostics/examples/index.js'
import { exampleFolder, removeExampleFolders } from '../diagnostics/example-folder.js'
import { mtlc } from './command.js'

afterAll(removeExampleFolders)

const run = Object.entries(examples).flatMap(([code, entry]) =>
  isExample(entry) && entry.finding !== undefined && !code.startsWith('MTL4') ? [{ code, example: entry }] : [],
)
/** Figures depend on the machine and on what was trained; the words do not. */
const words = (text: string): string => text.replaceAll(/\d+(?:,\d{3})*(?:\.\d+)?(?:e[+-]?\d+)?/g, '#').replaceAll(/fell by|rose by/g, 'moved by')

describe('a run', () => {
  it.concurrent.each(run)('says what is shown for $code', async ({ example: { text, beside = {}, commands = [], finding } }) => {
    const folder = exampleFolder({ ...beside, 'example.mtl': text })
    let said = ''
    for (const command of commands) {
      const [, ...args] = command.split(' ')
      const { stdout, stderr } = await mtlc(folder.path, ...args)
      said = (stdout + stderr).replaceAll(`${folder.path}/`, '')
    }
    const at = (marked: string) => ({ span: { file: 'example.mtl', start: text.indexOf(marked), end: text.indexOf(marked) + marked.length } })
    const expected = finding?.(at)
    expect(words(said)).toContain(words(`${expected?.severity ?? ''}[${expected?.code ?? ''}]: ${expected?.message ?? ''}\n`))
    if (expected?.span !== undefined) {
      const line = text.slice(0, expected.span.start).split('\n').length
      expect(said).toContain(`--> example.mtl:${line}:${expected.span.start - text.lastIndexOf('\n', expected.span.start - 1)}\n`)
    }
  })
})
