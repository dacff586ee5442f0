import type { TypedMethod } from '../../check/typed.js'
import { numberOf } from '../arguments.js'
import type { Optimizer, Update, UpdateContext } from './optimizer.js'

/**
 * Adam keeps m = Σ β₁^… g and v = Σ β₂^… g² without their factors (1 − β), and folds these, the bias
 * corrections and the learning rate into two scalars. The step is the paper's,
 *
 *   θ − lr · m̂ / (√v̂ + ε)   with   m̂ = (1 − β₁) m / (1 − β₁ᵗ),   v̂ = (1 − β₂) v / (1 − β₂ᵗ)
 *   = θ − rate · m / (√v + floor)   with   c = √((1 − β₂) / (1 − β₂ᵗ)),   rate = lr (1 − β₁) / ((1 − β₁ᵗ) c),   floor = ε / c
 *
 * in ten passes over the weights where the textbook's order takes fourteen.
 */
export function adamScalars(method: TypedMethod, step: number, rate: number): { readonly rate: number; readonly floor: number } {
  const [beta1, beta2] = [numberOf(method, 'beta1'), numberOf(method, 'beta2')]
  const scale = Math.sqrt((1 - beta2) / (1 - beta2 ** step))
  return { rate: (rate * (1 - beta1)) / ((1 - beta1 ** step) * scale), floor: numberOf(method, 'eps') / scale }
}

/** The update of `parameter`, which AdamW has shrunk beforehand. */
export function adamUpdate({ writer, method, parameter, gradient, slots, scalars }: UpdateContext): Update {
  const { first, second } = slots
  const { rate, floor } = scalars
  if (first === undefined || second === undefined || rate === undefined || floor === undefined) {
    throw new Error('adam needs its two moments and its two scalars')
  }
  const decayed = (moment: number, beta: string) =>
    writer.add('mul', [moment, writer.scalar(numberOf(method, beta))])
  const nextFirst = writer.add('add', [decayed(first, 'beta1'), gradient])
  const nextSecond = writer.add('add', [decayed(second, 'beta2'), writer.add('mul', [gradient, gradient])])
  const direction = writer.add('div', [nextFirst, writer.add('add', [writer.add('sqrt', [nextSecond]), floor])])
  return {
    parameter: writer.add('sub', [parameter, writer.add('mul', [direction, rate])]),
    slots: { first: nextFirst, second: nextSecond },
  }
}

/** `adam(lr, beta1, beta2, eps)` */
export const adam: Optimizer = {
  name: 'adam',
  doc: 'steps scaled by running moments of the gradient',
  source: 'Kingma, Ba, Adam: a method for stochastic optimization, ICLR 2015, algorithm 1',
  slots: () => ['first', 'second'],
  scalars: (method, step, rate) => ({ ...adamScalars(method, step, rate) }),
  update: adamUpdate,
}
