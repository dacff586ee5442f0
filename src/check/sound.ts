import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { notImplemented } from '../diagnostics/tasks.js'

/**
 * Whether a finding leaves something without a meaning. What this version cannot run is an error too, but has all of its
 * meaning: it is typed for tools, and hides nothing.
 */
export const breaks = ({ severity, code }: Diagnostic): boolean => severity === 'error' && code !== notImplemented.code
