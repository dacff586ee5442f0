import { describe, expect, it } from 'vitest'
import { plain, readOne, show } from './support.js'

const settings = (text: string): unknown => plain(readOne('data', `data D {\n${text}\n}`).settings)
const statements = (text: string): unknown => plain(readOne('model', `model M on D {\n${text}\n}`).statements)
const train = (text: string): unknown => plain(readOne('train', `train M {\n${text}\n}`).settings)
const compress = (text: string): unknown => plain(readOne('compress', `compress M {\n${text}\n}`).settings)
const number = (value: number): object => ({ kind: 'number', value, integer: Number.isInteger(value) })
const percent = (value: number): object => ({ kind: 'quantity', value, unit: '%', text: String(value) })

describe('data', () => {
  it('has sources', () => {
    expect(settings('source "a*.csv"\nsource train "t.parquet"\nsource sql "select 1"')).toEqual([
      { kind: 'source', location: { kind: 'string', value: 'a*.csv' } },
      { kind: 'source', role: 'train', location: { kind: 'string', value: 't.parquet' } },
      { kind: 'source', role: 'sql', location: { kind: 'string', value: 'select 1' } },
    ])
  })

  it('is split by shares', () => {
    expect(settings('split train 80%, validation 10%, test 10%, seed 7')).toEqual([
      {
        kind: 'split',
        parts: [
          { part: 'train', share: percent(80) }, { part: 'validation', share: percent(10) }, { part: 'test', share: percent(10) },
        ],
        seed: number(7),
      },
    ])
    expect(settings('split validation 10% of train, seed 7')).toEqual([
      { kind: 'split', parts: [{ part: 'validation', share: percent(10), of: 'train' }], seed: number(7) },
    ])
  })

  it('is split by a column or a group', () => {
    expect(settings('split by column "part"')).toEqual([
      { kind: 'split', parts: [], by: { kind: 'column', column: { kind: 'string', value: 'part' } } },
    ])
    expect(settings('split train 90%, test 10%, by group user_id, seed 1')).toMatchObject([
      { parts: [{ part: 'train' }, { part: 'test' }], by: { kind: 'group', column: 'user_id' }, seed: number(1) },
    ])
  })

  it('ends a split where the next setting on the line begins', () => {
    expect(settings('split test 10%, weight w, split test 5%, input x: number')).toMatchObject([
      { kind: 'split' }, { kind: 'sample_weight' }, { kind: 'split' }, { kind: 'field' },
    ])
  })

  it('has inputs and targets', () => {
    expect(
      settings('/// A digit.\ninput image: image[1, 28, 28] from "pixels"\ntarget left: label<10>\ninput row: table(except = [id, income])'),
    ).toMatchObject([
      { kind: 'field', role: 'input', name: 'image', type: { dimensions: [number(1), number(28), number(28)] }, from: { value: 'pixels' }, doc: 'A digit.' },
      { kind: 'field', role: 'target', name: 'left', type: { labels: [number(10)] } },
      { kind: 'field', role: 'input', name: 'row', type: { arguments: [{ name: 'except', value: { kind: 'list' } }] } },
    ])
  })

  it('has sample weights, normalisation, augmentation and the rest', () => {
    expect(
      settings(
        'weight instance_weight\nnormalize image mean 0.5, std 0.25\nnormalize row auto\naugment image { flip horizontal, shift 2, rotate -10 }\nskip bad rows',
      ),
    ).toEqual([
      { kind: 'sample_weight', column: 'instance_weight' },
      { kind: 'normalize', field: 'image', auto: false, mean: number(0.5), std: number(0.25) },
      { kind: 'normalize', field: 'row', auto: true },
      {
        kind: 'augment',
        field: 'image',
        steps: [
          { name: 'flip', values: [{ kind: 'name', name: 'horizontal' }] },
          { name: 'shift', values: [number(2)] },
          { name: 'rotate', values: [{ kind: 'unary', operator: '-', operand: number(10) }] },
        ],
      },
      { kind: 'skip' },
    ])
  })

  it('normalises channels by lists, and takes one of the two alone', () => {
    expect(settings('normalize image std [0.2, 0.3], mean [1, 2], skip bad rows\nnormalize x mean 1')).toMatchObject([
      { kind: 'normalize', mean: { kind: 'list' }, std: { kind: 'list' } },
      { kind: 'skip' },
      { kind: 'normalize', mean: number(1) },
    ])
  })
})

describe('model', () => {
  it('names its data', () => expect(plain(readOne('model', 'model M on D {}'))).toEqual({ kind: 'model', name: 'M', data: 'D', statements: [] }))

  it('has shares, with a scheme and perhaps tasks', () => {
    expect(statements('share hard trunk = image\n/// Experts.\nshare mmoe(experts = 4) body for left, right = trunk')).toEqual([
      { kind: 'share', scheme: { name: 'hard', arguments: [] }, name: 'trunk', value: { kind: 'name', name: 'image' } },
      {
        kind: 'share',
        scheme: { name: 'mmoe', arguments: [{ name: 'experts', value: number(4) }] },
        name: 'body',
        tasks: ['left', 'right'],
        value: { kind: 'name', name: 'trunk' },
        doc: 'Experts.',
      },
    ])
  })

  it('has tasks in short and in full', () => {
    expect(
      statements('task left = trunk\ntask right {\n  predict trunk\n  loss cross_entropy(smoothing = 0.05)\n  weight 1.5\n  metric accuracy, macro_f1\n}'),
    ).toEqual([
      { kind: 'task', name: 'left', predict: { kind: 'name', name: 'trunk' } },
      {
        kind: 'task',
        name: 'right',
        predict: { kind: 'name', name: 'trunk' },
        loss: { name: 'cross_entropy', arguments: [{ name: 'smoothing', value: number(0.05) }] },
        weight: number(1.5),
        metrics: [{ name: 'accuracy', arguments: [] }, { name: 'macro_f1', arguments: [] }],
      },
    ])
  })

  it('takes the settings of a task on one line', () => {
    expect(statements('task a { predict x |> f, loss mse, metric mae, top(k = 5), weight 2, metric rmse }')).toMatchObject([
      { predict: { kind: 'pipe' }, loss: { name: 'mse' }, metrics: [{ name: 'mae' }, { name: 'top' }, { name: 'rmse' }], weight: number(2) },
    ])
  })

  it('has values of its own and selects tasks', () => {
    expect(statements('let y = image\nselect tasks by affinity(max_groups = 2)')).toMatchObject([
      { kind: 'let', name: 'y' },
      { kind: 'select', by: { name: 'affinity', arguments: [{ name: 'max_groups' }] } },
    ])
  })
})

describe('train', () => {
  it('has values and methods', () => {
    expect(train('epochs 20, batch 256, seed 1\noptimizer adam(lr = 1e-3)\nschedule cosine(warmup = 1 epoch)\nbalance uncertainty')).toEqual([
      { kind: 'value', name: 'epochs', value: number(20) },
      { kind: 'value', name: 'batch', value: number(256) },
      { kind: 'value', name: 'seed', value: number(1) },
      { kind: 'method', name: 'optimizer', method: { name: 'adam', arguments: [{ name: 'lr', value: { kind: 'number', value: 0.001, integer: false } }] } },
      {
        kind: 'method',
        name: 'schedule',
        method: { name: 'cosine', arguments: [{ name: 'warmup', value: { kind: 'quantity', value: 1, unit: 'epoch', text: '1' } }] },
      },
      { kind: 'method', name: 'balance', method: { name: 'uncertainty', arguments: [] } },
    ])
  })

  it('takes names and arithmetic for values', () => {
    expect(train('epochs n, batch (64 * 2)\nother base * 2')).toMatchObject([
      { kind: 'value', name: 'epochs', value: { kind: 'name', name: 'n' } },
      { kind: 'value', name: 'batch', value: { kind: 'binary' } },
      { kind: 'value', name: 'other', value: { kind: 'binary' } },
    ])
  })

  it('has settings of some weights, whose paths go on after commas', () => {
    expect(train('rate 0.5 for trunk.stage.0.1, left, decay 2 * n for left\nfreeze trunk,\n  right, seed 3\nfreeze left, init from "x"')).toMatchObject([
      { kind: 'paths', name: 'rate', factor: { kind: 'number', value: 0.5 }, paths: [['trunk', 'stage', '0', '1'], ['left']] },
      { kind: 'paths', name: 'decay', factor: { kind: 'binary' }, paths: [['left']] },
      { kind: 'paths', name: 'freeze', paths: [['trunk'], ['right']] },
      { kind: 'value', name: 'seed' },
      { kind: 'paths', name: 'freeze', paths: [['left']] },
      { kind: 'from', name: 'init' },
    ])
  })

  it('starts from files', () => {
    expect(train('init from "x.safetensors"\ninit(strict = false) from "y"\nselect tasks by affinity')).toEqual([
      { kind: 'from', name: 'init', location: { kind: 'string', value: 'x.safetensors' }, arguments: [] },
      { kind: 'from', name: 'init', location: { kind: 'string', value: 'y' }, arguments: [{ name: 'strict', value: { kind: 'boolean', value: false } }] },
      { kind: 'select', by: { name: 'affinity', arguments: [] } },
    ])
  })

  it('says what weights are called in a file', () => {
    expect(train('init from "x.onnx" { trunk.stage1.0.1.conv from "backbone.conv1", left from "fc" }\nepochs 2')).toEqual([
      {
        kind: 'from', name: 'init', location: { kind: 'string', value: 'x.onnx' }, arguments: [],
        mapping: [
          { path: ['trunk', 'stage1', '0', '1', 'conv'], prefix: { kind: 'string', value: 'backbone.conv1' } },
          { path: ['left'], prefix: { kind: 'string', value: 'fc' } },
        ],
      },
      { kind: 'value', name: 'epochs', value: { kind: 'number', value: 2, integer: true } },
    ])
  })
})

describe('compress', () => {
  it('has a target, passes, a teacher and exceptions', () => {
    expect(
      compress(
        'for "node-cpu"\nprune channels(importance = taylor), prune weights(pattern = "2:4")\nquantize int8(aware = 2 epochs)\nfactorize svd\ncluster(16)\n' +
          'distill(temperature = 4) from dense\ndistill from "other.mtl"\nkeep trunk.stem\nkeep trunk.stage1.0.1.conv',
      ),
    ).toEqual([
      { kind: 'target', target: { kind: 'string', value: 'node-cpu' } },
      { kind: 'pass', pass: 'prune', method: { name: 'channels', arguments: [{ name: 'importance', value: { kind: 'name', name: 'taylor' } }] }, arguments: [] },
      { kind: 'pass', pass: 'prune', method: { name: 'weights', arguments: [{ name: 'pattern', value: { kind: 'string', value: '2:4' } }] }, arguments: [] },
      {
        kind: 'pass',
        pass: 'quantize',
        method: { name: 'int8', arguments: [{ name: 'aware', value: { kind: 'quantity', value: 2, unit: 'epochs', text: '2' } }] },
        arguments: [],
      },
      { kind: 'pass', pass: 'factorize', method: { name: 'svd', arguments: [] }, arguments: [] },
      { kind: 'pass', pass: 'cluster', arguments: [{ value: number(16) }] },
      { kind: 'distill', arguments: [{ name: 'temperature', value: number(4) }], from: 'dense' },
      { kind: 'distill', arguments: [], from: { kind: 'string', value: 'other.mtl' } },
      { kind: 'keep', path: ['trunk', 'stem'] },
      { kind: 'keep', path: ['trunk', 'stage1', '0', '1', 'conv'] },
    ])
  })

  it('has a budget with lines of every form', () => {
    expect(
      compress(
        'budget {\n  size <= 60 KB, params <= 120k\n  latency(batch = 1, threads = 1) <= 1 ms\n  left.accuracy >= dense - 0.5 pt\n  right.accuracy >= 90%\n' +
          '  left.accuracy >= 99% of dense\n  a.mae <= dense + 2%\n  a.mae <= single\n  memory <= 2 * limit\n}',
      ),
    ).toEqual([
      {
        kind: 'budget',
        lines: [
          { subject: ['size'], arguments: [], comparison: '<=', bound: { kind: 'value', value: { kind: 'quantity', value: 60, unit: 'KB', text: '60' } } },
          { subject: ['params'], arguments: [], comparison: '<=', bound: { kind: 'value', value: { kind: 'quantity', value: 120, unit: 'k', text: '120' } } },
          {
            subject: ['latency'],
            arguments: [{ name: 'batch', value: number(1) }, { name: 'threads', value: number(1) }],
            comparison: '<=',
            bound: { kind: 'value', value: { kind: 'quantity', value: 1, unit: 'ms', text: '1' } },
          },
          {
            subject: ['left', 'accuracy'],
            arguments: [],
            comparison: '>=',
            bound: { kind: 'relative', to: 'dense', sign: '-', offset: { kind: 'quantity', value: 0.5, unit: 'pt', text: '0.5' } },
          },
          { subject: ['right', 'accuracy'], arguments: [], comparison: '>=', bound: { kind: 'value', value: percent(90) } },
          { subject: ['left', 'accuracy'], arguments: [], comparison: '>=', bound: { kind: 'fraction', share: percent(99), of: 'dense' } },
          { subject: ['a', 'mae'], arguments: [], comparison: '<=', bound: { kind: 'relative', to: 'dense', sign: '+', offset: percent(2) } },
          { subject: ['a', 'mae'], arguments: [], comparison: '<=', bound: { kind: 'relative', to: 'single' } },
          {
            subject: ['memory'],
            arguments: [],
            comparison: '<=',
            bound: { kind: 'value', value: { kind: 'binary', operator: '*', left: number(2), right: { kind: 'name', name: 'limit' } } },
          },
        ],
      },
    ])
  })

  it('reads a bound that is a name as a value, unless it is one of the two models', () => {
    const [budget] = readOne('compress', 'compress M { budget { size <= limit } }').settings
    const bound = budget?.kind === 'budget' ? budget.lines[0]?.bound : undefined
    expect(bound?.kind === 'value' ? show(bound.value) : undefined).toBe('limit')
  })
})
