import { describe, expect, it } from 'vitest'
import { suggest } from '../../src/diagnostics/suggest.js'

describe('suggestions', () => {
  it('are the nearest name', () => {
    expect(suggest('iamge', ['image', 'left', 'right'])).toBe('image')
    expect(suggest('BatchNrom', ['BatchNorm', 'LayerNorm'])).toBe('BatchNorm')
  })
  it('do not mind letter case', () => {
    expect(suggest('lenet', ['ResNet', 'LeNet'])).toBe('LeNet')
  })
  it('are not made up where nothing is near', () => {
    expect(suggest('image', ['left', 'right'])).toBeUndefined()
    expect(suggest('x', ['y'])).toBeUndefined()
    expect(suggest('image', [])).toBeUndefined()
  })
})
