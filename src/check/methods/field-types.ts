import { laterAll, type Methods, type MethodSpec } from './method.js'

export interface FieldRole {
  readonly input: boolean
  readonly target: boolean
  /** What to use instead where a role is not its. */
  readonly help: string
}

/** Field types that this version reads. */
export const fieldRoles: ReadonlyMap<string, FieldRole> = new Map([
  ['image', { input: true, target: false, help: 'images are inputs' }],
  ['number', { input: true, target: true, help: '' }],
  ['vector', { input: true, target: true, help: '' }],
  ['category', { input: true, target: false, help: 'declare it as `label<…>`, which a task can predict' }],
  ['label', { input: false, target: true, help: 'declare it as `category<…>`, which a model can read' }],
  ['table', { input: true, target: false, help: 'name the columns that are targets one by one' }],
])

/** All field types of the language. */
export const fieldTypes: Methods = new Map<string, MethodSpec>([
  ...[...fieldRoles.keys()].map((name) => [name, { implemented: true, parameters: {} }] as const),
  ...laterAll('text', 'labels', 'mask', 'boxes', 'keypoints', 'tags'),
])
