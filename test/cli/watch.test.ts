import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folder, start, toy, type Folder } from './command.js'

let here: Folder
beforeAll(async () => {
  here = await folder()
  await here.write('toy.mtl', `import { width } from "./sizes"\n${toy().replace('Dense(16)', 'Dense(width)')}`)
  await here.write('sizes.mtl', 'const width = 16\n')
})
afterAll(() => here.remove())

const times = (text: string): number => text.match(/^\[\d\d:\d\d:\d\d\] checking toy\.mtl$/gm)?.length ?? 0

describe('mtlc check --watch', () => {
  it('checks again when the file or what it imports changes, and ends with 130 on Ctrl-C', async () => {
    const watch = start(here.path, ['check', '--watch', 'toy.mtl'])
    try {
      await watch.printing('toy.mtl: no findings\n')
      await here.write('sizes.mtl', 'const width = "wide"\n')
      await watch.printing('error[MTL')
      await here.write('sizes.mtl', 'const width = 8\n')
      await watch.printing(/no findings[^]*error\[MTL[^]*no findings/)
      await here.write('toy.mtl', toy().replace('relu', 'rleu'))
      await watch.printing('did you mean `relu`')
      watch.interrupt()
      const { code, stdout, stderr } = await watch.finished
      expect(code).toBe(130)
      expect(times(stderr)).toBeGreaterThanOrEqual(4)
      // Nothing that clears a screen or moves on it.
      expect(stdout + stderr).not.toContain('\u001b')
    } finally {
      watch.kill()
    }
  })

  it('waits for a file that is not there yet', async () => {
    const watch = start(here.path, ['check', '--watch', 'late.mtl'])
    try {
      await watch.printing('late.mtl')
      await here.write('late.mtl', toy())
      await watch.printing('late.mtl: no findings')
      watch.interrupt()
      expect((await watch.finished).code).toBe(130)
    } finally {
      watch.kill()
    }
  })
})
