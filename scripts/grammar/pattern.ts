/** TextMate patterns as data. Scopes are given without the language at their end. */
export interface Pattern {
  readonly include?: string
  readonly match?: string
  readonly begin?: string
  readonly end?: string
  readonly while?: string
  readonly name?: string
  readonly contentName?: string
  readonly captures?: Captures
  readonly beginCaptures?: Captures
  readonly endCaptures?: Captures
  readonly whileCaptures?: Captures
  readonly applyEndPatternLast?: boolean
  readonly patterns?: readonly Pattern[]
}
export type Captures = Readonly<Record<string, { readonly name?: string; readonly patterns?: readonly Pattern[] }>>

export const include = (name: string): Pattern => ({ include: `#${name}` })
export const scope = (group: number, name: string): Captures => ({ [group]: { name: `${name}.mtl` } })
