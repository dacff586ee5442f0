/** Which box each place of a detection head is to find (Tian et al. 2019, sections 3.1 and 3.2). */
import type { ValueId } from '../../ir/graph.js'
import type { Writer } from '../../ops/op.js'
import type { BoxesField, Level } from '../../types/field.js'
import { levelsOf, placesOf, type BoxPlace } from '../../types/places.js'
import { f32 } from '../../types/tensor.js'

export interface AssignmentSettings {
  /** How far from the middle of its box a place may lie, in strides of its level. */
  readonly radius: number
  /** How far a side may lie from a place, in strides of its level; what is farther belongs to the next level. */
  readonly reach: number
}

/** What each place is to predict. */
export interface Assignment {
  /** 1 at places that are to find a box, else 0: f32[N, P, 1]. */
  readonly positive: ValueId
  /** 1 for the class of that box, else 0: f32[N, P, K]. */
  readonly classes: ValueId
  /** Distances to its left, top, right and bottom in strides, above 0: f32[N, P, 4]; 1 where no box is to be found. */
  readonly sides: ValueId
}

/** More than the area of any box, the whole image being 1. */
const huge = 4

/** Stands for no bound: farther than any side. */
const everywhere = 1e9

/**
 * A place is to find a box that holds it, in whose middle it lies, and whose farthest side is as far as its level reaches; of several the
 * smallest. `target` is f32[N, M, 5], as `targetTensor` says.
 */
export function assign(writer: Writer, target: ValueId, type: BoxesField, settings: AssignmentSettings): Assignment {
  const { labels, max } = type
  const places = placesOf(levelsOf(type))
  const table = (row: (place: BoxPlace) => readonly number[]): ValueId => {
    const rows = places.map(row)
    return writer.constant(f32([rows.length, rows[0]?.length ?? 0], rows.flat()))
  }
  const part = (of: ValueId, from: number, to: number): ValueId => writer.add('slice', [of], { axes: [2], starts: [from], ends: [to] })

  const areas = candidates(writer, target, type, settings, table)
  const smallest = writer.add('reduce_min', [areas], { axes: [2], keepdims: true })
  const isPositive = writer.add('less', [smallest, writer.scalar(huge)])
  const positive = writer.add('cast', [isPositive], { to: 'f32' })

  // What the chosen box says is a product with a row that is 1 at its place.
  const chosen = writer.add('mul', [writer.add('one_hot', [writer.add('argmin', [areas], { axis: 2 })], { depth: max }), positive])
  const codes = writer.constant(f32([labels.length], labels.map((_, code) => code)))
  const isClass = writer.add('cast', [writer.add('equal', [part(target, 0, 1), codes])], { to: 'f32' })
  const said = writer.add('matmul', [chosen, writer.add('concat', [isClass, part(target, 1, 5)], { axis: 2 })])
  const fromPlace = writer.add('sub', [table(({ x, y }) => [x, y, x, y]), part(said, labels.length, labels.length + 4)])
  const inStrides = writer.add('mul', [fromPlace, table(({ level: { width, height } }) => [width, height, -width, -height])])
  return { positive, classes: part(said, 0, labels.length), sides: writer.add('where', [isPositive, inStrides, writer.scalar(1)]) }
}

/** The area of each box where a place may find it, else `huge`: f32[N, P, M]. */
function candidates(
  writer: Writer, target: ValueId, type: BoxesField, { radius, reach }: AssignmentSettings, table: (row: (place: BoxPlace) => readonly number[]) => ValueId,
): ValueId {
  const levels = levelsOf(type)
  const number = (index: number): ValueId =>
    writer.add('reshape', [writer.add('slice', [target], { axes: [2], starts: [index], ends: [index + 1] })], { shape: [0, 1, type.max] })
  const [code, left, top, right, bottom] = [number(0), number(1), number(2), number(3), number(4)]
  const [x, y] = [table((place) => [place.x]), table((place) => [place.y])]
  const [width, height] = [table(({ level }) => [level.width]), table(({ level }) => [level.height])]
  const op = (name: string, ...inputs: readonly ValueId[]): ValueId => writer.add(name, inputs)

  // Distances to the sides, above 0 within the box.
  const [toLeft, toRight, toTop, toBottom] = [op('sub', x, left), op('sub', right, x), op('sub', y, top), op('sub', bottom, y)]
  const isWithin = op('greater', op('minimum', op('minimum', toLeft, toRight), op('minimum', toTop, toBottom)), writer.scalar(0))
  // Twice the distance to the middle.
  const offCentre = (a: ValueId, b: ValueId, strides: ValueId): ValueId => op('mul', op('abs', op('sub', a, b)), strides)
  const isCentral = op('less', op('maximum', offCentre(toLeft, toRight, width), offCentre(toTop, toBottom, height)), writer.scalar(2 * radius))

  const area = op('mul', op('sub', right, left), op('sub', bottom, top))
  const none = writer.scalar(huge)
  const there = op('where', op('less', code, writer.scalar(0)), none, area)
  let found = op('where', isWithin, op('where', isCentral, there, none), none)
  if (levels.length > 1) {
    // All levels measure in strides of the first, so that no box falls between two of them.
    const [first] = levels
    const farthest = op('maximum', op('mul', op('maximum', toLeft, toRight), writer.scalar(first?.width ?? 1)), op('mul', op('maximum', toTop, toBottom), writer.scalar(first?.height ?? 1)))
    const bounds = levels.map((level, index) => (index === levels.length - 1 ? everywhere : reach * scaleOf(first ?? level, level)))
    const upTo = table(({ level }) => [bounds[levels.indexOf(level)] ?? everywhere])
    const beyond = table(({ level }) => [bounds[levels.indexOf(level) - 1] ?? -1])
    found = op('where', op('greater', farthest, beyond), op('where', op('less_equal', farthest, upTo), found, none), none)
  }
  return found
}

/** How many strides of the first level, which has the smallest, one of `level` is. */
const scaleOf = (first: Level, level: Level): number => Math.sqrt((first.width * first.height) / (level.width * level.height))
