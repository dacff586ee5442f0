import * as kinds from '../compression.js'
import { points, pointsData } from './points.js'
import type { Examples } from './example.js'

const beside = pointsData
const commands = ['mtlc compile example.mtl -o build']

export const compression: Examples = {
  MTL5001: {
    text: points({ compress: ['quantize int8', 'budget { side.accuracy >= 100.0% }'] }), beside, commands,
    mended: points({ compress: ['quantize int8', 'budget { side.accuracy >= dense - 20 pt }'] }),
    finding: (at) => kinds.budgetNotMet({ line: 'side.accuracy >= 100.0%', reached: '0.5' }, at('side.accuracy >= 100.0%')),
  },
  MTL5002: {
    text: points({ compress: ['prune channels'] }), beside, commands, mended: points({ compress: ['prune channels(ratio = 0.5)'] }),
    finding: (at) => kinds.ratioOrBudget({}, at('channels')),
  },
  MTL5003: {
    text: points({ compress: ['prune channels(ratio = 0.5)'], hidden: '' }), beside, commands, mended: points({ compress: ['quantize int8'], hidden: '' }),
    finding: (at) => kinds.nothingToPrune({ reasons: [] }, at('channels(ratio = 0.5)')),
  },
  MTL5004: {
    text: points({ compress: ['quantize int8', 'budget { side.accuracy >= 60% }'], split: 'train 80%, test 20%, seed 3' }), beside, commands,
    mended: points({ compress: ['quantize int8', 'budget { side.accuracy >= 60% }'] }),
    finding: (at) => kinds.qualityNotMeasured({ line: 'side.accuracy >= 60%', samples: 0 }, at('side.accuracy >= 60%')),
  },
  MTL5005: {
    text: points({ compress: ['quantize int8', 'keep side'], hidden: '' }), beside, commands, mended: points({ compress: ['quantize int8'], hidden: '' }),
    finding: (at) => kinds.nothingToQuantize({}, at('int8')),
  },
  MTL5006: { unprovoked: 'Training stops at values that are not finite, so that calibration meets them only in a model that overflows on samples that it was not trained on.' },
  MTL5007: {
    text: points({ compress: ['quantize int8', 'budget { size <= 100 B }'] }), beside, commands: ['mtlc check example.mtl'],
    mended: points({ compress: ['quantize int8', 'budget { size <= 4 KB }'] }),
    finding: (at) => kinds.budgetOutOfReach(
      { line: 'size <= 100 B', reached: '1.7 KB', form: 'with all of its channels, at int8', largest: { layer: 'side.dense', cost: '48 B' }, bare: '1.6 KB', pass: 'prune channels' },
      at('size <= 100 B'),
    ),
  },
}
