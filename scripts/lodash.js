/** What Chevrotain uses of lodash, as it uses it: a tenth of the text to load, and half the time to make a parser. */
const list = (values) => (values == null ? [] : Array.isArray(values) ? values : Object.values(values))
const test = (wanted) =>
  typeof wanted === 'function' ? wanted : typeof wanted === 'string' ? (value) => value[wanted] : (value) => Object.entries(wanted).every(([key, each]) => value[key] === each)
/** Calls with each value and its index, or its key. */
const over = (method) => (values, work) => {
  if (Array.isArray(values)) return values[method](work)
  const entries = Object.entries(values ?? {})
  return entries[method](([key, value]) => work(value, key))
}

export const assign = Object.assign
export const clone = (value) => (Array.isArray(value) ? [...value] : typeof value === 'object' && value !== null ? { ...value } : value)
export const compact = (values) => values.filter(Boolean)
export const defaults = (value, standard) => ({ ...standard, ...pickBy(value ?? {}, (each) => each !== undefined) })
export const difference = (values, others) => values.filter((value) => !others.includes(value))
export const drop = (values, count = 1) => values.slice(count)
export const dropRight = (values, count = 1) => values.slice(0, Math.max(0, values.length - count))
export const every = over('every')
export const filter = (values, wanted) => list(values).filter(test(wanted))
export const find = (values, wanted) => list(values).find(test(wanted))
export const first = (values) => values[0]
export const flatMap = over('flatMap')
export const flatten = (values) => values.flat()
export const forEach = (values, work) => {
  // `false` ends it.
  for (const [key, value] of Array.isArray(values) ? values.entries() : Object.entries(values ?? {})) if (work(value, key) === false) break
  return values
}
export const groupBy = (values, keyOf) => {
  const groups = {}
  for (const value of list(values)) (groups[keyOf(value)] ??= []).push(value)
  return groups
}
export const has = (value, key) => value != null && Object.hasOwn(value, key)
export const identity = (value) => value
export const includes = (values, value) => (typeof values === 'string' ? values : list(values)).includes(value)
export const indexOf = (values, value) => values.indexOf(value)
export const isArray = Array.isArray
export const isEmpty = (value) => (value == null ? true : Array.isArray(value) || typeof value === 'string' ? value.length === 0 : Object.keys(value).length === 0)
export const isFunction = (value) => typeof value === 'function'
export const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function'
export const isRegExp = (value) => value instanceof RegExp
export const isString = (value) => typeof value === 'string'
export const isUndefined = (value) => value === undefined
export const keys = (value) => Object.keys(value ?? {})
export const last = (values) => values.at(-1)
export const map = (values, work) => (typeof work === 'string' ? list(values).map((value) => value[work]) : over('map')(values, work))
export const noop = () => {}
export const pickBy = (value, wanted) => Object.fromEntries(Object.entries(value).filter(([key, each]) => wanted(each, key)))
export const reduce = (values, work, begun) =>
  Array.isArray(values) ? values.reduce(work, begun) : Object.entries(values).reduce((result, [key, value]) => work(result, value, key), begun)
export const reject = (values, wanted) => list(values).filter((value) => !test(wanted)(value))
export const some = over('some')
export const uniq = (values) => [...new Set(values)]
export const upperFirst = (text) => text.charAt(0).toUpperCase() + text.slice(1)
export const values = (value) => Object.values(value ?? {})
