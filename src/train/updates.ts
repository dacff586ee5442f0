/** What follows the losses in a train step: their gradients, and the optimiser's update of every parameter. */
import type { TypedMethod } from '../check/typed.js'
import type { GraphBuilder } from '../ir/builder.js'
import { typeOf, type Graph, type ValueId } from '../ir/graph.js'
import { sizes } from '../lower/extern.js'
import { differentiate } from '../passes/differentiate.js'
import { stepName } from './feeds.js'
import { optimizerNamed } from './optimizers/index.js'
import { momentName } from './optimizers/optimizer.js'

export interface UpdateOptions {
  readonly optimizer: TypedMethod
  /** Parameters that keep their values. */
  readonly frozen?: ((parameter: string) => boolean) | undefined
}

/** What a run carries from step to step. */
export interface Carried {
  /** The graph's input or parameter. */
  readonly input: string
  /** The output that holds its next value. */
  readonly output: string
  readonly shape: readonly number[]
}

/** Differentiates the loss and writes the optimiser's update of every parameter that it reaches. */
export function writeUpdates(
  builder: GraphBuilder,
  forward: Graph,
  total: ValueId,
  { optimizer: method, frozen }: UpdateOptions,
): { readonly parameters: Carried[]; readonly moments: Carried[] } {
  const optimizer = optimizerNamed(method.name)
  const learned = forward.parameters.filter(({ name, trainable }) => trainable && frozen?.(name) !== true)
  const gradients = differentiate(builder, total, learned.map(({ value }) => value))
  const scalars = Object.fromEntries(
    Object.keys(optimizer.scalars(method, 1, 0)).map((name) => [name, builder.input(stepName(name), { dtype: 'f32', shape: [] })]),
  )
  const [parameters, moments]: [Carried[], Carried[]] = [[], []]
  for (const [index, { name, value }] of learned.entries()) {
    const gradient = gradients[index]
    if (gradient === undefined) continue
    const type = typeOf(forward, value)
    const shape = sizes(type.shape)
    builder.within(`update.${name}`, undefined, () => {
      const slots = Object.fromEntries(optimizer.slots(method).map((slot) => [slot, builder.input(momentName(name, slot), type)]))
      // Biases, norms and other vectors are left alone by weight decay, as is usual.
      const update = optimizer.update({ writer: builder, method, parameter: value, gradient, slots, scalars, decays: shape.length > 1 })
      const carry = (list: Carried[], input: string, next: ValueId) => {
        builder.output(`next:${input}`, next)
        list.push({ input, output: `next:${input}`, shape })
      }
      carry(parameters, name, update.parameter)
      for (const [slot, next] of Object.entries(update.slots)) carry(moments, momentName(name, slot), next)
    })
  }
  return { parameters, moments }
}
