import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { run } from '../../src/cli/run.js'
import type { Terminal } from '../../src/cli/terminal.js'
import { noColors } from '../../src/diagnostics/colors.js'

const digits = fileURLToPath(new URL('../../examples/digits/digits.mtl', import.meta.url))

/** A terminal that keeps what is written; `out` is what results do to it. */
function terminal(out: (text: string) => void = () => {}) {
  const complaints: string[] = []
  const screen: Terminal = { out, err: (text) => void complaints.push(text), outColors: noColors, errColors: noColors, interactive: false, width: 80, directory: '/' }
  return { screen, complaints: () => complaints.join('') }
}

const broken = () =>
  terminal(() => {
    throw new Error('no such thing')
  })

describe('a bug of the compiler', () => {
  it('is MTL9001 and exit code 70, without a trace', async () => {
    const { screen, complaints } = broken()
    expect(await run(['check', digits], screen)).toBe(70)
    expect(complaints()).toBe(
      'error[MTL9001]: internal error: no such thing\nhelp: this is a bug of the compiler: please report it with the file that shows it\nnote: MTLC_DEBUG=1 shows where it happened\n',
    )
  })

  it('shows where it happened when asked', async () => {
    const { screen, complaints } = broken()
    process.env['MTLC_DEBUG'] = '1'
    try {
      expect(await run(['check', digits], screen)).toBe(70)
    } finally {
      delete process.env['MTLC_DEBUG']
    }
    expect(complaints()).toMatch(/Error: no such thing\n +at .*run\.test\.ts/)
  })
})

describe('the example', () => {
  it('has no findings', async () => {
    const results: string[] = []
    const { screen } = terminal((text) => void results.push(text))
    expect(await run(['check', digits], screen)).toBe(0)
    expect(results.join('')).toContain('no findings')
  })
})
