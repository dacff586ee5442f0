/** Applies the edits of findings until nothing is left to apply. */
import { applyEdits, chooseFixes } from '../diagnostics/edits.js'
import { hasErrors, type Diagnostic, type Edit } from '../diagnostics/diagnostic.js'
import type { LintFinding } from './lint.js'

/** What is known of a text. */
export interface Examined {
  readonly findings: readonly LintFinding[]
  /** What the parser says of it. */
  readonly syntax: readonly Diagnostic[]
  /** How many errors the parser and the checker find. */
  readonly errors: number
}

export interface Fixed {
  readonly text: string
  /** How many findings were mended. */
  readonly count: number
  /** What is known of the text as it is now. */
  readonly examined: Examined
}

/** A fix may make room for another, seldom more than once or twice. */
const roundLimit = 20

/** Makes the safe edits, those that overlap in rounds. No text is taken that does not parse or has more errors than the one before. */
export async function fix(text: string, examine: (text: string) => Promise<Examined>): Promise<Fixed> {
  let now: Fixed = { text, count: 0, examined: await examine(text) }
  for (let round = 0; round < roundLimit; round++) {
    const next = await better(now, examine)
    if (next === undefined) break
    now = next
  }
  return now
}

/** All fixes that go together; where that makes the file worse, the first that by itself does not. */
async function better(now: Fixed, examine: (text: string) => Promise<Examined>): Promise<Fixed | undefined> {
  const fixes = now.examined.findings.flatMap(({ safe, diagnostic: { edits } }) => (safe && edits !== undefined ? [edits] : []))
  const tries: readonly { readonly edits: readonly Edit[]; readonly made: number }[] =
    fixes.length < 2 ? fixes.map((edits) => ({ edits, made: 1 })) : [chooseFixes(fixes), ...fixes.map((edits) => ({ edits, made: 1 }))]
  for (const { edits, made } of tries) {
    const text = applyEdits(now.text, edits)
    if (text === now.text) continue
    const examined = await examine(text)
    if (!hasErrors(examined.syntax) && examined.errors <= now.examined.errors) return { text, count: now.count + made, examined }
  }
  return undefined
}
