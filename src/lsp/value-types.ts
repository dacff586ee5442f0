/** Values in a few signs, as hints and hovers show them. */
import { signatureName } from '../check/dimensions.js'
import { shownDimension, type Value } from '../check/values.js'
import { formatType } from '../types/tensor.js'

/** A tensor’s shape, a static value itself; undefined where nothing is known. */
export function typeOfValue(value: Value): string | undefined {
  switch (value.kind) {
    case 'tensor': return signatureName(formatType(value.expression.type)).replaceAll(/\?\d+/g, '?')
    case 'number':
    case 'boolean': return String(value.value)
    case 'string': return JSON.stringify(value.value)
    case 'symbolic': return signatureName(shownDimension(value.dimension))
    case 'condition': return 'bool'
    case 'open': return value.type === 'any' ? undefined : value.type
    case 'series': return `[${typeOfValue(value.element) ?? '…'} × ${signatureName(shownDimension(value.length))}]`
    case 'list': return listOf(value.items.map(typeOfValue))
    case 'record': return `{ ${[...value.fields].map(([name, field]) => `${name}: ${typeOfValue(field) ?? '…'}`).join(', ')} }`
    case 'block': return `block ${value.declaration.name.text}`
    case 'chain': return value.open === true ? 'blocks' : `${value.stages.length} blocks`
    case 'quantity': return `${value.quantity.value} ${value.quantity.dimension}`
    case 'error': return undefined
  }
}

/** Long lists are cut, and lists of one thing counted. */
function listOf(items: readonly (string | undefined)[]): string | undefined {
  const [first] = items
  if (items.length > 3 && items.every((item) => item === first)) return `[${first ?? '…'} × ${items.length}]`
  return items.every((item) => item !== undefined) ? `[${items.slice(0, 6).join(', ')}${items.length > 6 ? ', …' : ''}]` : undefined
}

/** Whether a value depends on where the block around it is applied. */
export function isGeneral(value: Value): boolean {
  switch (value.kind) {
    case 'symbolic':
    case 'condition':
    case 'open':
    case 'series': return true
    case 'tensor': return value.expression.type.shape.some((dim) => typeof dim === 'string')
    case 'list': return value.items.some(isGeneral)
    case 'record': return [...value.fields.values()].some(isGeneral)
    case 'chain': return value.open === true || value.stages.some(isGeneral)
    case 'block': return [...value.bound.values()].some((bound) => isGeneral(bound.value))
    default: return false
  }
}
