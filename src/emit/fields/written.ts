import type { TextField } from '../../types/field.js'
import { beforeTensor } from '../../types/fields.js'
import type { OutputCodec } from './codec.js'

/** The runtime's way back from pieces to a text, as data/text/join.ts has it while training. */
export const joinRuntime = String.raw`
/** Words with spaces between, but for signs that stand at a word; straight quotes open and close in turn. */
function joinWords(words) {
  let text = ''
  let glued = true
  const open = new Set()
  for (const word of words) {
    const quote = word === '"' || word === "'"
    const closes = quote ? open.delete(word) : /^[\p{Pe}\p{Pf}.,;:!?…%。、，！？：；]$/u.test(word)
    const opens = quote ? !closes : /^[\p{Ps}\p{Pi}]$/u.test(word)
    if (quote && opens) open.add(word)
    text += glued || closes ? word : ' ' + word
    glued = opens
  }
  return text
}

/** The text that pieces spell: one that goes on with a word stands at the piece before. */
function joinPieces(codes, pieces) {
  const words = []
  for (const code of codes) {
    const piece = code === 1 ? '\uFFFD' : (pieces[code] ?? '\uFFFD')
    if (!piece.startsWith('##')) words.push(piece)
    else if (words.length === 0) words.push(piece.slice(2))
    else words[words.length - 1] += piece.slice(2)
  }
  return joinWords(words)
}`

/** A text that is predicted: the likeliest piece at each place, or a search where the model reads what it wrote. */
export const written: OutputCodec<TextField> = {
  type: () => 'string',
  doc: ['In lower case, with its words and signs spaced as is usual.'],
  activation: 'softmax',
  ports: (task, { type }) => [{ name: task, dtype: 'f32', shape: [type.max, type.vocabulary] }],
  before: ({ name, type }) => ({ name: `${name}.before`, dtype: 'i64', shape: beforeTensor(type).shape.map(Number) }),
  spec: ({ type }, _shape, learned) => ({ max: type.max, vocab: type.vocabulary, pieces: learned?.pieces ?? [] }),
  decoder: 'decodeWritten',
  helpers: [joinRuntime],
  runtime: String.raw`
/** All places at once: the likeliest piece at each, up to the end. Pieces 0 and 1 are padding and unknown, and 2 is the end. */
function decodeWritten(task, data, sample) {
  const codes = []
  for (let place = 0; place < task.max; place++) {
    const from = (sample * task.max + place) * task.vocab
    let best = 2
    for (let piece = 3; piece < task.pieces.length; piece++) if (data[from + piece] > data[from + best]) best = piece
    if (best === 2) break
    codes.push(best)
  }
  return joinPieces(codes, task.pieces)
}`,
}

/** What the runtime has beside, where tasks read what they wrote. */
export const writingRuntime = String.raw`
function beamsOf({ beams = 1 }) {
  if (!(Number.isInteger(beams) && beams > 0)) throw new TypeError(MODEL + ': beams: expected a whole number above 0, found ' + describe(beams))
  return beams
}

/** What stands before each place of texts: the piece 2, end, before the first. */
function placesBefore(ort, task, texts) {
  const data = new BigInt64Array(texts.length * task.max)
  texts.forEach((codes, row) => {
    data[row * task.max] = 2n
    codes.forEach((code, place) => { if (place + 1 < task.max) data[row * task.max + place + 1] = BigInt(code) })
  })
  return new ort.Tensor('int64', data, [texts.length, task.max])
}

/** Some samples of a tensor, each so many times, one after the other. */
function repeatSamples(ort, tensor, samples, times) {
  const [all, ...shape] = tensor.dims
  const size = tensor.data.length / all
  const data = new tensor.data.constructor(samples.length * times * size)
  for (let row = 0; row < samples.length * times; row++) {
    const sample = samples[Math.floor(row / times)]
    data.set(tensor.data.subarray(sample * size, (sample + 1) * size), row * size)
  }
  return new ort.Tensor(tensor.type, data, [samples.length * times, ...shape])
}

/** The likeliest ways to go on with the open texts of a sample, best first: twice as many as there are beams, so that enough are left beside those that end. */
function likeliest(task, data, firstRow, place, open, beams) {
  const found = []
  open.forEach((text, beam) => {
    const from = ((firstRow + beam) * task.max + place) * task.vocab
    const logits = data.subarray(from, from + task.vocab)
    let most = -Infinity
    for (const logit of logits) if (logit > most) most = logit
    let sum = 0
    for (const logit of logits) sum += Math.exp(logit - most)
    const total = most + Math.log(sum)
    for (let piece = 2; piece < task.pieces.length; piece++) {
      const score = text.score + logits[piece] - total
      let at = found.length
      while (at > 0 && score > found[at - 1].score) at--
      if (at >= 2 * beams) continue
      found.splice(at, 0, { text, piece, score })
      found.length = Math.min(found.length, 2 * beams)
    }
  })
  return found
}

/** Goes on with a sample's texts by one piece. A text's score is the mean logarithm of its pieces' probabilities, the end's included. */
function goOn(task, state, candidates, place, beams) {
  const open = []
  candidates.forEach(({ text, piece, score }, rank) => {
    if (piece === 2) {
      if (rank < beams) state.ended.push({ codes: text.codes, score: score / (place + 1) })
    } else if (open.length < beams) open.push({ codes: [...text.codes, piece], score })
  })
  if (place + 1 === task.max) state.ended.push(...open.map(({ codes, score }) => ({ codes, score: score / (place + 1) })))
  state.open = place + 1 === task.max || state.ended.length >= beams ? [] : open
}

/**
 * Writes the texts of the tasks that read their own, piece by piece: with one beam always the likeliest, with more the likeliest text among
 * as many as are kept. The first run is done; the model then runs once for each further piece of the longest text, on the samples whose texts have
 * not ended.
 */
async function writeTexts({ ort, session }, feeds, results, samples, beams) {
  const tasks = OUTPUTS.filter(({ before }) => before !== undefined)
  const states = tasks.map(() => Array.from({ length: samples }, () => ({ open: [{ codes: [], score: 0 }], ended: [] })))
  let left = Array.from({ length: samples }, (_, sample) => sample)
  let fed
  for (let place = 0; left.length > 0; place++) {
    let [outputs, rows] = [results, 1]
    if (place > 0) {
      rows = beams
      const whole = beams === 1 && left.length === samples
      fed ??= Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, whole ? tensor : repeatSamples(ort, tensor, left, beams)]))
      tasks.forEach((task, index) => {
        const texts = left.flatMap((sample) => Array.from({ length: beams }, (_, beam) => states[index][sample].open[beam]?.codes ?? []))
        fed[task.before] = placesBefore(ort, task, texts)
      })
      outputs = await session.run(fed, tasks.map(({ name }) => name))
    }
    tasks.forEach((task, index) => {
      left.forEach((sample, row) => {
        const state = states[index][sample]
        if (state.open.length > 0) goOn(task, state, likeliest(task, outputs[task.name].data, row * rows, place, state.open, beams), place, beams)
      })
    })
    const open = left.filter((sample) => states.some((each) => each[sample].open.length > 0))
    if (open.length < left.length) fed = undefined
    left = open
  }
  return new Map(tasks.map((task, index) => [
    task.name,
    states[index].map(({ ended }) => joinPieces(ended.reduce((best, each) => (each.score > best.score ? each : best), ended[0] ?? { codes: [] }).codes, task.pieces)),
  ]))
}`
