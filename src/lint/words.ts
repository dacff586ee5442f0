/** How messages call what a name stands for. */
import type { BindingKind } from './names.js'

export const kindWords: Readonly<Record<BindingKind, string>> = {
  import: 'import', const: 'constant', type: 'type', block: 'block', data: 'data set', model: 'model', input: 'input', target: 'target',
  share: 'share', let: 'value', param: 'parameter', static: 'parameter', tensor: 'parameter', dimension: 'dimension', variable: 'variable',
}

/** Names that say by themselves that they are not used. */
export const meantUnused = (name: string): boolean => name.startsWith('_')
