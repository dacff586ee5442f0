import type { TypedAugment } from '../../check/typed.js'
import { uniform } from '../../random/counter.js'
import { flip } from './flip.js'
import { rotate } from './rotate.js'
import { shift } from './shift.js'
import type { Augment, Move, Pixels } from './step.js'

type Step = TypedAugment['steps'][number]

const kinds: { readonly [K in Step['kind']]: Augment<Extract<Step, { kind: K }>> } = { flip, shift, rotate }

/** Applies the steps in their order, and gives where boxes went. The same stream changes the same image in the same way. */
export function augment(image: Pixels, steps: readonly Step[], stream: number): readonly Move[] {
  let counter = 0
  const draw = (): number => uniform(stream, counter++)
  return steps.flatMap((step) => {
    // The table's entry for a kind takes just that kind.
    const apply = kinds[step.kind] as Augment<Step>
    return apply(image, step, draw) ?? []
  })
}
