import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chosen, completionsAt, data, labelsAt } from './kit.js'

/** Texts, one to read and one to predict. */
const texts = (line: string) => `data D {\n  source "a.csv"\n  input words: text(max = 4, vocab = 9)\n  target reply: text(max = 4, vocab = 9)\n  target kind: label<3>\n}\nmodel M on D {\n${line}\n}\n`
const model = (body: string): string => `${data}\nmodel M on Faces {\n${body}\n}\n`
const block = (body: string): string => `block B(channels: int, act: block)(x: f32[C, H, W], list: [f32[D]]) -> f32[channels] {\n${body}\n}\n`
const inData = (line: string): string => `data D {\n  source "a.csv"\n  input x: number from "age"\n  ${line}\n}`
const compress = (line: string): string => `${model('  task gender = image\n  task age {\n    predict image\n    metric rmse\n  }')}compress M {\n  budget {\n    ${line}\n  }\n}\n`
const withInit = (setting: string): string => `data D {\n  source "d.csv"\n  split train 80%, validation 20%\n  input x: vector[4]\n  target y: number\n}\nmodel M on D {\n  share hard trunk = x |> Dense(8)\n  task y = trunk |> Dense(1)\n}\ntrain M {\n  init${setting}\n}\n`
const vision = `import { LeNet } from "std/vision"\n`

describe('the words that begin something', () => {
  it.each([
    ['‸', ['import', 'const', 'type', 'block', 'data', 'model', 'train', 'compress']],
    ['data D {\n  ‸\n}', ['source', 'split', 'input', 'target', 'weight', 'normalize', 'augment', 'skip']],
    ['data D {\n  source "a.csv"\n  split train 80%\n  ‸\n}', ['source', 'input', 'target', 'weight', 'normalize', 'augment', 'skip']],
    [model('  ‸'), ['share', 'task', 'let', 'select']],
    [model('  task gender {\n    loss cross_entropy\n    ‸\n  }'), ['predict', 'weight', 'metric']],
    ['train M {\n  ‸\n}', ['epochs', 'batch', 'seed', 'accumulate', 'optimizer', 'schedule', 'balance', 'clip', 'average', 'rate', 'decay', 'freeze', 'stop', 'init', 'select']],
    ['train M {\n  epochs 20, ‸\n  optimizer adam\n}', ['batch', 'seed', 'accumulate', 'schedule', 'balance', 'clip', 'average', 'rate', 'decay', 'freeze', 'stop', 'init', 'select']],
    ['compress M {\n  ‸\n', ['for', 'prune', 'quantize', 'factorize', 'cluster', 'distill', 'keep', 'budget']],
    ['compress M {\n  budget {\n    size <= 60 KB\n    ‸\n  }\n}', ['params', 'macs', 'memory', 'latency']],
  ])('%j', async (text, labels) => {
    expect(await labelsAt(text)).toEqual(labels)
  })

  it('are written out where the editor takes snippets', async () => {
    const [first] = await completionsAt('tr‸', { snippets: true })
    const item = (await completionsAt('tr‸', { snippets: true })).find(({ label }) => label === 'train')
    expect(first?.label).toBe('import')
    expect(item?.textEdit).toMatchObject({ newText: 'train ${1:Model} {\n\tepochs ${2:20}, batch ${3:128}, seed 1\n\toptimizer ${4:adam(lr = 1e-3)}\n\t$0\n}' })
    expect(await chosen('data D {\n  sk‸\n}', 'skip')).toBe('data D {\n  skip bad rows\n}')
  })

  it.each([['// a ‸'], ['/* a ‸ */'], ['/// a ‸\ndata D {}'], ['data ‸'], ['data D {\n  source "a‸b"\n}'], ['const w = 3‸.5']])('are not offered in %j', async (text) => {
    expect(await labelsAt(text)).not.toContain('import')
    expect(await labelsAt(text)).not.toContain('source')
  })
})

describe('what goes on with a statement', () => {
  it.each([
    ['model M ‸', ['on']],
    [`${data}model M on ‸`, ['Faces']],
    [`${model('')}train ‸`, ['M']],
    [`${model('')}compress ‸`, ['M']],
    ['data D {\n  split ‸\n}', ['train', 'validation', 'test', 'by', 'seed']],
    ['data D {\n  split validation 10% ‸\n}', ['of']],
    ['data D {\n  split validation 10% of ‸\n}', ['train', 'validation', 'test']],
    ['data D {\n  split by ‸\n}', ['column', 'group']],
    ['data D {\n  input image: image[1, 2, 2]\n  input n: number\n  normalize ‸\n}', ['image', 'n']],
    ['data D {\n  input image: image[1, 2, 2]\n  input n: number\n  augment ‸\n}', ['image']],
    ['data D {\n  normalize image ‸\n}', ['auto', 'mean']],
    [model('  task ‸'), ['gender', 'age']],
    [model('  task gender = image\n  task ‸'), ['age']],
    [model('  share hard trunk for ‸'), ['gender', 'age']],
    [model('  share hard trunk for gender, ‸'), expect.arrayContaining(['gender', 'age'])],
    ['compress M {\n  distill ‸\n}', ['from']],
    ['compress M {\n  distill(temperature = 4) from ‸\n}', ['dense']],
    ['compress M {\n  budget {\n    size <= 60 KB\n    age.mae <= ‸\n  }\n}', ['dense']],
    ['compress M {\n  budget {\n    gender.accuracy >= 99% ‸\n  }\n}', ['of']],
    ['import { LeNet } ‸', ['from']],
  ])('%j', async (text, labels) => {
    expect(await labelsAt(text)).toEqual(labels)
  })

  it('offers a split’s next part beside the next settings', async () => {
    expect(await labelsAt('data D {\n  split train 80%, ‸\n}')).toEqual(expect.arrayContaining(['validation', 'test', 'seed', 'source', 'input']))
  })
})

const trained = (line: string): string => `data Points {
  source "points.csv"
  input  x: vector[4]
  target gender: label<2>
}
model M on Points {
  share hard trunk = x |> Dense(8) |> relu |> Dense(4)
  task gender = trunk |> Dense(2)
}
train M {
  ${line}
}`

describe('paths of weights', () => {
  it.each([
    ['freeze trunk‸', ['trunk', 'gender']],
    ['freeze trunk.dense‸', ['dense', 'dense_1']],
    ['rate 0.1 for trunk‸', ['trunk', 'gender']],
    ['rate 0.1 for trunk.dense_1‸', ['dense', 'dense_1']],
    ['rate 0.5 for trunk, gender.dense‸', ['dense']],
  ])('%s', async (line, labels) => {
    expect(await labelsAt(trained(line))).toEqual(labels)
  })

  it('are offered behind a comma beside the next settings, and not before `for`', async () => {
    expect(await labelsAt(trained('rate 0.5 for trunk, gender‸'))).toEqual(expect.arrayContaining(['gender', 'epochs']))
    expect(await labelsAt(trained('rate width‸ for trunk'))).not.toContain('trunk')
  })
})

describe('methods', () => {
  it.each([
    [model('  share ‸'), ['hard', 'none']],
    ['train M {\n  optimizer ‸\n}', ['sgd', 'adam', 'adamw']],
    ['train M {\n  schedule ‸\n}', ['constant', 'step', 'multistep', 'exponential', 'cosine', 'one_cycle', 'linear', 'plateau']],
    ['train M {\n  clip ‸\n}', ['norm', 'value']],
    ['train M {\n  average ‸\n}', ['ema']],
    ['train M {\n  balance ‸\n}', ['equal', 'static', 'uncertainty']],
    ['compress M {\n  prune ‸\n}', ['channels']],
    ['compress M {\n  quantize ‸\n}', ['int8']],
    ['compress M {\n  for "‸"\n}', ['node-cpu']],
    ['compress M {\n  for ‸\n}', ['node-cpu']],
    ['data D {\n  input x: image[1, 2, 2]\n  augment x { ‸ }\n}', ['flip', 'shift', 'rotate']],
  ])('%j: those that run come first', async (text, first) => {
    expect((await labelsAt(text)).slice(0, first.length)).toEqual(first)
  })

  it.each([
    [model('  task gender {\n    loss ‸\n  }'), 'cross_entropy', 'mse'],
    [model('  task age {\n    loss ‸\n  }'), 'mse', 'cross_entropy'],
    [model('  task gender {\n    metric ‸\n  }'), 'accuracy', 'mae'],
    [model('  task age {\n    metric mae, ‸\n  }'), 'r2', 'accuracy'],
  ])('%j: fit the target', async (text, fits, other) => {
    const labels = await labelsAt(text)
    expect(labels).toContain(fits)
    expect(labels).not.toContain(other)
  })

  it.each([
    ['train M {\n  optimizer adam(‸)\n}', ['lr', 'beta1', 'beta2', 'eps']],
    ['train M {\n  optimizer adam(lr = 1e-3, ‸)\n}', ['beta1', 'beta2', 'eps']],
    ['train M {\n  optimizer adam(‸, lr = 1e-3)\n}', ['beta1', 'beta2', 'eps']],
    ['compress M {\n  prune channels(‸', ['importance', 'ratio']],
    ['compress M {\n  prune channels(importance = ‸)\n}', ['taylor', 'l1', 'l2', 'random']],
    ['compress M {\n  distill(‸) from dense\n}', ['temperature', 'share']],
    ['compress M {\n  budget {\n    latency(‸) <= 1 ms\n  }\n}', ['batch', 'threads']],
    [model('  task gender {\n    loss cross_entropy(‸)\n  }'), ['smoothing']],
  ])('%j: have settings', async (text, first) => {
    expect((await labelsAt(text)).slice(0, first.length)).toEqual(first)
  })
})

describe('values', () => {
  it('are the inputs and what the model declares, above its line too', async () => {
    const labels = await labelsAt(model('  let early = ‸\n  share hard trunk = image |> flatten'))
    expect(labels.slice(0, 3)).toEqual(['trunk', 'image', 'row'])
    expect(labels).not.toContain('early')
    expect(labels).toContain('relu')
  })

  it('say their shapes, while the file is broken', async () => {
    const items = await completionsAt(model('  share hard trunk = image |> flatten |> Dense(64)\n  task gender = tr‸\n  task age = trunk |>'))
    expect(items.find(({ label }) => label === 'trunk')?.detail).toBe('share f32[64]')
  })

  it('after a pipe are blocks', async () => {
    const labels = await labelsAt(model('  share hard trunk = image |> ‸'))
    expect(labels).toEqual(expect.arrayContaining(['Conv', 'relu', 'repeat', 'LeNet']))
    expect(labels).not.toContain('image')
  })

  it('of the library bring their import along', async () => {
    const text = model('  share hard trunk = image |> LeN‸')
    expect(await chosen(text, 'LeNet')).toBe(`import { LeNet } from "std/vision"\n\n${data}\nmodel M on Faces {\n  share hard trunk = image |> LeNet()\n}\n`)
    expect(await chosen(vision + model('  share hard trunk = image |> Small‸'), 'SmallResNet')).toContain('import { LeNet, SmallResNet } from "std/vision"\n')
    expect(await chosen(vision + model('  share hard trunk = row |> TableN‸'), 'TableNet')).toContain('import { LeNet } from "std/vision"\nimport { TableNet } from "std/tabular"\n')
    expect(await chosen(`/// A file.\n\n/// Of faces.\n${model('  share hard trunk = image |> LeN‸')}`, 'LeNet')).toMatch(/^\/\/\/ A file\.\n\nimport \{ LeNet \} from "std\/vision"\n\n\/\/\/ Of faces\.\ndata/)
  })

  it('in the brackets of a block are its settings and sizes', async () => {
    const labels = await labelsAt(`const width = 32\n${model('  let x = image |> Conv(‸, stride = 2)\n  task gender = x')}`)
    expect(labels.slice(0, 5)).toEqual(['channels', 'kernel', 'padding', 'dilation', 'groups'])
    expect(labels).toContain('width')
    expect(labels).not.toContain('relu')
  })

  it('of a setting are what it can be', async () => {
    expect((await labelsAt(model('  let x = image |> Conv(8, bias = ‸)'))).slice(0, 2)).toEqual(['true', 'false'])
    expect((await labelsAt(model('  let x = image |> Conv(8, padding = ‸)')))[0]).toBe('"same"')
  })

  it('in a block are its parameters, its sizes, and what its body names above', async () => {
    const labels = await labelsAt(block('  let y = x |> relu\n  let z = ‸\n  let farther = y'))
    expect(labels).toEqual(expect.arrayContaining(['y', 'x', 'list', 'channels', 'act', 'C', 'H', 'W', 'D', 'if', 'repeat']))
    expect(labels).not.toContain('farther')
    expect(labels).not.toContain('z')
    expect(await labelsAt('block B(n: int)(x: f32[C, H]) -> f32[‸] { x }')).toEqual(['n', 'C', 'H', 'ceil', 'floor'])
    expect(await labelsAt(block('  concat([Dense(‸)(x) for i in 0..channels])'))).toEqual(expect.arrayContaining(['units', 'i', 'channels']))
  })

  it('after a dot are members', async () => {
    expect(await labelsAt(model('  let t = row.‸'))).toEqual(['numbers', 'categories', 'vocab'])
    expect(await labelsAt(texts('  let t = words.‸'))).toEqual(['vocab', 'mask'])
    expect(await labelsAt(texts('  task reply = reply.‸'))).toEqual(['before', 'vocab'])
    expect(await labelsAt(texts('  task reply {\n    predict reply.‸\n  }'))).toEqual(['before', 'vocab'])
    expect(await labelsAt(texts('  task reply = ‸'))).toContain('reply')
    expect(await labelsAt(texts('  task kind = ‸'))).not.toContain('reply')
    expect(await labelsAt('const widths = [16, 32]\nconst last = widths.‸')).toEqual(expect.arrayContaining(['first', 'last', 'length']))
  })
})

describe('types', () => {
  it.each([
    ['data D {\n  input x: ‸\n}', ['image', 'number', 'vector', 'category', 'table'], 'label'],
    ['data D {\n  target x: ‸\n}', ['number', 'vector', 'label'], 'image'],
    ['block B(n: ‸', ['f32', 'i64', 'int', 'float', 'bool', 'string', 'block'], 'label'],
    ['block B(n: int)(x: f32[C]) -> ‸', ['f32', 'i64'], 'label'],
  ])('%j', async (text, some, other) => {
    const labels = await labelsAt(text)
    expect(labels).toEqual(expect.arrayContaining(some))
    expect(labels).not.toContain(other)
  })

  it('are aliases too', async () => {
    expect(await labelsAt('type Digit = label<10>\ndata D {\n  target x: ‸\n}')).toContain('Digit')
  })
})

describe('units', () => {
  it.each([
    ['compress M {\n  budget {\n    size <= 60‸\n  }\n}', ['B', 'KB', 'MB', 'GB', 'KiB', 'MiB', 'GiB']],
    ['compress M {\n  budget {\n    size <= 60 K‸\n  }\n}', ['B', 'KB', 'MB', 'GB', 'KiB', 'MiB', 'GiB']],
    ['compress M {\n  budget {\n    latency <= 1 ‸\n  }\n}', ['us', 'ms', 's', 'min', 'h']],
    ['compress M {\n  budget {\n    params <= 120‸\n  }\n}', ['k', 'M', 'G']],
    ['compress M {\n  budget {\n    left.accuracy >= dense - 0.5 ‸\n  }\n}', ['pt']],
    ['train M {\n  schedule cosine(warmup = 1 ‸)\n}', ['epoch', 'step']],
    ['train M {\n  schedule cosine(warmup = 2 ‸)\n}', ['epochs', 'steps']],
    ['compress M {\n  quantize int8(aware = 2 ‸)\n}', ['epochs']],
    ['data D {\n  split validation 10‸\n}', ['%']],
  ])('%j', async (text, labels) => {
    expect(await labelsAt(text)).toEqual(labels)
  })

  it('stand after a space, ratios and counts directly', async () => {
    expect(await chosen('compress M {\n  budget {\n    size <= 60‸\n  }\n}', 'KB')).toContain('size <= 60 KB\n')
    expect(await chosen('compress M {\n  budget {\n    size <= 60 ‸\n  }\n}', 'KB')).toContain('size <= 60 KB\n')
    expect(await chosen('data D {\n  split validation 10‸\n}', '%')).toContain('validation 10%\n')
    expect(await chosen('compress M {\n  budget {\n    params <= 120‸\n  }\n}', 'k')).toContain('params <= 120k\n')
  })
})

describe('imports', () => {
  it('offer modules and names', async () => {
    expect(await labelsAt('import { LeNet } from "‸"')).toEqual(expect.arrayContaining(['std/vision', 'std/tabular', './']))
    expect(await labelsAt('import { ‸ } from "std/vision"')).toEqual(expect.arrayContaining(['LeNet', 'SmallResNet']))
    expect(await labelsAt('import { LeNet, ‸ } from "std/vision"')).not.toContain('LeNet')
    expect(await labelsAt('import { ‸ } from "blocks"', { files: { 'blocks.mtl': 'const width = 3\nblock B()(x: f32[C]) { x }\ntrain M {}' } })).toEqual(['width', 'B'])
  })
})

describe('columns', () => {
  const columns = [{ name: 'id', type: 'BIGINT' }, { name: 'age', type: 'VARCHAR' }, { name: 'hours-per-week', type: 'BIGINT' }]
  it.each([
    ['target ‸', ['id']],
    ['target y: number from "‸"', ['id', 'age', 'hours-per-week']],
    ['weight ‸', ['id', 'age', 'hours-per-week']],
    ['split by group ‸', ['id', 'age', 'hours-per-week']],
    ['input row: table(except = [‸])', ['id', 'age', 'hours-per-week']],
  ])('%s', async (line, labels) => {
    expect(await labelsAt(inData(line), { columns })).toEqual(labels)
  })

  it('are quoted where they are no names', async () => {
    expect(await chosen(inData('weight ‸'), 'hours-per-week', { columns })).toContain('weight "hours-per-week"\n')
    expect(await chosen(inData('target y: number from "‸"'), 'hours-per-week', { columns })).toContain('from "hours-per-week"\n')
  })
})

describe('weights to begin with', () => {
  it('are given to paths of the model', async () => {
    expect(await labelsAt(withInit(' from "w.onnx" { tr‸unk from "a" }'))).toEqual(['trunk', 'y'])
    expect(await labelsAt(withInit(' from "w.onnx" { trunk.den‸se from "a" }'))).toEqual(['dense'])
  })

  it('are asked for strictly', async () => {
    expect((await labelsAt(withInit('(‸) from "w.onnx"')))[0]).toBe('strict')
  })

  it('lie in files and folders beside the document', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mtl-weights-'))
    try {
      for (const name of ['w.safetensors', 'w.onnx', 'w.csv', 'w.mtl']) writeFileSync(join(folder, name), '')
      mkdirSync(join(folder, 'runs'))
      expect((await labelsAt(`train M {\n  init from "${folder}/‸"\n}\n`)).toSorted()).toEqual(['runs/', 'w.onnx', 'w.safetensors'].map((name) => `${folder}/${name}`))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

describe('a budget', () => {
  it('holds the metrics of the model’s tasks', async () => {
    expect(await labelsAt(compress('‸'))).toEqual(expect.arrayContaining(['size', 'gender.accuracy', 'gender.macro_f1', 'age.rmse']))
    expect(await labelsAt(compress('‸'))).not.toContain('age.mae')
    expect(await labelsAt(compress('gender.‸'))).toEqual(['accuracy', 'macro_f1'])
  })

  it('is written in the direction that is better', async () => {
    expect(await chosen(compress('gender.acc‸'), 'accuracy')).toContain('gender.accuracy\n')
    expect(await chosen(compress('‸'), 'gender.accuracy')).toContain('gender.accuracy >= dense - 1 pt\n')
    expect(await chosen(compress('‸'), 'age.rmse')).toContain('age.rmse <= dense + 2%\n')
  })
})

it('keeps line ends of the file in the import that it adds', async () => {
  const text = `${data}model M on Faces {\n  share hard t = image |> LeN‸\n}\n`.replaceAll('\n', '\r\n')
  expect(await chosen(text, 'LeNet')).toMatch(/^import \{ LeNet \} from "std\/vision"\r\n\r\ndata/)
})
