import { inputOf, sizes, textOf, type Extern } from '../extern.js'

/** The result's size is the checker's. */
export const resize: Extern = {
  name: 'Resize',
  lower: (context) => context.builder.add('resize', [inputOf(context)], { size: sizes(context.type.shape.slice(1)), mode: textOf(context, 'mode', 'nearest') }),
}
