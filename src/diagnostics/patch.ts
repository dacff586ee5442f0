/** Edits as people read them: the lines as they will be. */
import type { Colors } from './colors.js'
import type { Edit } from './diagnostic.js'
import { applyEdits } from './edits.js'
import { linesOf } from './position.js'
import { displayWidth, printable } from './width.js'
import { windowOf } from './window.js'

/** Of a fix that changes more lines, the first ones are shown. */
const shownLines = 8

interface Line {
  readonly number: number
  readonly sign: '~' | '+' | '-'
  readonly text: string
  /** Where it begins to differ from what it was. */
  readonly from: number
}

/**
 * The lines that edits of one file change: `~` changed, `+` new, `-` gone; the first two numbered as they will be.
 *
 *     8 ~   task left = trunk |> Dense(10)
 */
export function patch(source: string, edits: readonly Edit[], gutter: number, colors: Colors): readonly string[] {
  const lines = changes(source, edits)
  const paint = { '~': colors.green, '+': colors.green, '-': colors.red }
  const shown = lines.slice(0, shownLines).map(({ number, sign, text, from }) => {
    const code = windowOf(printable(text), displayWidth(printable(text.slice(0, from)))).text
    return `${colors.blue(String(number).padStart(gutter))} ${paint[sign](`${sign} ${code}`)}`.trimEnd()
  })
  return lines.length > shownLines ? [...shown, colors.blue('...')] : shown
}

/** Digits of the highest line number that a patch shows. */
export const patchGutter = (source: string, edits: readonly Edit[]): number =>
  String(Math.max(1, ...changes(source, edits).map(({ number }) => number))).length

function changes(source: string, edits: readonly Edit[]): readonly Line[] {
  const lines = linesOf(source)
  const result: Line[] = []
  // Lines that were added before, less those that were taken away.
  let moved = 0
  for (const { first, last, inside } of stretches(source, edits)) {
    const start = lines.start(first)
    const end = lines.start(last) + lines.text(last).length
    const shifted = inside.map(({ span, text }): Edit => ({ span: { ...span, start: span.start - start, end: span.end - start }, text }))
    const before = source.slice(start, end).split(/\r\n|\n|\r/)
    const text = applyEdits(source.slice(start, end), shifted)
    const after = text.split(/\r\n|\n|\r/)
    let [top, bottom] = [0, 0]
    while (top < Math.min(before.length, after.length) && before[top] === after[top]) top++
    while (bottom < Math.min(before.length, after.length) - top && before.at(-1 - bottom) === after.at(-1 - bottom)) bottom++
    const [gone, made] = [before.slice(top, before.length - bottom), after.slice(top, after.length - bottom)]
    made.forEach((line, index) => result.push({ number: first + moved + top + index, sign: index < gone.length ? '~' : '+', text: line, from: commonStart(line, gone[index] ?? '') }))
    gone.slice(made.length).forEach((line, index) => result.push({ number: first + top + made.length + index, sign: '-', text: line, from: 0 }))
    moved += after.length - before.length
  }
  return result
}

function commonStart(a: string, b: string): number {
  let length = 0
  while (length < Math.min(a.length, b.length) && a[length] === b[length]) length++
  return length
}

interface Stretch {
  readonly first: number
  readonly last: number
  readonly inside: readonly Edit[]
}

/** Whole lines that edits touch, those on neighbouring lines together. */
function stretches(source: string, edits: readonly Edit[]): readonly Stretch[] {
  const lines = linesOf(source)
  const result: Stretch[] = []
  for (const edit of edits.toSorted((a, b) => a.span.start - b.span.start)) {
    const first = lines.at(edit.span.start).line
    const last = lines.at(Math.max(edit.span.start, edit.span.end)).line
    const before = result.at(-1)
    if (before !== undefined && first <= before.last) {
      result[result.length - 1] = { first: before.first, last: Math.max(before.last, last), inside: [...before.inside, edit] }
    } else result.push({ first, last, inside: [edit] })
  }
  return result
}
