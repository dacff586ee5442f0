import { closeSync, openSync, readSync } from 'node:fs'
import { constants, gunzipSync } from 'node:zlib'

/** A header is looked for in this many bytes of the file. */
const reach = 1 << 20

/** The beginning of a file, unpacked where its name ends in .gz. */
export function beginning(path: string): string {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(reach)
    const head = bytes.subarray(0, readSync(file, bytes, 0, reach, 0))
    const plain = path.toLowerCase().endsWith('.gz') && head.length > 0 ? gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }) : head
    return plain.toString('utf8').replace(/^\uFEFF/, '')
  } finally {
    closeSync(file)
  }
}

/** The fields of the first record, `""` in quotes being a quote. */
function firstRecord(text: string, delimiter: string): readonly string[] {
  const fields: string[] = []
  let field = ''
  let quoted = false
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index)
    if (quoted) {
      if (character !== '"') field += character
      else if (text.charAt(index + 1) === '"') field += text.charAt(++index)
      else quoted = false
    } else if (character === '"' && field === '') quoted = true
    else if (character === delimiter) {
      fields.push(field)
      field = ''
    } else if (character === '\n' || character === '\r') break
    else field += character
  }
  return [...fields, field]
}

/** Where lines begin to end in another way than the first one, told in words; looked for outside of quotes. */
export function mixedLineEnds(text: string): string | undefined {
  const names: Readonly<Record<string, string>> = { '\r\n': 'CR LF', '\n': 'LF', '\r': 'CR' }
  let first: string | undefined
  let line = 0
  // What begins with a quote goes to the quote that closes it, `""` within being a quote.
  for (const [found] of text.matchAll(/(?<=^|[,;\t|\r\n])"(?:[^"]|"")*"|\r\n|\r(?=[^])|\n/g)) {
    if (found.startsWith('"')) {
      line += found.split('\n').length - 1
      continue
    }
    line++
    first ??= found
    if (found !== first) return `line ${line} ends in ${names[found] ?? found}, the lines before it in ${names[first] ?? first}; all have to end alike`
  }
  return undefined
}

/** The column names of a text table and what parts them: the first of `, ; tab |` that parts the header most often. */
export function readHeader(text: string): { readonly delimiter: string; readonly columns: readonly string[] } | undefined {
  if (text.trim() === '') return undefined
  const read = [',', ';', '\t', '|'].map((delimiter) => ({ delimiter, columns: firstRecord(text, delimiter) }))
  const best = read.reduce((a, b) => (b.columns.length > a.columns.length ? b : a))
  const seen = new Map<string, number>()
  const columns = best.columns.map((written, index) => {
    const name = written.trim() === '' ? `column${index}` : written.trim()
    // DuckDB takes names that differ in case alone for the same.
    const times = seen.get(name.toLowerCase()) ?? 0
    seen.set(name.toLowerCase(), times + 1)
    return times === 0 ? name : `${name}_${times}`
  })
  return { delimiter: best.delimiter, columns }
}
