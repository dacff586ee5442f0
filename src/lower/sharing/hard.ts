import type { SharingScheme } from './scheme.js'

export const hard: SharingScheme = {
  name: 'hard',
  doc: 'one value for all tasks',
  source: 'Caruana, Multitask Learning, 1997',
  perTask: false,
  lower: (share, task, context) => context.evaluate(share, task),
}
