/** What a task for `boxes` predicts: the maps of one detection head, or of one for each level of a pyramid. */
import type { Span } from '../diagnostics/diagnostic.js'
import type { BoxesField, Level } from '../types/field.js'
import { placeNumbers } from '../types/places.js'
import { formatType, type Shape } from '../types/tensor.js'
import type { Naming } from './naming.js'
import type { StaticValue, TypedExpression } from './typed.js'
import type { Value } from './values.js'

export interface Detection {
  /** A row for each place of each level: f32[P, K + 5]. */
  readonly predict: TypedExpression
  readonly levels: readonly Level[]
}

interface Head {
  /** In the order of a row: classes, sides, middle. */
  readonly maps: readonly TypedExpression[]
  readonly level: Level
}

/** The maps of a head and their channels, as `BoxHead` gives them. */
const mapsOf = (classes: number): ReadonlyMap<string, number> => new Map([['classes', classes], ['sides', placeNumbers - 1], ['middle', 1]])

/** What is needed, as messages say it. */
export function neededMaps({ labels }: BoxesField): string {
  const [classes, sides, middle] = [...mapsOf(labels.length)].map(([name, channels]) => `\`${name}\` f32[${channels}, h, w]`)
  return `a record of ${classes}, ${sides} and ${middle}, or one for each level`
}

/** The prediction as one tensor, largest level first; or what is wrong, where that is more than not being such a record. */
export function detectionOf(value: Value, { labels }: BoxesField, naming: Naming, span: Span): Detection | string | undefined {
  const found = recordsOf(value).map((record) => headOf(record, labels.length))
  const heads: Head[] = []
  for (const head of found) {
    if (head === undefined || typeof head === 'string') return head
    heads.push(head)
  }
  if (heads.length === 0) return undefined
  const size = ({ level }: Head): number => level.height * level.width
  const ordered = heads.toSorted((a, b) => size(b) - size(a))
  const levels = ordered.map(({ level }) => level)
  const twice = ordered.find((head, index) => index > 0 && size(head) === size(ordered[index - 1] ?? head))
  if (twice !== undefined) return `two levels are of ${sizeText(twice.level)}, and boxes of one size belong to one level`
  return { predict: inOneTensor(ordered, naming, span), levels }
}

/** One record of maps, or those of a list or of a record. */
function recordsOf(value: Value): readonly Value[] {
  if (value.kind === 'list') return value.items
  if (value.kind !== 'record') return [value]
  const parts = [...value.fields.values()]
  return parts.length > 0 && parts.every(({ kind }) => kind === 'record') ? parts : [value]
}

const sizeText = ({ height, width }: Level): string => `${height} × ${width}`

function headOf(value: Value, classes: number): Head | string | undefined {
  if (value.kind !== 'record') return undefined
  const wanted = mapsOf(classes)
  const other = [...value.fields.keys()].find((name) => !wanted.has(name))
  if (other !== undefined) return `\`${other}\` is none of them`
  const maps: TypedExpression[] = []
  let level: Level | undefined
  for (const [name, channels] of wanted) {
    const map = value.fields.get(name)
    if (map === undefined) return `\`${name}\` is missing`
    const size = map.kind === 'tensor' && map.expression.type.dtype === 'f32' ? sizeOf(map.expression.type.shape, channels) : undefined
    if (map.kind !== 'tensor' || size === undefined) return `\`${name}\` is ${map.kind === 'tensor' ? formatType(map.expression.type) : 'no tensor'}`
    if (level !== undefined && sizeText(level) !== sizeText(size)) return `\`${name}\` is of ${sizeText(size)}, and \`classes\` of ${sizeText(level)}`
    level = size
    maps.push(map.expression)
  }
  return level === undefined ? undefined : { maps, level }
}

/** Height and width of maps of so many channels. */
function sizeOf([first, height, width, ...more]: Shape, channels: number): Level | undefined {
  return first === channels && typeof height === 'number' && typeof width === 'number' && more.length === 0 ? { height, width } : undefined
}

function inOneTensor(heads: readonly Head[], naming: Naming, span: Span): TypedExpression {
  const apply = (extern: string, inputs: readonly TypedExpression[], statics: Readonly<Record<string, StaticValue>>, shape: readonly number[]): TypedExpression =>
    ({ kind: 'apply', extern, statics, inputs, path: naming.claim(extern), type: { dtype: 'f32', shape }, span })
  let [row, places] = [0, 0]
  const levels = heads.map(({ maps, level: { height, width } }) => {
    row = maps.reduce((sum, { type }) => sum + Number(type.shape[0]), 0)
    places += height * width
    const flat = [row, height * width]
    return apply('reshape', [apply('concat', maps, { axis: 0 }, [row, height, width])], { dims: flat }, flat)
  })
  const [only] = levels
  const all = levels.length === 1 && only !== undefined ? only : apply('concat', levels, { axis: 1 }, [row, places])
  return apply('transpose', [all], { axes: [1, 0] }, [places, row])
}
