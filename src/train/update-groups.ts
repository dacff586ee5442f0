/** Parameters that are updated alike: what `rate … for` and `decay … for` make of the optimiser's settings. */
import type { TypedFactor, TypedMethod } from '../check/typed.js'
import { covers } from '../ir/path.js'
import { numberOf } from './arguments.js'

export interface UpdateGroup {
  /** The optimiser, with the weight decay of the group. */
  readonly method: TypedMethod
  /** What the learning rate is multiplied by. */
  readonly rate: number
  /** Behind the names of the group's scalars; nothing for the first group. */
  readonly suffix: string
}

/** The factor of the longest path that covers the weight; 1 where none does. */
function factorOf(factors: readonly TypedFactor[], weight: string): number {
  const covering = factors.flatMap(({ factor, paths }) => paths.filter((path) => covers(path, weight)).map((path) => ({ factor, path })))
  return covering.reduce((best, each) => (each.path.length > best.path.length ? each : best), { factor: 1, path: '' }).factor
}

export interface GroupOptions {
  readonly optimizer: TypedMethod
  readonly rates?: readonly TypedFactor[] | undefined
  readonly decays?: readonly TypedFactor[] | undefined
}

/**
 * The group of each parameter, in their order; equal ones are one object. Biases, norms and other vectors are left alone by
 * weight decay, as is usual.
 */
export function updateGroups(
  parameters: readonly { readonly name: string; readonly shape: readonly number[] }[],
  { optimizer, rates = [], decays = [] }: GroupOptions,
): readonly UpdateGroup[] {
  const groups = new Map<string, UpdateGroup>()
  const decay = numberOf(optimizer, 'weight_decay', 0)
  return parameters.map(({ name, shape }) => {
    const own = { rate: factorOf(rates, name), decay: shape.length < 2 ? 0 : decay * factorOf(decays, name) }
    const key = `${own.rate} ${own.decay}`
    const group = groups.get(key) ?? {
      method: decay === 0 ? optimizer : { ...optimizer, arguments: { ...optimizer.arguments, weight_decay: own.decay } },
      rate: own.rate,
      suffix: groups.size === 0 ? '' : `:${groups.size + 1}`,
    }
    groups.set(key, group)
    return group
  })
}
