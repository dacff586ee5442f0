import type { SharingScheme } from './scheme.js'

/** `trunk.conv` becomes `trunk@left.conv` inside task `left`. */
const ownPath = (path: string, share: string, task: string): string =>
  path === share || path.startsWith(`${share}.`) ? `${share}@${task}${path.slice(share.length)}` : `${share}@${task}.${path}`

export const none: SharingScheme = {
  name: 'none',
  doc: 'a copy for each task, with weights of its own',
  source: 'single-task baselines, as in Caruana 1997',
  perTask: true,
  lower: (share, task, context) => context.evaluate(share, task, (path) => ownPath(path, share.name, task)),
}
