/** Where the places of detection heads lie in an image: what loss, metric and bindings agree on. */
import type { BoxesField, Level } from './field.js'

/** Left, top, right and bottom of a box, as shares of the image's width and height. */
export type Sides = readonly [left: number, top: number, right: number, bottom: number]

const within = (side: number): number => Math.min(1, Math.max(0, side))

/** What of a box lies in the image. */
export const cutSides = ([left, top, right, bottom]: Sides): Sides => [within(left), within(top), within(right), within(bottom)]

/** 0 where a side is on the wrong side of another. */
export const areaOf = ([left, top, right, bottom]: Sides): number => Math.max(0, right - left) * Math.max(0, bottom - top)

/** A place of a map: its middle as shares of the image's width and height, and its level. */
export interface BoxPlace {
  readonly x: number
  readonly y: number
  readonly level: Level
}

/** Numbers that are predicted at a place beside its classes: four sides, and how near it is to the middle of its box. */
export const placeNumbers = 5

/** The levels of a task for boxes. */
export function levelsOf({ levels }: BoxesField): readonly Level[] {
  if (levels === undefined) throw new Error('boxes are predicted by the maps of a task')
  return levels
}

/** The places of all levels, one after another, row by row, as a prediction has them. */
export const placesOf = (levels: readonly Level[]): readonly BoxPlace[] =>
  levels.flatMap((level) =>
    Array.from({ length: level.height * level.width }, (_, index) => ({
      x: ((index % level.width) + 0.5) / level.width, y: (Math.floor(index / level.width) + 0.5) / level.height, level,
    })),
  )
