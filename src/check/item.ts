/** `widths[i]`: an item of a list. */
import * as types from '../diagnostics/types.js'
import type { IndexExpression } from '../syntax/ast.js'
import { constantOf, formatDimension, symbol } from '../types/dimension.js'
import { elementOf } from './join.js'
import type { Scope } from './scope.js'
import type { Session } from './session.js'
import { describe, dimensionOf, failed, isInteger, ofDimension, type SeriesValue, type Value } from './values.js'

/** Counted from 0; -1 is the last. Tensors have no items: their parts are taken by functions. */
export function itemAt(session: Session, { object, index: position }: IndexExpression, scope: Scope): Value {
  const list = session.evaluate(object, scope)
  const index = session.evaluate(position, scope)
  if (list.kind === 'error' || index.kind === 'error') return failed
  if (list.kind === 'open' && list.type === 'any') return list
  if (list.kind !== 'list' && list.kind !== 'series') {
    const help = list.kind === 'tensor' ? { help: 'take parts of a tensor by `slice(x, from, to)`, `split(x, n)` or `gather(x, [indices])`' } : {}
    session.report(types.typeMismatch({ what: 'an index', needed: 'a list before it', found: describe(list) }, { span: object.span, ...help }))
    return failed
  }
  const place = dimensionOf(index)
  if (list.kind === 'series' && place !== undefined) return itemOf(list, places.get(constantOf(place) ?? NaN) ?? `[${formatDimension(place)}]`)
  if (list.kind === 'list' && index.kind === 'symbolic') return elementOf(list)
  if (!isInteger(index) || list.kind !== 'list') {
    if (index.kind === 'open' && index.type === 'any') return index
    session.report(types.typeMismatch({ what: 'an index', needed: 'an int', found: describe(index) }, { span: position.span }))
    return failed
  }
  const item = list.items.at(index.value)
  if (item !== undefined) return item
  session.report(types.noItem({ index: index.value, length: list.items.length }, { span: position.span }))
  return failed
}

const places: ReadonlyMap<number, string> = new Map([[0, '.first'], [-1, '.last']])

/** An item of a list that is a parameter: an int goes by its place, as in `widths.last`. */
export const itemOf = ({ element, name }: SeriesValue, place: string): Value =>
  element.kind === 'symbolic' && name !== undefined && !place.includes('?') ? ofDimension(symbol(`${name}${place}`)) : element
