/** Edits of a text: applied, and chosen among those of several findings. */
import type { Edit } from './diagnostic.js'

type Stretch = Edit['span']

/** Whether two edits touch the same characters; two insertions at one place do not. */
const overlap = (a: Stretch, b: Stretch): boolean => a.start < b.end && b.start < a.end

/** Whether an insertion falls between characters that another edit takes away. */
const inside = (a: Stretch, b: Stretch): boolean => a.start === a.end && b.start < a.start && a.start < b.end

const byPlace = (a: Edit, b: Edit): number => a.span.start - b.span.start || a.span.end - b.span.end

/**
 * The text with edits made, all of them of this text. Of two that overlap the one given first is made; insertions at
 * one place come in the order given, before what is replaced there. Spans outside the text are cut to it.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const within = (offset: number): number => Math.min(Math.max(offset, 0), text.length)
  const chosen: Edit[] = []
  for (const { span, text: replacement } of edits) {
    const start = within(span.start)
    const cut = { span: { file: span.file, start, end: Math.max(start, within(span.end)) }, text: replacement }
    if (!chosen.some((other) => overlap(cut.span, other.span) || inside(cut.span, other.span) || inside(other.span, cut.span))) chosen.push(cut)
  }
  let at = 0
  let result = ''
  for (const { span, text: replacement } of chosen.toSorted(byPlace)) {
    result += text.slice(at, span.start) + replacement
    at = span.end
  }
  return result + text.slice(at)
}

export interface Chosen {
  /** Edits that can be made together. */
  readonly edits: readonly Edit[]
  /** How many fixes they are of; the others wait for another round, since they touch the same places. */
  readonly made: number
}

/** Of several fixes, each one whole or not at all: those that do not touch what an earlier one changes. */
export function chooseFixes(fixes: readonly (readonly Edit[])[]): Chosen {
  const edits: Edit[] = []
  let made = 0
  for (const fix of fixes) {
    // Even what only touches is left for later: two fixes may insert the same thing.
    const meets = fix.some(({ span: a }) => edits.some(({ span: b }) => a.file === b.file && a.start <= b.end && b.start <= a.end))
    if (meets) continue
    edits.push(...fix)
    made++
  }
  return { edits, made }
}
