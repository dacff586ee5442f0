import { describe, expect, test } from 'vitest'
import { checkText, findings, model, only } from './kit.js'

const withTrain = (setting: string): string => `${model('share hard trunk = vector |> Dense(8) |> relu\ntask kind = trunk |> Dense(10)')}\ntrain M { ${setting} }\n`

const initOf = async (setting: string) => {
  const checked = await checkText(withTrain(setting))
  expect(findings(checked)).toEqual([])
  return checked.program?.trains[0]?.init
}

describe('`init from`', () => {
  test('names a file or the folder of a run, strictly or not', async () => {
    expect(await initOf('init from "w.safetensors"')).toMatchObject({ location: 'w.safetensors', arguments: { strict: false } })
    expect(await initOf('init(strict) from "../old/w.onnx"')).toMatchObject({ location: '../old/w.onnx', arguments: { strict: true } })
    for (const folder of ['build/digits', 'build/digits/', '..', 'runs/v1.2']) expect(await initOf(`init from "${folder}"`)).toMatchObject({ location: folder })
  })

  test('says by paths of the model how names begin in the file', async () => {
    expect(await initOf('init from "w.onnx" { trunk from "backbone", kind.dense from "" }')).toMatchObject({
      mapping: [{ path: 'trunk', prefix: 'backbone' }, { path: 'kind.dense', prefix: '' }],
    })
    expect(await initOf('init from "w.onnx" { kind.dense.weight from "W" }')).toMatchObject({ mapping: [{ path: 'kind.dense.weight', prefix: 'W' }] })
    expect(await initOf('init from "w.onnx"')).not.toHaveProperty('mapping')
  })

  test.each([
    ['a file of another kind', 'init from "w.pth"', 'MTL2027', 'the source of `init` must be a `.safetensors` or `.onnx` file, or the folder of a run, but is "w.pth"'],
    ['a path that the model has not', 'init from "w.onnx" { trunc from "a" }', 'MTL2001', 'there is no block with weights called `trunc`'],
    ['a path below what a block may have', 'init from "w.onnx" { trunk.weight from "a" }', 'MTL2001', 'there is no block with weights called `trunk.weight`'],
    ['a path twice', 'init from "w.onnx" { trunk from "a", trunk from "b" }', 'MTL3010', '`trunk` is set twice in `init`'],
    ['an argument that there is not', 'init(strikt = true) from "w.onnx"', 'MTL2011', '`init` has no parameter called `strikt`'],
  ])('%s is refused', async (_name, setting, code, message) => {
    const finding = await only(withTrain(setting), code)
    expect(finding.message).toBe(message)
  })

  test('a file of PyTorch\'s own kind is told how it becomes one of weights', async () => {
    expect((await only(withTrain('init from "w.pt"'), 'MTL2027')).help).toContain('safetensors.torch.save_file')
  })
})
