/** One value of one column, whatever file it came from. */
export type Cell = null | number | string | boolean | Uint8Array | readonly Cell[]

/** What a value of DuckDB, or of JSON, is to us. Dates and the like become their text. */
export function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString()
  if (Array.isArray(value)) return value.map(cellOf)
  if (typeof value === 'object') {
    if ('bytes' in value && value.bytes instanceof Uint8Array) return value.bytes
    if ('items' in value && Array.isArray(value.items)) return value.items.map(cellOf)
    // A record of an image's bytes and its path, as data set hubs write images.
    if ('entries' in value && typeof value.entries === 'object' && value.entries !== null && 'bytes' in value.entries) {
      return cellOf(value.entries.bytes ?? ('path' in value.entries ? value.entries.path : null))
    }
    // Other records are JSON texts, as they are where the source is JSON.
    if ('entries' in value && typeof value.entries === 'object' && value.entries !== null && Object.getPrototypeOf(value.entries) === Object.prototype) {
      return JSON.stringify(Object.fromEntries(Object.entries(value.entries).map(([name, entry]) => [name, cellOf(entry)])))
    }
    if ('toDouble' in value && typeof value.toDouble === 'function') return cellOf(value.toDouble())
    if (Object.getPrototypeOf(value) === Object.prototype) return JSON.stringify(value)
  }
  return String(value)
}

/** A value as a JSON file has it. Some programs write `NaN` and `Infinity`, which are no JSON: they stay texts. */
export function cellOfJson(text: string): Cell {
  try {
    return cellOf(JSON.parse(text))
  } catch {
    return text
  }
}

/** Written numbers, with white space around them; the SQL of `inspectTable` matches the same texts. */
export const finitePattern = String.raw`\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*`
/** What programs write for numbers that are none. */
export const nonFinitePattern = String.raw`\s*[+-]?([nN][aA][nN]|[iI][nN][fF]([iI][nN][iI][tT][yY])?)\s*`

const finite = new RegExp(`^${finitePattern}$`)
const nonFinite = new RegExp(`^${nonFinitePattern}$`)

/** The number that a cell holds, NaN and infinities included; undefined where it holds something else. */
export function numberOf(cell: Cell): number | undefined {
  if (typeof cell === 'number') return cell
  if (typeof cell === 'boolean') return cell ? 1 : 0
  if (typeof cell !== 'string') return undefined
  if (finite.test(cell)) return Number(cell)
  if (!nonFinite.test(cell)) return undefined
  if (/nan/i.test(cell)) return Number.NaN
  return cell.trim().startsWith('-') ? -Infinity : Infinity
}

/** The text that stands for a cell among labels: whole numbers without a point. Undefined for lists and bytes. */
export function textOf(cell: Cell): string | undefined {
  if (typeof cell === 'string') return cell
  return typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : undefined
}

const longest = 40

/** A cell as messages show it. */
export function describe(cell: Cell): string {
  if (cell === null) return 'nothing'
  if (cell instanceof Uint8Array) return `a value of ${cell.length} bytes`
  if (typeof cell === 'string') return JSON.stringify(cell.length > longest ? `${cell.slice(0, longest)}…` : cell)
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell)
  return `a list of ${cell.length}`
}
