/** All tables of methods, by the word of the setting that names one. */
import { augmentations } from './augmentations.js'
import { averages } from './averages.js'
import { balances } from './balances.js'
import { clips } from './clips.js'
import { fieldTypes } from './field-types.js'
import { losses } from './losses.js'
import type { Methods, MethodSpec } from './method.js'
import { metrics } from './metrics.js'
import { optimizers } from './optimizers.js'
import { barePasses, distillation, initialization, passes } from './passes.js'
import { schedules } from './schedules.js'
import { schemes, selectors } from './schemes.js'
import { stops } from './stops.js'
import { targets } from './targets.js'

export interface MethodGroup {
  /** The word that begins the setting, or what it is about where the name of a method stands alone. */
  readonly title: string
  /** What is written before the name of a method. */
  readonly setting: string
  readonly table: Methods
}

const alone = (name: string, spec: MethodSpec): Methods => new Map([[name, spec]])
const named = (setting: string, table: Methods): MethodGroup => ({ title: setting, setting, table })

export const methodGroups: readonly MethodGroup[] = [
  { title: 'input and target', setting: '', table: fieldTypes },
  named('augment', augmentations),
  named('share', schemes),
  named('loss', losses),
  named('metric', metrics),
  named('optimizer', optimizers),
  named('schedule', schedules),
  named('balance', balances),
  named('clip', clips),
  named('average', averages),
  named('stop', stops),
  { title: 'select', setting: 'select tasks by', table: selectors },
  { title: 'init', setting: '', table: alone('init', initialization) },
  named('for', targets),
  ...[...passes].map(([pass, table]) => named(pass, table)),
  ...[...barePasses].map(([name, spec]) => ({ title: name, setting: '', table: alone(name, spec) })),
  { title: 'distill', setting: '', table: alone('distill', distillation) },
]
