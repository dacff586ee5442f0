import { spawnSync } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { outline } from '../../src/cli/completions/outline.js'
import { createProgram } from '../../src/cli/program.js'
import { noColors } from '../../src/diagnostics/colors.js'
import { folder, mtlc, type Folder } from './command.js'

const terminal = { out: () => {}, err: () => {}, outColors: noColors, errColors: noColors, interactive: false, width: 80, directory: '.' }
const whole = outline(createProgram(terminal, () => {}))
const has = (shell: string): boolean => spawnSync(shell, ['-c', 'exit 0']).status === 0

let here: Folder
beforeAll(async () => {
  here = await folder()
  await here.write('digits.mtl', '')
  await here.write('notes.txt', '')
  await here.write('two words.mtl', '')
  await mkdir(join(here.path, 'models'))
})
afterAll(() => here.remove())

describe('the outline of the command line', () => {
  it('holds every command with what it takes', () => {
    const check = whole.commands.find(({ name }) => name === 'check')
    expect(whole.commands.map(({ name }) => name)).toEqual(expect.arrayContaining(['init', 'check', 'compile', 'graph', 'completions', 'help']))
    expect(check?.argument).toEqual({ kind: 'mtl' })
    expect(check?.options.find(({ flags }) => flags.includes('--format'))?.value).toMatchObject({ kind: 'choice', choices: expect.arrayContaining(['json']) as string[] })
    expect(check?.options.flatMap(({ flags }) => flags)).toContain('--no-color')
  })
})

describe.skipIf(!has('bash'))('mtlc completions bash', () => {
  let script: string
  beforeAll(async () => {
    script = (await mtlc(here.path, 'completions', 'bash')).stdout
  })

  /** What bash offers for a line, of which the last word is being written. */
  function offered(line: string): readonly string[] {
    const words = line.split(' ')
    const quoted = words.map((word) => `'${word}'`).join(' ')
    const call = `${script}\nCOMP_WORDS=(${quoted}) COMP_CWORD=${words.length - 1}\n_mtlc\nprintf '%s\\n' "\${COMPREPLY[@]}"`
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', call], { cwd: here.path, encoding: 'utf8' })
    expect(stderr).toBe('')
    return stdout.split('\n').filter((word) => word !== '').toSorted()
  }

  it.each([
    ['mtlc c', ['check', 'compile', 'completions']],
    ['mtlc --threads 2 insp', ['inspect']],
    ['mtlc check ', ['digits.mtl', 'models', 'two words.mtl']],
    ['mtlc check two', ['two words.mtl']],
    // Bash takes --format=js apart.
    ['mtlc check --format = js', ['json']],
    ['mtlc check --format =', ['concise', 'github', 'json', 'pretty', 'sarif']],
    ['mtlc --threads = 2 insp', ['inspect']],
    ['mtlc check digits.mtl --format js', ['json']],
    ['mtlc graph --format me', ['mermaid']],
    ['mtlc graph --level ', ['layers', 'model', 'ops']],
    ['mtlc graph digits.mtl -o no', ['notes.txt']],
    ['mtlc compile -o ', ['models']],
    ['mtlc compile --bes', ['--best-effort']],
    ['mtlc compile --se', ['--seed', '--set']],
    ['mtlc completions ', ['bash', 'fish', 'zsh']],
    ['mtlc help insp', ['inspect']],
    ['mtlc --no', ['--no-color']],
    ['mtlc info x', []],
  ])('%j offers %j', (line, words) => {
    expect(offered(line)).toEqual(words)
  })

  it('says to bash what it completes', () => {
    const { stdout } = spawnSync('bash', ['--norc', '-c', `${script}\ncomplete -p mtlc`], { encoding: 'utf8' })
    expect(stdout).toBe('complete -F _mtlc mtlc\n')
  })
})

describe.each(['zsh', 'fish'])('mtlc completions %s', (shell) => {
  it('holds every command, option and choice', async () => {
    const { code, stdout, stderr } = await mtlc(here.path, 'completions', shell)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const { name, options } of whole.commands) {
      expect(stdout).toContain(name)
      for (const { flags, value } of options) {
        for (const flag of flags) expect(stdout).toContain(shell === 'fish' ? flag.replace(/^--/, '-l ').replace(/^-(?=\w$)/, '-s ') : flag)
        if (value.kind === 'choice') expect(stdout).toContain(value.choices.join(' '))
      }
    }
  })

  it.skipIf(!has(shell))('is a script that the shell can read', async () => {
    const { stdout } = await mtlc(here.path, 'completions', shell)
    expect(spawnSync(shell, ['-n'], { input: stdout, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' })
  })
})

it('knows no other shell', async () => {
  const { code, stderr } = await mtlc(here.path, 'completions', 'cmd')
  expect(code).toBe(2)
  expect(stderr).toContain('Allowed choices are bash, zsh, fish')
})
