import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { version } from '../../src/host/version.js'
import { mtlc } from './command.js'

describe('mtlc info', () => {
  it('says what a report of a bug should say', async () => {
    const { code, stdout, stderr } = await mtlc(process.cwd(), 'info')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const line of [`mtlc +${version}`, `node +${process.version}`, 'engine +onnxruntime-node \\d[\\d.]* \\(cpu.*\\)', 'tfjs +tfjs-(cpu|node) \\d', 'sharp +\\d', 'library +\\S.*stdlib']) expect(stdout).toMatch(new RegExp(`^${line}`, 'm'))
  })

  it('says the same as JSON', async () => {
    const { stdout } = await mtlc(process.cwd(), 'info', '--json')
    const info = JSON.parse(stdout) as { mtlc: string; cores: number; engine: { providers: string[] }; paths: { library: string } }
    expect(info.mtlc).toBe(version)
    expect(info.cores).toBeGreaterThan(0)
    expect(info.engine.providers).toContain('cpu')
    expect(existsSync(join(info.paths.library, 'core.mtl'))).toBe(true)
  })
})
