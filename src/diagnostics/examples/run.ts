import * as kinds from '../run.js'
import type { Examples } from './example.js'
import { points, pointsData } from './points.js'

/** A model that writes a text, by a layer over the pieces before each place. */
const answers = (layer: string): string => `import { EncoderLayer } from "std/transformer"

data Replies {
  source "replies.jsonl"
  split  validation 20%, test 20%, seed 1
  input  x: number
  target reply: text(max = 4, vocab = 12)
}

model Answers on Replies {
  task reply = reply.before |> Embedding(12, 8) |> ${layer} |> Dense(12)
}

train Answers {
  epochs 1, batch 8
}
`

const answersData = { 'replies.jsonl': Array.from({ length: 20 }, (_, x) => `{"x": ${x}, "reply": "${x % 2 === 0 ? 'it is even' : 'it is odd'}"}\n`).join('') }

const withoutTargets = (rows: string): string => rows.replaceAll(/"(over|under)"/g, 'null')

/** Points of which those of a file validate. */
const validatedOn = (file: string): string => points().replace(/  source "points.jsonl"\n  split .*\n/, `  source train "points.jsonl"\n  source validation "${file}"\n`)

/** Hidden layers of 8 units and of 4 have in common the biases of what follows. */
const shapes = {
  location: 'first', model: 'Sides', taken: 1, all: 4,
  unmatched: 'of another shape are `side.dense.weight` (f32[8, 2], in the file f32[4, 2]), `side.dense.bias` (f32[8], in the file f32[4]), `side.dense_1.weight` (f32[2, 8], in the file f32[2, 4])',
}

export const run: Examples = {
  MTL6001: {
    text: points({ optimizer: 'sgd(lr = 1e30)' }), beside: pointsData, commands: ['mtlc train example.mtl -o build'], mended: points({ optimizer: 'sgd(lr = 1e-3)' }),
    finding: (at) => kinds.lossNotFinite({ task: 'side', step: 2, value: 'NaN' }, at('task side')),
  },
  MTL6002: { unprovoked: 'The loss is looked at in every step, so that it mostly tells first (MTL6001).' },
  MTL6003: { unprovoked: 'It takes a disk that is full, or a folder that may not be written.' },
  MTL6004: { unprovoked: 'It takes two runs at the same time.' },
  MTL6005: {
    text: points(), beside: pointsData, commands: ['mtlc train example.mtl -o build', 'mtlc train example.mtl -o build --resume --seed 7'],
    finding: () => kinds.checkpointMismatch({ folder: 'build/checkpoint', differing: ['seed 0, now 7'] }),
  },
  MTL6006: {
    text: points(), beside: { ...pointsData, 'build/checkpoint/checkpoint.json': '{"version": 0}\n' }, commands: ['mtlc train example.mtl -o build --resume'],
    finding: () => kinds.checkpointUnreadable({ path: 'build/checkpoint/checkpoint.json', reason: 'it is of version 0, this compiler reads 1' }),
  },
  MTL6007: { unprovoked: 'That a part which the file asks for is empty is told when the data are read (MTL4006); this is for data sets that come from elsewhere.' },
  MTL6008: {
    text: answers('EncoderLayer(2)'), beside: answersData, commands: ['mtlc train example.mtl -o build'], mended: answers('EncoderLayer(2, causal = true)'),
    finding: (at) => kinds.readsAhead({ task: 'reply' }, at('task reply = reply.before |> Embedding(12, 8) |> EncoderLayer(2) |> Dense(12)')),
  },
  MTL6009: {
    text: points(), beside: { 'points.jsonl': withoutTargets(pointsData['points.jsonl']) }, commands: ['mtlc train example.mtl -o build'], mendedBeside: pointsData,
    finding: (at) => kinds.noTargets({ task: 'side', data: 'Points' }, at('target side: label<"over", "under">')),
  },
  MTL6010: {
    text: validatedOn('new.jsonl'), beside: { ...pointsData, 'new.jsonl': `${withoutTargets(pointsData['points.jsonl']).split('\n').slice(0, 8).join('\n')}\n` }, commands: ['mtlc train example.mtl -o build'],
    mended: points(),
    finding: (at) => kinds.noTargetsToValidate({ task: 'side', data: 'Points' }, at('target side: label<"over", "under">')),
  },
  MTL6101: {
    text: points({ init: ' from "first"' }), beside: pointsData, commands: ['mtlc check example.mtl'],
    mended: points(),
    finding: (at) => kinds.weightsUnreadable({ location: 'first', reason: 'there is no such file or folder' }, at('"first"')),
  },
  MTL6102: {
    text: points({ init: ' from "first" { side from "sides" }' }), beside: { ...pointsData, 'first.mtl': points() },
    commands: ['mtlc train first.mtl -o first', 'mtlc check example.mtl'],
    mended: points({ init: ' from "first" { side from "side" }' }),
    finding: (at) => kinds.noWeightsMatch({ location: 'first', model: 'Sides', has: '`side.dense` (2), `side.dense_1` (2)' }, at('"first"')),
  },
  MTL6103: {
    text: points({ init: '(strict) from "first"' }), beside: { ...pointsData, 'first.mtl': points({ hidden: '|> Dense(4) |> relu ' }) },
    commands: ['mtlc train first.mtl -o first', 'mtlc check example.mtl'],
    mended: points({ init: ' from "first"' }),
    finding: (at) => kinds.weightsDiffer(shapes, at('"first"')),
  },
  MTL6104: {
    text: points({ init: ' from "first"' }), beside: { ...pointsData, 'first.mtl': points({ hidden: '|> Dense(4) |> relu ' }) },
    commands: ['mtlc train first.mtl -o first', 'mtlc check example.mtl'],
    finding: (at) => kinds.weightsMatched(shapes, at('"first"')),
  },
  MTL6501: {
    text: points({ compress: ['quantize int8', 'budget { size <= 100 B }'] }), beside: pointsData, commands: ['mtlc compile example.mtl -o build --best-effort'],
    mended: points({ compress: ['quantize int8', 'budget { size <= 4 KB }'] }),
    finding: (at) => kinds.lineMissed({ line: 'size <= 100 B', part: 'test', searched: false }, at('size <= 100 B')),
  },
}
