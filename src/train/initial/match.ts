/** Which weights of a model begin as which tensors of a file, by their names. */
import type { WeightMapping } from '../../check/typed.js'
import { covers } from '../../ir/path.js'

export type Shapes = ReadonlyMap<string, readonly number[]>

export interface Match {
  /** Weights of the model that are found, with their names in the file. */
  readonly taken: ReadonlyMap<string, string>
  /** Weights of the model that are asked for, and that the file does not have. */
  readonly missing: readonly string[]
  /** Weights that the file has in another shape. */
  readonly different: readonly { readonly name: string; readonly needed: readonly number[]; readonly found: readonly number[] }[]
  /** Weights that the mapping does not speak of. */
  readonly others: readonly string[]
  /** Tensors of the file that no weight takes. */
  readonly unused: readonly string[]
}

/**
 * Holds the weights of a model against the tensors of a file. Without a mapping, all keep their names; with one, only
 * what is below its paths is looked for, each weight by the longest path that covers it.
 */
export function matchWeights(weights: Shapes, tensors: Shapes, mapping?: readonly WeightMapping[]): Match {
  const taken = new Map<string, string>()
  const [missing, others]: [string[], string[]] = [[], []]
  const different: Match['different'][number][] = []
  const spoken = new Set<string>()
  for (const [name, needed] of weights) {
    const names = namesInFile(name, mapping)
    const found = names?.find((each) => tensors.has(each))
    const shape = found === undefined ? undefined : tensors.get(found)
    if (names === undefined) others.push(name)
    else if (found === undefined || shape === undefined) missing.push(name)
    else {
      spoken.add(found)
      if (fits(needed, shape)) taken.set(name, found)
      else different.push({ name, needed, found: shape })
    }
  }
  return { taken, missing, different, others, unused: [...tensors.keys()].filter((name) => !spoken.has(name)) }
}

/** Names that a weight may have in the file, the likeliest first; undefined where the mapping does not speak of it. */
function namesInFile(weight: string, mapping: readonly WeightMapping[] | undefined): readonly string[] | undefined {
  // A copy that a sharing scheme made for one task, `trunk@left.conv.weight`, may begin as what was shared.
  const own = [...new Set([weight, weight.replaceAll(/@[^.]+/g, '')])]
  const names = mapping === undefined ? own : own.flatMap((name) => mapped(name, mapping) ?? [])
  return names.length === 0 ? undefined : names.flatMap((name) => [name, ...(scale.test(name) ? [name.replace(scale, 'weight')] : [])])
}

/** What a norm multiplies by is called its weight elsewhere. */
const scale = /(?<=^|\.)scale$/

function mapped(name: string, mapping: readonly WeightMapping[]): string | undefined {
  const [longest] = mapping.filter(({ path }) => covers(path, name)).toSorted((a, b) => b.path.length - a.path.length)
  return longest === undefined ? undefined : joined(longest.prefix.replace(/\.$/, ''), name.slice(longest.path.length + 1))
}

const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('.')

const withoutOnes = (shape: readonly number[]): readonly number[] => shape.slice(0, shape.findLastIndex((size) => size !== 1) + 1)

/** Whether shapes are equal, but for axes of length 1 at the end: a bias of each channel may be [8] or [8, 1, 1]. */
export function fits(needed: readonly number[], found: readonly number[]): boolean {
  const [a, b] = [withoutOnes(needed), withoutOnes(found)]
  return a.length === b.length && a.every((size, index) => size === b[index])
}

/** Most lines that are suggested. */
const mostLines = 6

/**
 * A mapping that would find weights where names alone find none: pairs of a path and a prefix under which names and
 * shapes agree, those with most weights first. Empty where there are none.
 */
export function suggestMapping(weights: Shapes, tensors: Shapes): readonly WeightMapping[] {
  const bySuffix = new Map<string, string[]>()
  for (const tensor of tensors.keys()) for (const { suffix, prefix } of splits(tensor)) bySuffix.set(suffix, [...(bySuffix.get(suffix) ?? []), prefix])
  const counts = new Map<string, WeightMapping & { count: number }>()
  for (const [weight, shape] of weights) {
    for (const { prefix: path, suffix } of splits(weight.replaceAll(/@[^.]+/g, ''))) {
      if (path === '') continue
      for (const name of [suffix, ...(scale.test(suffix) ? [suffix.replace(scale, 'weight')] : [])]) {
        for (const prefix of bySuffix.get(name) ?? []) {
          const found = tensors.get(joined(prefix, name))
          if (found === undefined || !fits(shape, found)) continue
          const key = JSON.stringify([path, prefix])
          const pair = counts.get(key) ?? { path, prefix, count: 0 }
          pair.count += 1
          counts.set(key, pair)
        }
      }
    }
  }
  const ranked = [...counts.values()].toSorted((a, b) => b.count - a.count || a.path.length - b.path.length || a.prefix.length - b.prefix.length)
  const chosen: WeightMapping[] = []
  for (const { path, prefix } of ranked) {
    if (chosen.length < mostLines && !chosen.some((each) => overlaps(each.path, path) || each.prefix === prefix)) chosen.push({ path, prefix })
  }
  return chosen
}

const overlaps = (a: string, b: string): boolean => covers(a, b) || covers(b, a)

/** Every way to cut a name at a dot, its whole included. */
function splits(name: string): readonly { readonly prefix: string; readonly suffix: string }[] {
  const parts = name.split('.')
  return parts.map((_, at) => ({ prefix: parts.slice(0, at).join('.'), suffix: parts.slice(at).join('.') }))
}
