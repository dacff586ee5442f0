/** What follows the losses in a train step: their gradients, and the optimiser's update of every parameter. */
import type { TypedMethod, TypedTrain } from '../check/typed.js'
import type { Feeds } from '../engine/engine.js'
import type { GraphBuilder } from '../ir/builder.js'
import { typeOf, type Graph, type ValueId } from '../ir/graph.js'
import { sizes } from '../lower/extern.js'
import { differentiate } from '../passes/differentiate.js'
import { scalar } from '../types/tensor.js'
import { everyBatch, type Turn } from './accumulation.js'
import { averageName } from './averages/average.js'
import { averageNamed } from './averages/index.js'
import { clipNamed } from './clips/index.js'
import { stepName } from './feeds.js'
import { optimizerNamed } from './optimizers/index.js'
import { momentName } from './optimizers/optimizer.js'
import { updateGroups } from './update-groups.js'

/** Settings of `train` that the update is made of. */
export interface UpdateOptions extends Partial<Pick<TypedTrain, 'accumulate' | 'clip' | 'average' | 'rates' | 'decays'>> {
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
  /** The parameter whose first value is its own; other state begins at zero. */
  readonly from?: string
}

export interface Updates {
  readonly parameters: readonly Carried[]
  /** The optimiser's state, gathered gradients, and averages of the parameters. */
  readonly moments: readonly Carried[]
  /** Values of the scalar inputs for a batch of update `step` (from 1) at learning rate `rate`. */
  readonly scalars: (step: number, rate: number, turn?: Turn) => Feeds
}

interface Learned {
  readonly name: string
  readonly value: ValueId
  readonly gradient: ValueId
  readonly shape: readonly number[]
}

/**
 * Differentiates the loss and writes the optimiser's update of every parameter that it reaches. `statistics` holds the next values
 * of parameters that are not descended. The output `step:norm`, f32[], is the global norm of the gradients before they are
 * clipped; with `accumulate`, that of the mean over the batches that were gathered.
 */
export function writeUpdates(builder: GraphBuilder, forward: Graph, total: ValueId, statistics: ReadonlyMap<string, ValueId>, options: UpdateOptions): Updates {
  const { optimizer: method, accumulate = 1, clip, average, frozen } = options
  const [parameters, moments]: [Carried[], Carried[]] = [[], []]
  const carry = (list: Carried[], input: string, next: ValueId, from?: string): void => {
    builder.output(`next:${input}`, next)
    list.push({ input, output: `next:${input}`, shape: sizes(builder.typeOf(next).shape), ...(from === undefined ? {} : { from }) })
  }
  const scalarInput = (name: string): ValueId => builder.input(stepName(name), { dtype: 'f32', shape: [] })

  const learned = reached(builder, forward, total, frozen)
  const groups = updateGroups(learned, options)
  const optimizer = optimizerNamed(method.name)
  const inputs = new Map(
    [...new Set(groups)].map((group) => [
      group,
      Object.fromEntries(Object.keys(optimizer.scalars(group.method, 1, 0)).map((name) => [name, scalarInput(name + group.suffix)])),
    ]),
  )
  const gathering = accumulate === 1 ? undefined : { share: scalarInput('share'), due: builder.add('greater', [scalarInput('due'), builder.scalar(0)]) }
  /** What takes the place of `before` once the group of batches is complete. */
  const whenDue = (next: ValueId, before: ValueId): ValueId => (gathering === undefined ? next : builder.add('where', [gathering.due, next, before]))

  const gradients = learned.map(({ name, gradient }) => {
    if (gathering === undefined) return gradient
    const input = `gathered:${name}`
    const sum = builder.add('add', [builder.input(input, builder.typeOf(gradient)), gradient])
    carry(moments, input, whenDue(builder.scalar(0), sum))
    return builder.add('mul', [sum, gathering.share])
  })
  const norm = builder.within('norm', undefined, () => globalNorm(builder, gradients))
  builder.output(stepName('norm'), norm)
  const bounded = clip === undefined ? gradients : clipNamed(clip.name).clip({ writer: builder, method: clip, gradients, norm })

  const next = new Map(statistics)
  for (const [index, { name, value, shape }] of learned.entries()) {
    const [group, gradient] = [groups[index], bounded[index]]
    if (group === undefined || gradient === undefined) continue
    builder.within(`update.${name}`, undefined, () => {
      const slots = Object.fromEntries(
        Object.entries(optimizer.slots(group.method, shape)).map(([slot, own]) => [slot, builder.input(momentName(name, slot), { dtype: 'f32', shape: own })]),
      )
      const update = optimizer.update({ writer: builder, method: group.method, parameter: value, gradient, slots, scalars: inputs.get(group) ?? {} })
      for (const [slot, after] of Object.entries(update.slots)) carry(moments, momentName(name, slot), whenDue(after, slots[slot] ?? after))
      next.set(name, whenDue(update.parameter, value))
    })
  }
  const blend = average === undefined ? undefined : scalarInput('blend')
  for (const { name, value } of forward.parameters) {
    const after = next.get(name)
    if (after === undefined) continue
    carry(parameters, name, after)
    if (blend === undefined) continue
    const mean = builder.input(averageName(name), typeOf(forward, value))
    carry(moments, averageName(name), builder.add('add', [mean, builder.add('mul', [builder.add('sub', [after, mean]), blend])]), name)
  }

  return {
    parameters,
    moments,
    scalars: (step, rate, turn = everyBatch) =>
      Object.fromEntries(
        [
          ...[...inputs.keys()].flatMap((group) =>
            Object.entries(optimizer.scalars(group.method, step, rate * group.rate)).map(([name, value]) => [name + group.suffix, value] as const),
          ),
          ...(gathering === undefined ? [] : [['share', 1 / turn.gathered] as const, ['due', Number(turn.due)] as const]),
          ...(average === undefined ? [] : [['blend', turn.due ? averageNamed(average.name).blend(average, step) : 0] as const]),
        ].map(([name, value]) => [stepName(name), scalar(value)]),
      ),
  }
}

/** The parameters that are learned and that the loss depends on. */
function reached(builder: GraphBuilder, forward: Graph, total: ValueId, frozen: UpdateOptions['frozen']): readonly Learned[] {
  const learned = forward.parameters.filter(({ name, trainable }) => trainable && frozen?.(name) !== true)
  const gradients = differentiate(builder, total, learned.map(({ value }) => value))
  return learned.flatMap(({ name, value }, index): Learned[] => {
    const gradient = gradients[index]
    return gradient === undefined ? [] : [{ name, value, gradient, shape: sizes(typeOf(forward, value).shape) }]
  })
}

/** √Σ g² over all elements of all gradients, a scalar. */
function globalNorm(builder: GraphBuilder, gradients: readonly ValueId[]): ValueId {
  const squares = gradients.map((gradient) => builder.add('sum_square', [gradient]))
  const [first = builder.scalar(0), ...others] = squares
  return builder.add('sqrt', [others.reduce((sum, each) => builder.add('add', [sum, each]), first)])
}
