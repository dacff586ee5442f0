import { laterAll, type Methods, type MethodSpec } from './method.js'

export const balances: Methods = new Map<string, MethodSpec>([
  ['equal', { implemented: true, parameters: {} }],
  ['static', { implemented: true, parameters: {} }],
  ['uncertainty', { implemented: true, parameters: { lr: { type: 'float', default: 0.025, least: 0, open: 'least' }, init: { type: 'float', default: 0 } } }],
  ...laterAll(
    'dwa', 'rlw', 'gls', 'scale_invariant', 'dynamic_priority', 'famo', 'stch', 'imtl_l', 'gradnorm', 'mgda', 'mgda_ub', 'pcgrad', 'gradvac',
    'graddrop', 'cagrad', 'imtl_g', 'nash_mtl', 'aligned_mtl', 'upgrad', 'fairgrad', 'db_mtl', 'moco',
  ),
])
