import * as kinds from '../run.js'
import type { Examples } from './example.js'
import { points, pointsData } from './points.js'

export const run: Examples = {
  MTL6001: {
    text: points({ optimizer: 'sgd(lr = 1e30)' }), beside: pointsData, commands: ['mtlc train example.mtl -o build'], mended: points({ optimizer: 'sgd(lr = 1e-3)' }),
    finding: () => kinds.lossNotFinite({ task: 'side', step: 2, value: 'NaN' }),
  },
  MTL6002: { unprovoked: 'The loss is looked at in every step, so that it mostly tells first (MTL6001).' },
  MTL6003: { unprovoked: 'It takes a disk that is full, or a folder that may not be written.' },
  MTL6004: { unprovoked: 'It takes two runs at the same time.' },
  MTL6005: {
    text: points(), beside: pointsData, commands: ['mtlc train example.mtl -o build', 'mtlc train example.mtl -o build --resume --seed 7'],
    finding: () => kinds.checkpointMismatch({ folder: 'build/checkpoint' }),
  },
  MTL6006: {
    text: points(), beside: { ...pointsData, 'build/checkpoint/checkpoint.json': '{"version": 0}\n' }, commands: ['mtlc train example.mtl -o build --resume'],
    finding: () => kinds.checkpointUnreadable({ path: 'build/checkpoint/checkpoint.json', reason: 'it is of version 0, this compiler reads 1' }),
  },
  MTL6007: { unprovoked: 'That a part which the file asks for is empty is told when the data are read (MTL4006); this is for data sets that come from elsewhere.' },
  MTL6501: {
    text: points({ compress: ['quantize int8', 'budget { size <= 100 B }'] }), beside: pointsData, commands: ['mtlc compile example.mtl -o build --best-effort'],
    mended: points({ compress: ['quantize int8', 'budget { size <= 4 KB }'] }),
    finding: (at) => kinds.lineMissed({ line: 'size <= 100 B', part: 'test', searched: false }, at('size <= 100 B')),
  },
}
