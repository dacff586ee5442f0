/** Whether later stages carry a model out: a program may hold, for tools, what this version cannot run. */
import { externSpec } from './externs.js'
import { schemes } from './methods/schemes.js'
import type { TypedExpression, TypedModel } from './typed.js'

export function isRunnable({ shares, tasks }: TypedModel): boolean {
  if (shares.some(({ scheme }) => schemes.get(scheme.name)?.implemented !== true)) return false
  const seen = new Set<TypedExpression>()
  const waiting = [...shares.map(({ value }) => value), ...tasks.map(({ predict }) => predict)]
  for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
    if (seen.has(each)) continue
    seen.add(each)
    if (each.kind !== 'apply') continue
    if (!externSpec(each.extern).implemented) return false
    waiting.push(...each.inputs)
  }
  return true
}
