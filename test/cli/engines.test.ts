import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { folder, mtlc, points, toy, type Folder } from './command.js'

let here: Folder
beforeAll(async () => {
  here = await folder()
  await here.write('points.jsonl', points(200))
  await here.write('toy.mtl', toy({ epochs: 2 }))
})
afterAll(() => here.remove())

it('both engines train to the same model; files are measured by ONNX Runtime', async () => {
  const reports: { tasks: Record<string, { emitted: Record<string, number> }>; versions: Record<string, string> }[] = []
  for (const engine of ['onnxruntime', 'tfjs']) {
    const { code, stderr } = await mtlc(here.path, 'compile', 'toy.mtl', '-o', engine, '--engine', engine, '--threads', '1')
    expect(code, stderr).toBe(0)
    expect(stderr.includes('training runs in tfjs-')).toBe(engine === 'tfjs')
    reports.push(JSON.parse(await readFile(join(here.path, engine, 'report.json'), 'utf8')))
  }
  const [first, second] = reports
  for (const [task, { emitted }] of Object.entries(first.tasks)) {
    for (const [metric, value] of Object.entries(emitted)) expect(second.tasks[task].emitted[metric], `${task} ${metric}`).toBeCloseTo(value, 3)
  }
  expect(Object.keys(first.versions)).toEqual(['mtlc', 'node', 'onnxruntime'])
  expect(Object.keys(second.versions)).toEqual(['mtlc', 'node', 'onnxruntime', expect.stringMatching(/^tfjs-/)])
})

it('a checkpoint is of one engine: another one trains anew, and does not go on from it', async () => {
  const trained = ['train', 'toy.mtl', '-o', 'one', '--threads', '1']
  expect((await mtlc(here.path, ...trained, '--engine', 'tfjs')).code).toBe(0)
  expect((await mtlc(here.path, ...trained, '--engine', 'tfjs', '--resume')).code).toBe(0)
  const other = await mtlc(here.path, ...trained, '--resume')
  expect(other.code).toBe(1)
})
