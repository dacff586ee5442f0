/** What holds of every text, however wrong it is. */
import { check } from '../../src/check/check.js'
import { hasErrors, type Span } from '../../src/diagnostics/diagnostic.js'
import { lint } from '../../src/lint/lint.js'
import { parse } from '../../src/syntax/parse.js'
import { memoryHost } from '../check/host.js'

/** A case that takes longer than this, in milliseconds, hangs. */
const hang = 10_000

/** Checks and lints a text; throws where they do, hangs, leaves a finding without a place, or passes a wrong file. */
export async function survives(text: string): Promise<void> {
  const begun = performance.now()
  const { program, diagnostics: checked, sources, modules } = await check('main.mtl', { host: memoryHost({ 'main.mtl': text }), inspectTable: noTable })
  const core = modules.find(({ path }) => path === 'main.mtl')?.core?.file
  const linted = lint({ text, parsed: parse(text, 'main.mtl'), ...(program === undefined ? {} : { program }), ...(core === undefined ? {} : { core }) })
  const diagnostics = [...checked, ...linted]
  if (performance.now() - begun > hang) throw new Error('the check hangs')
  if ((program === undefined) !== hasErrors(checked)) throw new Error(program === undefined ? 'no program, and no error says why' : 'a program of a wrong file')
  const isPlace = (span: Span | undefined): boolean =>
    span !== undefined && span.start >= 0 && span.start <= span.end && span.end <= (sources.get(span.file)?.length ?? -1)
  for (const { code, message, span, related, edits = [] } of diagnostics) {
    for (const place of [span, ...related.map((each) => each.span), ...edits.map((each) => each.span)]) {
      if (!isPlace(place)) throw new Error(`${code} has a place outside of every text: ${message}`)
    }
    if (message === '' || /undefined|NaN|\[object/.test(message)) throw new Error(`${code} says nothing: ${message}`)
  }
}

/** A table of some columns, whatever its source. */
const noTable = (): Promise<{ kind: 'table'; numbers: string[]; categories: { column: string; labels: string[]; offset: number }[]; vocabulary: number }> =>
  Promise.resolve({ kind: 'table', numbers: ['age', 'hours'], categories: [{ column: 'work', labels: ['a', 'b'], offset: 0 }], vocabulary: 3 })
