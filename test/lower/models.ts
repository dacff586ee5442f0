import type { TypedExpression, TypedModel } from '../../src/check/typed.js'
import { apply, field, input, label, method, model, representation, share, task } from './build.js'

const dense = (path: string, x: TypedExpression, units: number) => apply('Dense', path, [x], [units], { units, bias: true })
const conv = (path: string, x: TypedExpression, channels: number, size: number, kernel = 3, stride = 1) =>
  apply('Conv', path, [x], [channels, size, size], { channels, kernel, stride, padding: 'same', dilation: 1, groups: 1, bias: false })
const norm = (path: string, x: TypedExpression) => apply('BatchNorm', path, [x], x.type.shape as number[], { momentum: 0.1, epsilon: 1e-5 })
const relu = (path: string, x: TypedExpression) => apply('relu', path, [x], x.type.shape as number[])
const category = (column: string, size: number, offset: number) => ({
  column,
  labels: Array.from({ length: size }, (_, index) => String(index)),
  offset,
})

/** Convolutions and a dense layer for `name`, from an image of 1×12×12; 6 and 8 channels, 16 features. */
function trunk(x: TypedExpression, dropout: number): TypedExpression {
  let y = apply('Conv', 'trunk.conv1', [x], [6, 12, 12], { channels: 6, kernel: 5, stride: 1, padding: 'same', dilation: 1, groups: 1, bias: true })
  y = apply('relu', 'trunk.relu1', [y], [6, 12, 12])
  y = apply('MaxPool', 'trunk.pool1', [y], [6, 6, 6], { kernel: 2, stride: 2, padding: 'valid' })
  y = apply('Conv', 'trunk.conv2', [y], [8, 3, 3], { channels: 8, kernel: 3, stride: 2, padding: 'same', dilation: 1, groups: 1, bias: true })
  y = apply('relu', 'trunk.relu2', [y], [8, 3, 3])
  y = apply('flatten', 'trunk.flatten', [y], [72])
  y = apply('Dense', 'trunk.dense', [y], [16], { units: 16, bias: true })
  y = apply('relu', 'trunk.relu3', [y], [16])
  return dropout === 0 ? y : apply('Dropout', 'trunk.dropout', [y], [16], { rate: dropout })
}

/** Two labels from one image, the trunk shared by `scheme`. */
export function lenet(scheme: 'hard' | 'none', options: { readonly dropout?: number; readonly classes?: number } = {}): TypedModel {
  const classes = options.classes ?? 10
  const read = representation('trunk', [16])
  return model(
    'Digits',
    [field('image', { kind: 'image', channels: 1, height: 12, width: 12 }, { mean: [0.1307], std: [0.3081] })],
    [share('trunk', scheme, trunk(input('image', [1, 12, 12]), options.dropout ?? 0), ['left', 'right'])],
    [
      task('left', label(classes), dense('left.dense', read, classes)),
      task('right', label(classes), dense('right.out', apply('relu', 'right.relu', [dense('right.hidden', read, 12)], [12]), classes), {
        loss: method('cross_entropy', { smoothing: 0.05 }),
        weight: 1.5,
      }),
    ],
  )
}

/** A residual net with batch norms over 3×8×8 images: a stage of stride 2 with a projection, then a plain one. */
export function residual(): TypedModel {
  const block = (path: string, x: TypedExpression, channels: number, size: number, stride: number): TypedExpression => {
    const first = relu(`${path}.relu1`, norm(`${path}.norm1`, conv(`${path}.conv1`, x, channels, size, 3, stride)))
    const y = norm(`${path}.norm2`, conv(`${path}.conv2`, first, channels, size))
    const skip = stride === 1 ? x : norm(`${path}.norm3`, conv(`${path}.conv3`, x, channels, size, 1, stride))
    return relu(`${path}.relu2`, apply('add', `${path}.add`, [y, skip], [channels, size, size]))
  }
  const stem = relu('trunk.relu', norm('trunk.norm', conv('trunk.conv', input('image', [3, 8, 8]), 4, 8)))
  const features = apply('GlobalAvgPool', 'trunk.pool', [block('trunk.block2', block('trunk.block1', stem, 6, 4, 2), 6, 4, 1)], [6])
  const read = representation('trunk', [6])
  return model(
    'Residual',
    [field('image', { kind: 'image', channels: 3, height: 8, width: 8 }, { mean: [0.5, 0.4, 0.3], std: [0.25, 0.25, 0.2] })],
    [share('trunk', 'hard', features, ['kind', 'size'])],
    [
      task('kind', label(3), apply('Dense', 'kind.dense', [read], [3], { units: 3, bias: true })),
      task('size', { kind: 'number' }, apply('Dense', 'size.dense', [read], [1], { units: 1, bias: true })),
    ],
  )
}

/** Two numbers and three category columns (10 codes in all) → a label and a vector. */
export function table(): TypedModel {
  const numbers = input('row', [2], 'f32', 'numbers')
  const categories = input('row', [3], 'i64', 'categories')
  const embedded = apply('flatten', 'trunk.flatten', [apply('Embedding', 'trunk.embedding', [categories], [3, 4], { vocab: 10, dim: 4 })], [12])
  const joined = apply('concat', 'trunk.concat', [numbers, embedded], [14], { axis: 0 })
  const hidden = apply('relu', 'trunk.relu', [apply('Dense', 'trunk.dense', [joined], [8], { units: 8, bias: true })], [8])
  const read = representation('trunk', [8])
  return model(
    'Census',
    [
      field(
        'row',
        {
          kind: 'table',
          numbers: ['age', 'hours'],
          categories: [category('a', 2, 0), category('b', 2, 3), category('c', 3, 6)],
          vocabulary: 10,
        },
        'auto',
      ),
    ],
    [share('trunk', 'hard', hidden, ['income', 'place'])],
    [
      task('income', label(2), apply('Dense', 'income.dense', [read], [2], { units: 2, bias: true })),
      task('place', { kind: 'vector', size: 2 }, apply('Dense', 'place.dense', [read], [2], { units: 2, bias: true })),
    ],
  )
}
