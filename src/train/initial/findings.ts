/** What is to be said of how a model and a file of weights match. */
import type { TypedInit } from '../../check/typed.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import { unknownName } from '../../diagnostics/types.js'
import { noWeightsMatch, weightsDiffer, weightsMatched } from '../../diagnostics/run.js'
import { covers } from '../../ir/path.js'
import { formatType } from '../../types/tensor.js'
import { grouped } from './group.js'
import { suggestMapping, type Match, type Shapes } from './match.js'

export function matchFindings(init: TypedInit, model: string, weights: Shapes, tensors: Shapes, match: Match): readonly Diagnostic[] {
  const { location, place: span, mapping } = init
  const nowhere = mapping?.filter(({ path }) => ![...weights.keys()].some((name) => covers(path, name))) ?? []
  if (nowhere.length > 0) return nowhere.map(({ path }) => unknownName({ name: path, what: `weight of \`${model}\`` }, { span, ...beside(path, weights) }))
  const { taken, missing, different, others, unused } = match
  if (taken.size === 0) return [noWeightsMatch({ location, model, has: grouped([...tensors.keys()]) }, { span, ...suggestion(init, weights, tensors) })]
  const strict = init.arguments['strict'] === true
  // What a mapping leaves aside is not asked for.
  const surplus = strict && mapping !== undefined ? unused.filter((name) => mapping.some(({ prefix }) => name.startsWith(prefix))) : unused
  const left = strict ? missing : [...missing, ...others]
  const unmatched = [
    ...told('anew begin', left),
    ...(different.length === 0 ? [] : [`of another shape are ${different.slice(0, mostShapes).map(({ name, needed, found }) => `\`${name}\` (${shape(needed)}, in the file ${shape(found)})`).join(', ')}${different.length > mostShapes ? ` and ${different.length - mostShapes} more` : ''}`]),
    ...told('not taken from the file are', surplus),
  ].join('; ')
  if (unmatched === '') return []
  const args = { location, model, taken: taken.size, all: weights.size, unmatched }
  return [strict ? weightsDiffer(args, { span }) : weightsMatched(args, { span })]
}

const mostShapes = 3

const told = (what: string, names: readonly string[]): readonly string[] => (names.length === 0 ? [] : [`${what} ${grouped(names)}`])

const shape = (sizes: readonly number[]): string => formatType({ dtype: 'f32', shape: sizes })

/** What a block's weights are called, where one of them was meant. */
function beside(path: string, weights: Shapes): Pick<Diagnostic, 'help'> {
  const owner = path.slice(0, path.lastIndexOf('.'))
  return { help: `\`${owner}\` has ${[...weights.keys()].filter((name) => covers(owner, name)).map((name) => `\`${name}\``).join(', ')}` }
}

/** The mapping that would do, where there is none yet. */
function suggestion({ mapping, place }: TypedInit, weights: Shapes, tensors: Shapes): Pick<Diagnostic, 'help' | 'edits'> {
  const lines = mapping === undefined ? suggestMapping(weights, tensors).map(({ path, prefix }) => `${path} from ${JSON.stringify(prefix)}`) : []
  const text = `{ ${lines.join(', ')} }`
  return lines.length === 0 ? {} : { help: `names and shapes agree with \`${text}\` behind it`, edits: [{ span: { ...place, start: place.end }, text: ` ${text}` }] }
}
