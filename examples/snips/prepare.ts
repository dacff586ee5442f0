/**
 * Makes `snips/train.jsonl` and `snips/test.jsonl` from the folder `2017-06-custom-intent-engines` of the Snips benchmark: an
 * utterance a line, as the list of its words, with its intent and a tag for each word.
 *
 *   npx tsx examples/snips/prepare.ts path/to/nlu-benchmark
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const intents = ['AddToPlaylist', 'BookRestaurant', 'GetWeather', 'PlayMusic', 'RateBook', 'SearchCreativeWork', 'SearchScreeningEvent'] as const

/** An utterance of the original: what is said, part by part, some of them what the intent asks for. */
export interface Utterance {
  readonly data: readonly { readonly text: string; readonly entity?: string }[]
}

export interface Row {
  readonly text: readonly string[]
  readonly intent: string
  readonly slots: readonly string[]
}

/** Words as a `text` is cut into them: punctuation around a word is a word of its own. Underscores stand for spaces in the original. */
const wordsOf = (text: string): readonly string[] => text.replaceAll('_', ' ').match(/[\p{L}\p{M}\p{N}](?:\S*[\p{L}\p{M}\p{N}])?|\S/gu) ?? []

export function rowOf(intent: string, { data }: Utterance): Row {
  const tagged = data.flatMap(({ text, entity }) =>
    wordsOf(text).map((word, index) => ({ word, tag: entity === undefined ? 'O' : `${index === 0 ? 'B' : 'I'}-${entity}` })),
  )
  return { text: tagged.map(({ word }) => word), intent, slots: tagged.map(({ tag }) => tag) }
}

function rowsOf(folder: string, name: (intent: string) => string): readonly Row[] {
  return intents.flatMap((intent) => {
    // Some bytes of the original are no UTF-8; they become signs that nothing else has.
    const content = JSON.parse(readFileSync(join(folder, intent, name(intent)), 'utf8')) as Readonly<Record<string, readonly Utterance[]>>
    return (content[intent] ?? []).map((utterance) => rowOf(intent, utterance))
  })
}

/** Writes both files, each beside its place and then moved there; gives the numbers of their rows. */
export function prepare(original: string, target: string): Readonly<Record<'train' | 'test', number>> {
  const own = join(original, '2017-06-custom-intent-engines')
  const folder = existsSync(own) ? own : original
  mkdirSync(target, { recursive: true })
  const write = (part: string, rows: readonly Row[]): number => {
    const path = join(target, `${part}.jsonl`)
    writeFileSync(`${path}.partial`, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
    renameSync(`${path}.partial`, path)
    return rows.length
  }
  return { train: write('train', rowsOf(folder, (intent) => `train_${intent}_full.json`)), test: write('test', rowsOf(folder, (intent) => `validate_${intent}.json`)) }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , original] = process.argv
  if (original === undefined) {
    console.error('usage: npx tsx examples/snips/prepare.ts path/to/nlu-benchmark')
    process.exitCode = 2
  } else {
    const target = join(dirname(fileURLToPath(import.meta.url)), 'snips')
    for (const [part, rows] of Object.entries(prepare(resolve(original), target))) console.log(`${relative(process.cwd(), target)}/${part}.jsonl: ${rows} rows`)
  }
}
