/** Names that the runtime below uses at the top of the module. */
export const runtimeNames: ReadonlySet<string> = new Set([
  'MODEL', 'INPUTS', 'OUTPUTS', 'tag', 'isFinite32', 'describe', 'refuse', 'openSession', 'predictAll', 'encodeImage', 'isEncodedImage', 'decodeImage',
  'encodeNumber', 'decodeNumber', 'encodeVector', 'decodeVector', 'decodeCount', 'decodeCounts', 'encodeCategory', 'codesOf', 'encodeTable', 'decodeLabel', 'decodeLabels', 'decodeMask', 'decodeKeypoints',
  'wordsOf', 'cutWord', 'placedWords', 'encodeText', 'decodeTags', 'joinWords', 'joinPieces', 'decodeWritten', 'beamsOf', 'placesBefore', 'repeatSamples', 'likeliest',
  'goOn', 'writeTexts',
])

/** The part of the bindings that is the same for every model but for its class's name, and for whether its tasks write texts piece by piece. */
export const runtime = (name: string, writes: boolean): string =>
  String.raw`
const tag = (value) => Object.prototype.toString.call(value).slice(8, -1)

/** A number that 32 bits hold. */
const isFinite32 = (value) => typeof value === 'number' && Number.isFinite(Math.fround(value))

/** A value in few words, for messages. */
function describe(value) {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (typeof value === 'string') return 'the string ' + JSON.stringify(value.length > 40 ? value.slice(0, 40) + '…' : value)
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return 'the ' + typeof value + ' ' + value
  const kind = tag(value)
  if (kind === 'Array') return 'an array of ' + value.length + ' values'
  if (ArrayBuffer.isView(value) && kind !== 'DataView') return 'a ' + kind + ' of ' + value.length + ' values'
  return (/^[AEIOU]/.test(kind) ? 'an ' : 'a ') + kind
}

function refuse(field, sample, expected, found) {
  const where = sample === undefined || sample === 0 ? '' : ' (sample ' + sample + ')'
  throw new TypeError(MODEL + ': ' + field.name + where + ': expected ' + expected + ', found ' + found)
}

async function openSession(options) {
  let loaded
  try {
    loaded = await import('onnxruntime-node')
  } catch (error) {
    throw new Error(MODEL + ' needs the package onnxruntime-node: npm install onnxruntime-node', { cause: error })
  }
  const ort = loaded.InferenceSession === undefined ? loaded.default : loaded
  const { readFile } = await import('node:fs/promises')
  const path = options.path ?? new URL('./model.onnx', import.meta.url)
  const model = await readFile(path).catch((error) => {
    throw new Error(MODEL + ': the model file cannot be read: ' + path, { cause: error })
  })
  const { threads } = options
  if (threads !== undefined && !(Number.isInteger(threads) && threads > 0)) {
    throw new TypeError(MODEL + ': threads: expected a whole number above 0, found ' + describe(threads))
  }
  const session = await ort.InferenceSession.create(model, {
    executionMode: 'sequential',
    ...(threads === undefined ? {} : { intraOpNumThreads: threads, interOpNumThreads: 1 }),
  })
  const lacking = [
    ...[...INPUTS.flatMap(({ ports }) => ports)${writes ? ', ...OUTPUTS.flatMap(({ before = [] }) => before)' : ''}].filter((port) => !session.inputNames.includes(port)),
    ...OUTPUTS.map(({ name }) => name).filter((name) => !session.outputNames.includes(name)),
  ]
  if (lacking.length > 0) throw new Error(MODEL + ': the model file does not belong to these bindings: it has no ' + lacking.join(', '))
  return { ort, session }
}

/** Runs samples as one batch. */
async function predictAll({ ort, session }, samples${writes ? ', options' : ''}) {
${writes ? '  const beams = beamsOf(options)\n' : ''}  if (samples.length === 0) return []
  samples.forEach((sample, index) => {
    if (typeof sample !== 'object' || sample === null) refuse({ name: 'sample' }, index, 'an object with ' + INPUTS.map(({ name }) => name).join(', '), describe(sample))
    for (const { name } of INPUTS) {
      if (sample[name] === undefined) refuse({ name }, index, 'a value', 'nothing: the input is missing')
    }
  })
  const feeds = {}
  for (const field of INPUTS) {
    const tensors = await field.encode(field, samples.map((sample) => sample[field.name]))
    for (const port of field.ports) {
      const [type, data, shape] = tensors[port]
      feeds[port] = new ort.Tensor(type, data, [samples.length, ...shape])
    }
  }
${writes ? '  for (const task of OUTPUTS) if (task.before !== undefined) feeds[task.before] = placesBefore(ort, task, samples.map(() => []))\n' : ''}  const results = await session.run(feeds)
${writes ? '  const texts = await writeTexts({ ort, session }, feeds, results, samples.length, beams)\n' : ''}  return samples.map((_, sample) =>
    Object.fromEntries(OUTPUTS.map((task) => [task.name, ${writes ? 'texts.get(task.name)?.[sample] ?? ' : ''}task.decode(task, results[task.name].data, sample, samples[sample])])),
  )
}

class NAME {
  #open
  #closing

  constructor(open) {
    if (open?.session === undefined) throw new TypeError(MODEL + ': use ' + MODEL + '.load()')
    this.#open = open
  }

  static async load(options = {}) {
    return new NAME(await openSession(options))
  }

  async predict(sample${writes ? ', options = {}' : ''}) {
    const [answer] = await predictAll(this.#opened(), [sample]${writes ? ', options' : ''})
    return answer
  }

  async predictBatch(samples${writes ? ', options = {}' : ''}) {
    if (!Array.isArray(samples)) refuse({ name: 'samples' }, undefined, 'an array', describe(samples))
    return predictAll(this.#opened(), samples${writes ? ', options' : ''})
  }

  async close() {
    this.#closing ??= this.#open.session.release()
    await this.#closing
  }

  #opened() {
    if (this.#closing !== undefined) throw new Error(MODEL + ': the model is closed; ' + MODEL + '.load() opens it again')
    return this.#open
  }
}
`.replaceAll('NAME', () => name)
