import type { Weights } from '../ir/graph.js'
import { key, uniform } from '../random/counter.js'
import { elementCount, type Tensor } from '../types/tensor.js'
import type { ChannelGroup } from './groups.js'
import type { Importance } from './importance/importance.js'

/** One score for each channel, by group; of mean 1 over the channels of a group, so that groups compare. */
export type Scores = ReadonlyMap<string, readonly number[]>

/** Gradients of one task's loss on one batch, by parameter. */
export type Gradients = Readonly<Record<string, Tensor>>

/**
 * Sums scores up over batches, for every task apart. Within a group each parameter's share is divided by
 * its mean over the channels before the mean over the parameters is taken (Fang et al. 2023, section 3.3); tasks
 * are joined by the largest: a channel stays where any one task needs it.
 */
export class Scorer {
  readonly #importance: Importance
  readonly #groups: readonly ChannelGroup[]
  /** By task, then by `group member`: the sums so far. */
  readonly #sums = new Map<string, Map<string, Float64Array>>()

  constructor(importance: Importance, groups: readonly ChannelGroup[]) {
    this.#importance = importance
    this.#groups = groups
  }

  /** Adds what `task` says of the weights; methods without gradients call it once, for no task. */
  add(weights: Weights, task = '', gradients: Gradients = {}): void {
    const sums = this.#sums.get(task) ?? new Map<string, Float64Array>()
    this.#sums.set(task, sums)
    for (const { name, size, members } of this.#groups) {
      for (const { parameter, axis, channels } of members) {
        const weight = parameter === undefined ? undefined : weights.get(parameter)
        if (parameter === undefined || weight === undefined) continue
        const gradient = gradients[parameter]
        // Running statistics have no gradient, and say nothing where one is asked for.
        if (this.#importance.needsGradients && gradient === undefined) continue
        const along = this.#along(weight, gradient, axis)
        const known = sums.get(`${name} ${parameter} ${axis}`) ?? new Float64Array(size)
        for (const [channel, indices] of channels.entries()) {
          const sum = indices.reduce((total, index) => total + (along[index] ?? 0), 0)
          known[channel] = (known[channel] ?? 0) + this.#importance.finish(sum, uniform(key(name), channel))
        }
        sums.set(`${name} ${parameter} ${axis}`, known)
      }
    }
  }

  scores(): Scores {
    return new Map(
      this.#groups.map(({ name, size, members }) => {
        const byTask = [...this.#sums.values()].map((sums) => {
          const parts = members.flatMap(({ parameter, axis }) => {
            const part = sums.get(`${name} ${parameter ?? ''} ${axis}`)
            return part === undefined ? [] : [normalised(part)]
          })
          const joined = Array.from({ length: size }, (_, channel) =>
            parts.reduce((sum, part) => sum + (part[channel] ?? 0), 0) / Math.max(1, parts.length))
          return normalised(joined)
        })
        const scores = Array.from({ length: size }, (_, channel) => Math.max(0, ...byTask.map((task) => task[channel] ?? 0)))
        return [name, normalised(scores)]
      }),
    )
  }

  /** The sum of terms at each index of `axis`. */
  #along(weight: Tensor, gradient: Tensor | undefined, axis: number): Float64Array {
    const sums = new Float64Array(weight.shape[axis] ?? 1)
    const inner = elementCount(weight.shape.slice(axis + 1))
    for (let element = 0; element < weight.data.length; element++) {
      const index = Math.floor(element / inner) % sums.length
      const term = this.#importance.term(Number(weight.data[element]), Number(gradient?.data[element] ?? 0))
      sums[index] = (sums[index] ?? 0) + term
    }
    return sums
  }
}

/** Divided by the mean; all alike where there is nothing to tell them apart. */
function normalised(values: ArrayLike<number>): readonly number[] {
  const list = Array.from(values)
  const mean = list.reduce((sum, value) => sum + value, 0) / Math.max(1, list.length)
  return mean > 0 ? list.map((value) => value / mean) : list.map(() => 1)
}
