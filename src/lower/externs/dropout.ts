import { inputOf, numberOf, type Extern } from '../extern.js'

/** Stays an op of its own; the training pass gives it a mask, the inference pass takes it out. */
export const dropout: Extern = {
  name: 'Dropout',
  lower: (context) => context.builder.add('dropout', [inputOf(context)], { rate: numberOf(context, 'rate') }),
}
