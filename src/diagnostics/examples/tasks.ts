import { badOverride } from '../tasks.js'
import { about, digits, reader, type Examples } from './example.js'

const houses = `data Houses {
  source "houses.csv"
  input  rooms: vector[4]
  target price: number
  target kind:  label<"flat", "house">
}
`
const twoTasks = (...lines: readonly string[]): string => `${houses}\nmodel Market on Houses {\n${lines.map((line) => `  ${line}`).join('\n')}\n}\n`
const replies = (...lines: readonly string[]): string => `data Replies {
  source "replies.jsonl"
  split  test 10%, seed 1
  input  question: text(max = 16, vocab = 100)
  target reply:    text(max = 16, vocab = 100)
}

model Answers on Replies {
${lines.map((line) => `  ${line}`).join('\n')}
}
`
const sound = reader('task digit = image |> flatten |> Dense(10)')

export const tasks: Examples = {
  MTL3001: { text: about('compress', 'distill from "teacher.mtl"'), mended: about('compress', 'distill from dense') },
  MTL3002: { text: about('train', 'optimizer adma(lr = 1e-3)') },
  MTL3003: {
    text: reader('task digit {', '  predict image |> flatten |> Dense(10)', '  loss    mse', '}'),
    mended: reader('task digit {', '  predict image |> flatten |> Dense(10)', '  loss    cross_entropy', '}'),
  },
  MTL3004: {
    text: reader('task digit {', '  predict image |> flatten |> Dense(10)', '  metric  mae', '}'),
    mended: reader('task digit {', '  predict image |> flatten |> Dense(10)', '  metric  accuracy', '}'),
  },
  MTL3005: { text: reader('task digits = image |> flatten |> Dense(10)') },
  MTL3006: { text: reader('task digit {', '  weight 2', '}'), mended: reader('task digit {', '  predict image |> flatten |> Dense(10)', '  weight  2', '}') },
  MTL3007: {
    text: reader('share hard trunk = image |> flatten |> Dense(32) |> relu', 'task digit = image |> flatten |> Dense(10)'),
    mended: reader('share hard trunk = image |> flatten |> Dense(32) |> relu', 'task digit = trunk |> Dense(10)'),
  },
  MTL3008: { text: twoTasks('share hard trunk for kind = rooms |> Dense(8) |> relu', 'task kind  = trunk |> Dense(2)', 'task price = trunk |> Dense(1)') },
  MTL3009: { text: about('train', 'epoch 20') },
  MTL3010: { text: about('train', 'epochs 20', 'batch  64', 'epochs 30') },
  MTL3011: {
    text: sound,
    commands: ['mtlc check example.mtl --set train.epoch=3'],
    finding: () => badOverride({ override: 'train.epoch=3', reason: 'there is no setting `epoch` in `train`' }, { help: 'did you mean `train.epochs`?' }),
  },
  MTL3012: { text: `${digits}\nmodel Reader on Digits {\n  share hard trunk = image |> flatten |> Dense(32)\n}\n`, mended: reader('share hard trunk = image |> flatten |> Dense(32)', 'task digit = trunk |> Dense(10)') },
  MTL3013: { text: `${about('train', 'epochs 20')}\ntrain Reader {\n  batch 64\n}\n`, mended: about('train', 'epochs 20, batch 64') },
  MTL3014: { text: about('compress', 'budget { digit.acuracy >= 90% }') },
  MTL3015: { text: about('compress', 'budget { size >= 60 KB }') },
  MTL3016: { text: about('compress', 'budget { digit.accuracy >= dense - 0.5 }') },
  MTL3018: {
    text: reader('task digit {', '  predict image |> flatten |> Dense(10)', '  loss    cross_entropy(weights = [1, 2])', '}'),
    mended: reader('task digit {', '  predict image |> flatten |> Dense(10)', '  loss    cross_entropy', '}'),
    also: ['MTL3001'],
  },
  MTL3019: { text: `${twoTasks('share hard trunk = rooms |> Dense(8)', 'task kind  = trunk |> Dense(2)', 'task price {', '  predict trunk |> Dense(1)', '  loss    poisson_nll', '}')}\ntrain Market {\n  balance uncertainty\n}\n`, mended: `${twoTasks('share hard trunk = rooms |> Dense(8)', 'task kind  = trunk |> Dense(2)', 'task price = trunk |> Dense(1)')}\ntrain Market {\n  balance uncertainty\n}\n`, also: ['MTL3001'] },
  MTL3020: { text: about('train', 'balance pcgrad'), mended: about('train', 'epochs 20'), also: ['MTL3001'] },
  MTL3021: {
    text: `${twoTasks('share hard trunk = rooms |> Dense(8)', 'task kind  = trunk |> Dense(2)', 'task price = trunk |> Dense(1)')}\ntrain Market {\n  select tasks by affinity(max_groups = 3)\n}\n`,
    mended: `${twoTasks('share hard trunk = rooms |> Dense(8)', 'task kind  = trunk |> Dense(2)', 'task price = trunk |> Dense(1)')}\ntrain Market {\n  epochs 20\n}\n`,
    also: ['MTL3001'],
  },
  MTL3022: {
    text: `${twoTasks('share hard trunk = rooms |> Dense(8) |> relu', 'task kind  = trunk |> Dense(2)', 'task price = trunk |> Dense(1)')}\ntrain Market {\n  freeze trunk, kind, price\n}\n`,
    mended: `${twoTasks('share hard trunk = rooms |> Dense(8) |> relu', 'task kind  = trunk |> Dense(2)', 'task price = trunk |> Dense(1)')}\ntrain Market {\n  freeze trunk\n}\n`,
  },
  MTL3023: { text: about('train', 'decay 0 for digit'), mended: about('train', 'optimizer adamw', 'decay     0 for digit') },
  MTL3025: {
    text: `${twoTasks('share hard trunk = rooms |> Dense(8) |> relu', 'task kind  = trunk |> Dense(2)', 'task price = trunk |> Dense(1)')}\ntrain Market {\n  rate 0.1 for trunk\n  freeze trunk\n}\n`,
    mended: `${twoTasks('share hard trunk = rooms |> Dense(8) |> relu', 'task kind  = trunk |> Dense(2)', 'task price = trunk |> Dense(1)')}\ntrain Market {\n  rate 0.1 for kind\n  freeze trunk\n}\n`,
  },
  MTL3024: {
    text: replies('share hard read = reply.before |> Embedding(reply.before.vocab, 16) |> GRU(16)', 'task reply = read |> Dense(reply.vocab)'),
    mended: replies('task reply = reply.before |> Embedding(reply.before.vocab, 16) |> GRU(16) |> Dense(reply.vocab)'),
  },
  MTL3017: { text: about('train', 'stop early(metric = digit.mae)'), mended: about('train', 'stop early(metric = digit.accuracy)') },
}
