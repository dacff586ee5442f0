/** How each differentiable op is put into a random graph: on operands that fit, away from kinks and ties, in any shape that it takes. */
import type { Attributes, ValueId } from '../../../src/ir/graph.js'
import { constantOf } from './kit.js'
import { steps, type Garden } from './garden.js'

type Growth = (g: Garden) => ValueId | readonly ValueId[]

const smooth = (op: string): Growth => (g) => g.add(op, [g.value()])
const kinked = (op: string, attributes?: (g: Garden) => Attributes): Growth => (g) => g.add(op, [g.steady(g.value())], attributes?.(g))
const positive = (op: string): Growth => (g) => g.add(op, [g.positive(g.value())])
const bounded = (op: string): Growth => (g) => g.add(op, [g.tame(g.value())])
const paired = (op: string): Growth => (g) => {
  const a = g.value()
  const b = g.partner(a)
  return g.add(op, g.flip() ? [a, b] : [b, a])
}
/** Never equal: the operands have values of two parities. */
const compared = (g: Garden, op: string): ValueId => {
  const a = g.value()
  return g.add(op, [g.steady(a, 0), g.steady(g.partner(a), 1)])
}
const chosen = (g: Garden, condition: ValueId): ValueId => {
  const like = g.leaf(g.shape(condition))
  return g.add('where', g.flip() ? [condition, like, g.partner(like)] : [condition, g.partner(like), like])
}
const someAxes = (g: Garden, value: ValueId): readonly number[] => g.shape(value).map((_, axis) => axis).filter(() => g.flip())
const reduction = (op: string, kinks: boolean): Growth => (g) => {
  const x = g.value()
  return g.add(op, [kinks ? g.steady(x) : x], { ...(g.flip() ? {} : { axes: someAxes(g, x) }), keepdims: g.flip() })
}
const alongAxis = (op: string): Growth => (g) => {
  const any = g.value()
  const x = g.shape(any).length > 0 ? any : g.vector(3)
  return g.add(op, [x], { axis: g.between(-g.shape(x).length, g.shape(x).length - 1) })
}
const norm = (g: Garden): { readonly x: ValueId; readonly vectors: readonly ValueId[] } => {
  const x = g.value(g.oneOf(2, 3, 4))
  const usable = g.axes(x).includes(1) ? x : g.leaf(['N', g.small()])
  return { x: usable, vectors: [g.vector(g.size(usable, 1)), g.vector(g.size(usable, 1))] }
}
/** Strides, padding, dilation and groups of every kind; channels within a group, and made by one. */
const windows = (g: Garden) => {
  const [kernel, stride, dilation] = [g.pair(), g.pair(1, 2), g.pair(1, 2)]
  const pads = [g.between(0, 2), g.between(0, 2), g.between(0, 2), g.between(0, 2)]
  const reach = (axis: 0 | 1): number => Math.max(1, dilation[axis] * (kernel[axis] - 1) + 1 - pads[axis] - pads[axis + 2])
  return { kernel, reach: [reach(0), reach(1)] as const, attributes: { stride, dilation, pads, groups: g.oneOf(1, 1, 2, 3) }, within: g.between(1, 2), made: g.between(1, 2) }
}
const pool = (op: string, kinks: boolean): Growth => (g) => {
  const kernel = g.pair()
  const pads = [0, 1, 0, 1].map((axis) => g.between(0, Math.floor(kernel[axis] / 2)))
  const x = g.image(kernel)
  const attributes: Attributes = g.flip() ? { kernel, stride: g.pair(), pads } : { kernel }
  return g.add(op, [kinks ? g.steady(x) : x], attributes)
}
const recurrent = (op: string, gates: number, biases: number): Growth => (g) => {
  const [depth, units] = g.pair()
  const x = g.leaf(['N', g.small(), depth])
  return g.add(op, [x, g.leaf([gates * units, depth]), g.leaf([gates * units, units]), ...Array.from({ length: biases }, () => g.vector(gates * units))])
}
const cumulative = (op: string): Growth => (g) => {
  const x = g.value()
  const axes = g.axes(x)
  return axes.length === 0 ? x : g.add(op, [g.tame(x)], { axis: g.oneOf(...axes), reverse: g.flip(), exclusive: g.flip() })
}
/** As numbers, so that others can go on with them. */
const place = (op: string): Growth => (g) => {
  const x = g.steady(g.leaf(['N', g.small(), g.small()]))
  return g.add('cast', [g.add(op, [x], { axis: g.oneOf(1, -1) })], { to: 'f32' })
}

export const growths: Readonly<Record<string, Growth>> = {
  abs: kinked('abs'),
  add: paired('add'),
  argmax: place('argmax'),
  argmin: place('argmin'),
  avg_pool: pool('avg_pool', false),
  batch_norm: (g) => {
    const { x, vectors } = norm(g)
    return g.add('batch_norm', [x, ...vectors, g.fixed([g.size(x, 1)], -1, 1), g.fixed([g.size(x, 1)], 0.5, 2)], { epsilon: 1e-3 })
  },
  batch_norm_training: (g) => {
    const { x, vectors } = norm(g)
    return g.builder.addAll('batch_norm_training', [x, ...vectors], { epsilon: 0.1 })
  },
  broadcast_to: (g) => {
    const like = g.value()
    return g.add('broadcast_to', [g.partner(like), like])
  },
  cast: (g) => (g.flip() ? g.add('cast', [compared(g, 'less')], { to: 'f32' }) : g.add('cast', [g.add('cast', [g.steady(g.value())], { to: 'i64' })], { to: 'f32' })),
  clip: kinked('clip', (g) => ({ ...(g.flip() ? { min: -0.5 } : {}), ...(g.flip() ? { max: 0.7 } : {}) })),
  concat: (g) => {
    const x = g.value()
    const axes = g.axes(x)
    if (axes.length === 0) return x
    const other = g.leaf(g.shape(x))
    return g.add('concat', g.flip() ? [x, other, x] : [other, x], { axis: g.oneOf(...axes) })
  },
  constant: (g) => g.builder.constant(constantOf([g.small(), g.small()], g.between(0, 99))),
  conv: (g) => {
    const { kernel, reach, attributes, within, made } = windows(g)
    const x = g.image(reach, attributes.groups * within)
    const channels = attributes.groups * made
    return g.add('conv', [x, g.leaf([channels, within, ...kernel]), ...(g.flip() ? [g.vector(channels)] : [])], attributes)
  },
  conv_transpose: (g) => {
    // `size` is any whose convolution has the size of x; what no window reaches is left over.
    const { kernel, attributes: { stride, dilation, groups }, within, made } = windows(g)
    const x = g.image([1, 1], groups * made)
    const size = [0, 1].map((axis) => (g.size(x, axis + 2) - 1) * stride[axis] + dilation[axis] * (kernel[axis] - 1) + 1 + g.between(0, stride[axis] - 1))
    return g.add('conv_transpose', [x, g.leaf([groups * made, within, ...kernel])], { stride, dilation, groups, pads: [0, 0, 0, 0], size })
  },
  cos: smooth('cos'),
  count: (g) => {
    const x = g.value()
    return g.add('count', [x], { axes: someAxes(g, x) })
  },
  cumprod: cumulative('cumprod'),
  cumsum: cumulative('cumsum'),
  dense: (g) => {
    const x = g.value(g.oneOf(2, 3))
    const [depth, units] = [g.size(x, g.shape(x).length - 1), g.small()]
    return g.add('dense', [x, g.leaf([units, depth]), ...(g.flip() ? [g.vector(units)] : [])])
  },
  div: (g) => {
    const a = g.value()
    return g.add('div', [a, g.positive(g.partner(a))])
  },
  dropout: (g) => g.add('dropout', [g.value()], { rate: 0.5 }),
  elu: kinked('elu', (g) => ({ alpha: g.oneOf(1, 0.5) })),
  embedding: (g) => {
    const words = g.between(1, 4)
    return g.add('embedding', [g.leaf([words, g.small()]), g.codes(g.oneOf(['N'], ['N', 2]), words)])
  },
  equal: (g) => {
    const codes = g.codes(['N', g.small()], 2)
    return chosen(g, g.add('equal', [codes, g.codes(g.shape(codes), 2)]))
  },
  erf: smooth('erf'),
  exp: bounded('exp'),
  fake_quantize: (g) => {
    const x = g.value()
    const axes = g.axes(x)
    const axis = axes.length === 0 ? 0 : g.oneOf(...axes)
    const scale: Attributes = axes.length === 0 || g.flip() ? { scale: steps() } : { scale: steps(g.size(x, axis)), axis }
    return g.add('fake_quantize', [g.steady(x)], { ...scale, low: -3.5, high: 4.5 })
  },
  floor: kinked('floor'),
  gather: (g) => {
    const x = g.value()
    const axes = g.axes(x)
    if (axes.length === 0) return x
    const axis = g.oneOf(...axes)
    return g.add('gather', [x, g.codes(g.oneOf([], [2], [3, 1]), g.size(x, axis))], { axis })
  },
  gelu: smooth('gelu'),
  gelu_slope: smooth('gelu_slope'),
  global_avg_pool: (g) => g.add('global_avg_pool', [g.image()]),
  global_max_pool: (g) => g.add('global_max_pool', [g.steady(g.image())]),
  greater: (g) => chosen(g, compared(g, 'greater')),
  greater_equal: (g) => chosen(g, compared(g, 'greater_equal')),
  group_norm: (g) => {
    const groups = g.small()
    const channels = groups * g.small()
    const x = g.leaf(['N', channels, ...g.oneOf([2], [3, 2])])
    return g.add('group_norm', [x, g.vector(channels), g.vector(channels)], { groups, epsilon: 0.05 })
  },
  gru: recurrent('gru', 3, 2),
  hard_swish: kinked('hard_swish'),
  layer_norm: (g) => {
    const x = g.value()
    const last = g.shape(x).at(-1)
    const usable = typeof last === 'number' ? x : g.leaf(['N', g.small()])
    const size = g.size(usable, g.shape(usable).length - 1)
    return g.add('layer_norm', [usable, g.vector(size), g.vector(size)], { epsilon: 0.05 })
  },
  leaky_relu: kinked('leaky_relu', (g) => ({ slope: g.oneOf(0.01, 0.3) })),
  less: (g) => chosen(g, compared(g, 'less')),
  less_equal: (g) => chosen(g, compared(g, 'less_equal')),
  log: positive('log'),
  log_likelihood: (g) => {
    const any = g.value()
    const x = typeof g.shape(any).at(-1) === 'number' ? any : g.leaf(['N', g.small()])
    // Some codes are none.
    return g.add('log_likelihood', [x, g.codes(g.shape(x).slice(0, -1), 1 + g.size(x, g.shape(x).length - 1))])
  },
  log_softmax: alongAxis('log_softmax'),
  log_sum_exp: reduction('log_sum_exp', false),
  lstm: recurrent('lstm', 4, 1),
  matmul: (g) => {
    const [transA, transB] = [g.flip(), g.flip()]
    const [n, k, m] = [g.small(), g.small(), g.small()]
    const [a, b] = [g.oneOf<readonly (string | number)[]>([], [1], ['N'], ['N', 2]), g.oneOf<readonly (string | number)[]>([], [1], ['N'], ['N', 1])]
    // Axes in front are the batch for one of the two at least, or for neither.
    const front = a.length === 2 && b.length === 1 ? [] : b
    return g.add('matmul', [g.leaf([...a, ...(transA ? [k, n] : [n, k])]), g.leaf([...front, ...(transB ? [m, k] : [k, m])])], { transA, transB })
  },
  max_pool: pool('max_pool', true),
  maximum: (g) => {
    const a = g.value()
    return g.add('maximum', [g.steady(a, 0), g.steady(g.partner(a), 1)])
  },
  mean: reduction('mean', false),
  minimum: (g) => {
    const a = g.value()
    return g.add('minimum', [g.steady(g.partner(a), 0), g.steady(a, 1)])
  },
  mul: paired('mul'),
  neg: smooth('neg'),
  one_hot: (g) => g.add('mul', [g.add('one_hot', [g.codes(['N'], 4)], { depth: 3 }), g.vector(3)]),
  pad: (g) => {
    const x = g.value()
    const sides = g.shape(x).map((dim) => (typeof dim === 'number' ? g.pair(0, 2) : [0, 0]))
    return g.add('pad', [x], { pads: [...sides.map(([before]) => before), ...sides.map(([, after]) => after)], value: g.oneOf(0, 1.5) })
  },
  positive_mask: kinked('positive_mask'),
  pow: (g) => g.add('pow', [g.positive(g.value())], { exponent: g.oneOf(3, 0.5, -1.5) }),
  prod: (g) => {
    const x = g.value()
    return g.add('prod', [g.tame(x)], { axes: g.axes(x).filter(() => g.flip()), keepdims: g.flip() })
  },
  reciprocal: positive('reciprocal'),
  reduce_max: reduction('reduce_max', true),
  reduce_min: reduction('reduce_min', true),
  relu: kinked('relu'),
  relu6: kinked('relu6'),
  reshape: (g) => {
    const x = g.value()
    const sizes = g.axes(x).map((axis) => g.size(x, axis))
    const batch = g.axes(x).length < g.shape(x).length ? [g.shape(x)[0] === 'N' ? 0 : -1] : []
    return g.add('reshape', [x], { shape: g.shape(x)[0] === 'N' || batch.length === 0 ? [...batch, ...(g.flip() && sizes.length > 0 ? [-1] : sizes.toReversed())] : [-1] })
  },
  resize: (g) => g.add('resize', [g.image()], { size: g.pair(1, 5), mode: g.oneOf('nearest', 'bilinear') }),
  round: kinked('round'),
  sigmoid: smooth('sigmoid'),
  sign: kinked('sign'),
  silu: smooth('silu'),
  sin: smooth('sin'),
  slice: (g) => {
    const x = g.value()
    const axes = g.axes(x).filter(() => g.flip())
    const ranges = axes.map((axis) => {
      const start = g.between(0, g.size(x, axis) - 1)
      return [start, g.between(start + 1, g.size(x, axis))] as const
    })
    return g.add('slice', [x], { axes, starts: ranges.map(([start]) => start), ends: ranges.map(([, end]) => end) })
  },
  softmax: alongAxis('softmax'),
  softplus: smooth('softplus'),
  sqrt: positive('sqrt'),
  square: bounded('square'),
  sub: paired('sub'),
  sum: reduction('sum', false),
  sum_square: reduction('sum_square', false),
  take: (g) => {
    const x = g.leaf(['N', g.small(), g.small()])
    const axis = g.oneOf(1, 2)
    return g.add('take', [x, g.codes(g.oneOf(['N'], ['N', 2], ['N', 1, 3]), g.size(x, axis))], { axis })
  },
  tanh: smooth('tanh'),
  top_k: (g) => {
    const x = g.leaf(['N', g.small(), g.small()])
    const axis = g.oneOf(1, 2)
    return g.builder.addAll('top_k', [g.steady(x)], { k: g.between(1, g.size(x, axis)), axis })[0]
  },
  transpose: (g) => {
    const x = g.value()
    const left = g.shape(x).map((_, axis) => axis)
    const perm: number[] = []
    while (left.length > 0) perm.push(...left.splice(g.between(0, left.length - 1), 1))
    return g.add('transpose', [x], { perm })
  },
  where: (g) => chosen(g, compared(g, g.oneOf('less', 'greater'))),
}
