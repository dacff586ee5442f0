/** Units after a number: those of what is being measured first. */
import { CompletionItemKind } from 'vscode-languageserver/node'
import type { MethodParameter } from '../../check/methods/method.js'
import type { Quantity } from '../../types/field.js'
import { nameOfDimension, units } from '../../types/units.js'
import { methodAround } from './around.js'
import type { Offer, Provider } from './offer.js'
import { wordOf, type Frame } from './place.js'

type Dimension = Quantity['dimension']

export const unitsAfterNumber: Provider = ({ place: { number, frames, frame } }) => {
  if (number === undefined) return []
  const wanted = dimensionsAt(frame, frames)
  return [...units].flatMap(([unit, { dimension }], index): Offer[] => {
    if (wanted !== undefined && !wanted.includes(dimension)) return []
    // `1 epoch`, `2 epochs`; a ratio follows its number directly.
    if ((unit === 'epoch' || unit === 'step') !== (Number(number.text) === 1) && (dimension === 'epochs' || dimension === 'steps')) return []
    if (unit === '%' && number.spaced) return []
    const space = number.spaced || unit === '%' || dimension === 'count' ? '' : ' '
    return [{ label: unit, kind: CompletionItemKind.Unit, detail: nameOfDimension(dimension), text: `${space}${unit}`, rank: index / 1000 }]
  })
}

const ofCost: Readonly<Record<string, readonly Dimension[]>> = {
  size: ['size'], memory: ['size'], params: ['count'], macs: ['count'], latency: ['time'],
}

/** Undefined where any unit may follow; empty where none does. */
function dimensionsAt(frame: Frame, frames: readonly Frame[]): readonly Dimension[] | undefined {
  const { kind, before } = frame
  const first = wordOf(before[0])
  if (kind === 'budget') return first !== undefined && Object.hasOwn(ofCost, first) ? ofCost[first] : ['ratio', 'points']
  if (kind === 'data') return first === 'normalize' ? [] : ['ratio']
  if (kind === 'train' || kind === 'dimensions' || kind === 'labels' || kind === 'augment') return []
  const method = methodAround(frames)
  if (method !== undefined) return ofParameter(Object.entries(method.spec.parameters).find(([name]) => name === first)?.[1])
  // `const width = 32`: the constant may be anything.
  return kind === 'file' ? undefined : []
}

function ofParameter(parameter: MethodParameter | undefined): readonly Dimension[] | undefined {
  switch (parameter?.type) {
    case undefined: return ['epochs', 'steps', 'ratio']
    case 'epochs': return ['epochs']
    case 'stretch': return ['epochs', 'steps']
    case 'float': return ['ratio', 'count']
    case 'int': return ['count']
    default: return []
  }
}
