/** What completion is told of a document beside its text. */
import type { Host } from '../host/host.js'
import type { Analysis } from './analysis.js'
import { typeOfValue } from './value-types.js'
import type { Asked, Columns } from './completion/offer.js'
import { declarationAround } from './completion/place.js'
import { costOf } from './cost.js'
import type { Library } from './library.js'
import { formatTypeExpression } from './signatures.js'
import type { Value } from '../check/values.js'

export function askingOf(analysis: Analysis, offset: number, surroundings: { readonly library: Library; readonly host: Host; readonly columns: Columns }): Omit<Asked, 'place'> {
  const { snapshot, module } = analysis
  let known: ReadonlyMap<string, Value> | undefined
  const values = (): ReadonlyMap<string, Value> => (known ??= valuesAround(analysis, offset))
  return {
    snapshot, offset, module, ...surroundings,
    typeOf: (name) => {
      const value = values().get(name)
      return value === undefined ? fieldType(analysis, name) : typeOfValue(value)
    },
    membersOf: (name) => {
      const value = values().get(name)
      return value?.kind === 'record' ? [...value.fields].map(([member, field]) => ({ name: member, type: typeOfValue(field) ?? '' })) : []
    },
    weightsOf: (name) => {
      const model = analysis.models.find((each) => each.name === name)
      const parts = model === undefined ? [] : [...model.shares.map(({ value }) => value), ...model.tasks.map(({ predict }) => predict)]
      return parts.flatMap((part) => costOf(part)?.weights ?? [])
    },
  }
}

/** What names of the declaration around the cursor, and constants of the file, were found to be. */
function valuesAround({ snapshot: { text }, module, namesIn, valueOf }: Analysis, offset: number): ReadonlyMap<string, Value> {
  const region = declarationAround(text, offset)
  const values = new Map<string, Value>()
  const add = (name: string, value: Value | undefined): void => {
    if (value !== undefined && value.kind !== 'error') values.set(name, value)
  }
  for (const [name, { declaration }] of module.symbols) if (declaration.kind === 'const') add(name, valueOf(declaration.value))
  const { occurrences, expressions } = namesIn(region.start, region.end)
  for (const expression of expressions) if (expression.kind === 'name') add(expression.name, valueOf(expression))
  for (const { meaning } of occurrences) if (meaning.value !== undefined) add(meaning.name.text, valueOf(meaning.value))
  return values
}

function fieldType({ module }: Analysis, name: string): string | undefined {
  for (const { declaration } of module.symbols.values()) {
    const field = declaration.kind === 'data' ? declaration.settings.find((setting) => setting.kind === 'field' && setting.name.text === name) : undefined
    if (field?.kind === 'field') return formatTypeExpression(field.type)
  }
  return undefined
}
