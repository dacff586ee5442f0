/** Spans as tags write them: `B-x` begins one of kind x, `I-x` goes on with it, `O` is outside of all (Ramshaw & Marcus 1995, "IOB2"). */

export interface Span {
  readonly kind: string
  /** Places of the tags, the end not included. */
  readonly start: number
  readonly end: number
}

const kindOf = (tag: string): string | undefined => /^[BI]-(.+)$/s.exec(tag)?.[1]

/** Whether tags mark spans rather than tell a kind of every word. */
export const markSpans = (labels: readonly string[]): boolean =>
  labels.every((label) => label === 'O' || kindOf(label) !== undefined) && labels.some((label) => label !== 'O')

/** The kinds of spans, in the order of the labels. */
export const spanKinds = (labels: readonly string[]): readonly string[] => [...new Set(labels.flatMap((label) => kindOf(label) ?? []))]

/** The spans of a sequence of tags. `I-x` that goes on with nothing of its kind begins a span, as the scorer of CoNLL 2000 takes it. */
export function spansOf(tags: readonly string[]): readonly Span[] {
  const spans: Span[] = []
  let open: { readonly kind: string; readonly start: number } | undefined
  for (const [place, tag] of [...tags, 'O'].entries()) {
    const kind = kindOf(tag)
    if (open !== undefined && tag !== `I-${open.kind}`) {
      spans.push({ ...open, end: place })
      open = undefined
    }
    if (kind !== undefined) open ??= { kind, start: place }
  }
  return spans
}
