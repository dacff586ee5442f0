import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppendedFile } from '../../src/storage/append.js'

let folder: string
const path = () => join(folder, 'below', 'file')
const content = () => readFileSync(path(), 'utf8')
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mtlc-append-'))
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(folder, { recursive: true })
})

describe('a file that is appended to', () => {
  it('holds a record a second after it was told, and not each by itself', () => {
    vi.useFakeTimers()
    const file = new AppendedFile(path(), 0)
    file.append('one\n')
    file.append(Uint8Array.of(0xc3, 0xa9, 0x0a))
    expect(content()).toBe('')
    vi.advanceTimersByTime(1000)
    expect(content()).toBe('one\né\n')
    file.append('three\n')
    file.close()
    expect(content()).toBe('one\né\nthree\n')
  })

  it('goes on after what is to be kept', () => {
    const first = new AppendedFile(path(), 0)
    first.append('one\ntwo\nthr')
    first.close()
    const second = new AppendedFile(path(), 4)
    second.append('zwei\n')
    second.close()
    expect(content()).toBe('one\nzwei\n')
  })

  it('says what cannot be written as a finding', () => {
    writeFileSync(join(folder, 'below'), 'a file in the way')
    expect(() => new AppendedFile(path(), 0)).toThrow(/^MTL6003: cannot write .*file: /)
  })
})
