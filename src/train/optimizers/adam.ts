import type { TypedMethod } from '../../check/typed.js'
import type { ValueId } from '../../ir/graph.js'
import { numberOf } from '../arguments.js'
import { given, shrunk, type Optimizer, type Update, type UpdateContext } from './optimizer.js'

/**
 * Adam keeps m = Σ β₁^… g and v = Σ β₂^… g² without their factors (1 − β), and folds these, the bias
 * corrections and the learning rate into two scalars. The step is the paper's,
 *
 *   θ − lr · m̂ / (√v̂ + ε)   with   m̂ = (1 − β₁) m / (1 − β₁ᵗ),   v̂ = (1 − β₂) v / (1 − β₂ᵗ)
 *   = θ − lr · scale · m / (√v + floor)   with   c = √((1 − β₂) / (1 − β₂ᵗ)),   scale = (1 − β₁) / ((1 − β₁ᵗ) c),   floor = ε / c
 *
 * in ten passes over the weights where the textbook's order takes fourteen.
 */
export function adamScalars(method: TypedMethod, step: number): { readonly scale: number; readonly floor: number } {
  const [beta1, beta2] = [numberOf(method, 'beta1'), numberOf(method, 'beta2')]
  const correction = Math.sqrt((1 - beta2) / (1 - beta2 ** step))
  return { scale: (1 - beta1) / ((1 - beta1 ** step) * correction), floor: numberOf(method, 'eps') / correction }
}

/** m / (√v + floor), and the moments that follow. */
export function adamDirection({ writer, method, gradient, slots, scalars }: UpdateContext): { readonly direction: ValueId; readonly slots: Update['slots'] } {
  const decayed = (moment: string, beta: string) => writer.add('mul', [given(slots, moment), writer.scalar(numberOf(method, beta))])
  const first = writer.add('add', [decayed('first', 'beta1'), gradient])
  const second = writer.add('add', [decayed('second', 'beta2'), writer.add('mul', [gradient, gradient])])
  return {
    direction: writer.add('div', [first, writer.add('add', [writer.add('sqrt', [second]), given(scalars, 'floor')])]),
    slots: { first, second },
  }
}

/** Adam's update, after decoupled weight decay where the group has any. */
export function adamUpdate(context: UpdateContext): Update {
  const { writer, scalars } = context
  const { direction, slots } = adamDirection(context)
  return { parameter: writer.add('sub', [shrunk(context), writer.add('mul', [direction, given(scalars, 'rate')])]), slots }
}

export const adamSlots: Optimizer['slots'] = (_method, shape) => ({ first: shape, second: shape })

/** `adam(lr, beta1, beta2, eps)` */
export const adam: Optimizer = {
  name: 'adam',
  doc: 'steps scaled by running moments of the gradient',
  source: 'Kingma, Ba, Adam: a method for stochastic optimization, ICLR 2015, algorithm 1',
  slots: adamSlots,
  scalars(method, step, rate) {
    const { scale, floor } = adamScalars(method, step)
    return { rate: rate * scale, floor }
  },
  update: adamUpdate,
}
