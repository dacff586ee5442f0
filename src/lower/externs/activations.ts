import { axisOf, flagOf, inputOf, numberOf, type Extern } from '../extern.js'

const unary = (name: string, ...attributes: readonly string[]): Extern => ({
  name,
  lower: (context) =>
    context.builder.add(name, [inputOf(context)], Object.fromEntries(attributes.map((key) => [key, numberOf(context, key)]))),
})

const alongAxis = (name: string): Extern => ({
  name,
  lower(context) {
    const x = inputOf(context)
    return context.builder.add(name, [x], { axis: axisOf(context.builder, x, numberOf(context, 'axis', -1)) })
  },
})

/** Of all places up to each one. */
const cumulative = (name: string): Extern => ({
  name,
  lower(context) {
    const x = inputOf(context)
    const [reverse, exclusive] = [flagOf(context, 'reverse', false), flagOf(context, 'exclusive', false)]
    return context.builder.add(name, [x], { axis: axisOf(context.builder, x, numberOf(context, 'axis', -1)), reverse, exclusive })
  },
})

const clip: Extern = {
  name: 'clip',
  lower: (context) => context.builder.add('clip', [inputOf(context)], { min: numberOf(context, 'low'), max: numberOf(context, 'high') }),
}

const plain = ['relu', 'relu6', 'gelu', 'silu', 'hard_swish', 'sigmoid', 'tanh', 'softplus', 'exp', 'log', 'sqrt', 'abs', 'square', 'neg', 'sin', 'cos']

/** Functions of one tensor, element by element or along an axis; the ops have the externs' names. */
export const activations: readonly Extern[] = [
  ...plain.map((name) => unary(name)),
  unary('leaky_relu', 'slope'),
  unary('elu', 'alpha'),
  unary('pow', 'exponent'),
  clip,
  cumulative('cumsum'),
  cumulative('cumprod'),
  alongAxis('softmax'),
  alongAxis('log_softmax'),
]
