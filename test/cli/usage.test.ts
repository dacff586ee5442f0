import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { version } from '../../src/host/version.js'
import { folder, mtlc, start, type Folder } from './command.js'

let here: Folder
beforeAll(async () => {
  here = await folder()
})
afterAll(() => here.remove())

describe('the command line', () => {
  it('says its version, the one of the package', async () => {
    const { version: packaged } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
    expect(version).toBe(packaged)
    expect(await mtlc(here.path, '--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })

  it('loads neither the parser nor any engine to say its version', async () => {
    const trace = start(here.path, ['--version'], { NODE_DEBUG: 'esm,module' })
    expect((await trace.finished).stderr).not.toMatch(/onnxruntime|duckdb|sharp|commander/)
  })

  it('loads TensorFlow.js only where it is asked for', async () => {
    const dist = new URL('../../dist/', import.meta.url)
    const [loaded, waiting] = [new Map<string, string>(), ['cli.js']]
    for (const file of waiting) {
      const text = await readFile(new URL(file, dist), 'utf8')
      loaded.set(file, text)
      // What is imported at once, as the bundler writes it; imports in calls are for later.
      for (const [, next = ''] of text.matchAll(/(?:\bfrom|\bimport)"\.\/([^"]+)"/g)) if (!waiting.includes(next)) waiting.push(next)
    }
    expect(loaded.size).toBeGreaterThan(2)
    expect([...loaded].filter(([, text]) => text.includes('tfjs')).map(([file]) => file)).toEqual([])
  })

  it.each([['--help'], ['check', '--help'], ['fmt', '--help'], ['compile', '--help'], ['train', '--help'], ['inspect', '--help'], ['graph', '--help'], ['init', '--help'], ['info', '--help'], ['completions', '--help']])('teaches by examples: %s %s', async (...args) => {
    const { code, stdout, stderr } = await mtlc(here.path, ...args)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/Examples:\n {2}(?:eval "\$\()?mtlc /)
    expect(stdout).toContain('Exit codes: 0 all is well')
    expect(stdout).not.toContain('default: false')
  })

  it.each([
    [[], 'Usage: mtlc'],
    [['chekc', 'x.mtl'], "unknown command 'chekc'"],
    [['check'], "missing required argument 'file'"],
    [['check'], 'Try `mtlc check --help`.'],
    [['check', 'x.mtl', '--frmat', 'json'], "unknown option '--frmat'"],
    [['check', 'x.mtl', '--format', 'yaml'], 'Allowed choices are pretty, concise, json, github, sarif'],
    [['train', 'x.mtl', '-o', 'x', '--engine', 'torch'], 'Allowed choices are onnxruntime, tfjs'],
    [['compile', 'x.mtl'], "required option '-o, --output <folder>' not specified"],
    [['compile', 'x.mtl', '-o', ''], 'It is empty; the current folder is `.`.'],
    [['train', 'x.mtl', '--output='], 'It is empty'],
    [['init', 'table', '-o', ''], 'It is empty'],
    [['graph', 'x.mtl', '-o', ''], 'It is empty'],
    [['compile', 'x.mtl', '-o', 'out', '--threads', '0'], 'It must be a whole number, 1 or more.'],
    [['compile', 'x.mtl', '-o', 'out', '--set', 'epochs'], 'such as train.epochs=3'],
  ])('ends with 2 on wrong usage: %j', async (args, message) => {
    const { code, stdout, stderr } = await mtlc(here.path, ...args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
  })

  it('survives a reader that goes away', async () => {
    const { spawn } = await import('node:child_process')
    const { fileURLToPath } = await import('node:url')
    const bin = fileURLToPath(new URL('../../bin/mtlc.js', import.meta.url))
    const shell = spawn('sh', ['-c', `"${process.execPath}" "${bin}" --help | head -n 1`], { cwd: here.path })
    let stderr = ''
    shell.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    await new Promise((resolve) => shell.on('close', resolve))
    expect(stderr).toBe('')
  })
})

describe.skipIf(!existsSync('/dev/full'))('a full standard output', () => {
  it('is a finding, not a bug', () => {
    const { status, stderr } = spawnSync('sh', ['-c', `"${process.execPath}" bin/mtlc.js --version > /dev/full`], { encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 1, stderr: 'error[MTL6003]: cannot write the standard output: the disk is full\n' })
  })
})
