import fc from 'fast-check'
import { distance as levenshtein } from 'fastest-levenshtein'
import { describe, expect, it, test } from 'vitest'
import { distance } from '../../src/diagnostics/distance.js'
import { suggest } from '../../src/diagnostics/suggest.js'

describe('suggestions', () => {
  it('are the nearest name', () => {
    expect(suggest('iamge', ['image', 'left', 'right'])).toBe('image')
    expect(suggest('BatchNrom', ['BatchNorm', 'LayerNorm'])).toBe('BatchNorm')
  })

  it('count two letters that changed places as one slip', () => {
    expect(suggest('taks', ['tanh', 'task'])).toBe('task')
    expect(suggest('axh', ['exp', 'ahx', 'axe'])).toBe('ahx')
  })

  it('prefer what begins alike', () => {
    expect(suggest('sise', ['rise', 'size'])).toBe('size')
  })

  it('do not mind letter case and underscores', () => {
    expect(suggest('lenet', ['ResNet', 'LeNet'])).toBe('LeNet')
    expect(suggest('LeakyReLU', ['relu', 'leaky_relu'])).toBe('leaky_relu')
    expect(suggest('weightdecay', ['weight', 'weight_decay'])).toBe('weight_decay')
  })

  it.each([
    ['Linear', 'Dense'], ['fc', 'Dense'], ['Conv2D', 'Conv'], ['MaxPool2d', 'MaxPool'], ['BatchNorm2d', 'BatchNorm'],
    ['AdaptiveAvgPool2d', 'GlobalAvgPool'], ['learning_rate', 'lr'], ['CrossEntropyLoss', 'cross_entropy'], ['ce', 'cross_entropy'],
    ['nll', 'cross_entropy'], ['mean_squared_error', 'mse'], ['acc', 'accuracy'], ['f1', 'macro_f1'], ['AdamW', 'adamw'], ['batch_size', 'batch'],
    ['kernel_size', 'kernel'], ['swish', 'silu'], ['float32', 'f32'], ['val', 'validation'],
  ])('know what others call things: %s', (name, meant) => {
    expect(suggest(name, ['add', 'Dense', 'DepthwiseConv', 'Conv', 'MaxPool', 'BatchNorm', 'GlobalAvgPool', 'lr', 'cross_entropy', 'mse', 'accuracy', 'macro_f1', 'adamw', 'batch', 'kernel', 'silu', 'f32', 'validation'])).toBe(meant)
  })

  it('of the same word in another place depend on what is there', () => {
    expect(suggest('l2', ['mse', 'cross_entropy'])).toBe('mse')
    expect(suggest('l2', ['lr', 'momentum', 'weight_decay'])).toBe('weight_decay')
  })

  it('are not made up where nothing is near', () => {
    expect(suggest('image', ['left', 'right'])).toBeUndefined()
    expect(suggest('x', ['y'])).toBeUndefined()
    expect(suggest('ones_like', ['Resize'])).toBeUndefined()
    expect(suggest('image', [])).toBeUndefined()
    expect(suggest('x'.repeat(1e6), ['x'.repeat(1e6 - 1)])).toBeUndefined()
  })

  it('are never the name itself', () => {
    expect(suggest('image', ['image'])).toBeUndefined()
  })
})

test('the distance is that of Levenshtein, less the swaps', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ab]{0,6}$/), fc.stringMatching(/^[ab]{0,6}$/), (a, b) => {
      expect(distance(a, b)).toBe(distance(b, a))
      expect(distance(a, b)).toBeLessThanOrEqual(levenshtein(a, b))
      expect(distance(a, b) === 0).toBe(a === b)
    }),
  )
  expect([distance('', 'abc'), distance('ca', 'ac'), distance('ab', 'abc')]).toEqual([3, 1, 1])
})
