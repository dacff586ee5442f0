/** A newcomer writes a file of three tasks in an editor: what is chosen from completion is asserted to be offered at each step. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { TextDocument } from 'vscode-languageserver-textdocument'
import type { CompletionItem, InlayHint } from 'vscode-languageserver/node'
import { folder, type Folder } from '../cli/command.js'
import { startEditor, type Document, type Editor } from './client.js'

let here: Folder
let editor: Editor
beforeAll(async () => {
  here = await folder()
  await here.write('faces.csv', 'photo,gender,age,smiles\na.png,female,31,1\n')
  editor = startEditor(here.path)
  await editor.initialize()
})
afterAll(async () => {
  editor.child.kill()
  await here.remove()
})

const placeholder = /\$\{(\d+):([^}]*)\}|\$(\d+)/g

/** Hands on a keyboard. */
class Typist {
  readonly #document: Document
  #cursor = 0
  /** Where the tabulator leads next, in order, with what stands there. */
  #stops: { at: number; readonly length: number }[] = []

  constructor(document: Document) {
    this.#document = document
  }

  get text(): string {
    return this.#document.text
  }

  /** Writes at the cursor, over what is selected. */
  type(written: string, selected = 0): this {
    this.#document.edit(this.#cursor, this.#cursor + selected, written)
    this.#move(this.#cursor, written.length - selected)
    this.#cursor += written.length
    return this
  }

  #move(from: number, by: number): void {
    this.#stops = this.#stops.map((stop) => (stop.at > from ? { ...stop, at: stop.at + by } : stop))
  }

  /** A further line, as far in as this one, or further after a bracket. */
  line(): this {
    const line = this.text.slice(0, this.#cursor).split('\n').at(-1) ?? ''
    return this.type(`\n${/^ */.exec(line)?.[0] ?? ''}${line.endsWith('{') ? '  ' : ''}`)
  }

  /** To the next place of the snippet; what is typed there takes the place of what stands there. */
  tab(written?: string): this {
    const stop = this.#stops.shift()
    if (stop === undefined) throw new Error('there is nothing to fill in')
    this.#cursor = stop.at
    if (written === undefined) {
      this.#cursor += stop.length
      return this
    }
    return this.type(written, stop.length)
  }

  /** After a text that stands in the file; the snippet is left. */
  to(place: string): this {
    this.#stops = []
    this.#cursor = this.text.lastIndexOf(place) + place.length
    return this
  }

  /** To the end of the file. */
  bottom(): this {
    this.#stops = []
    this.#cursor = this.text.length
    return this
  }

  /** Takes what completion offers under this label; `begun` is written first. */
  async choose(label: string, begun = ''): Promise<this> {
    this.type(begun)
    const items = await this.#document.completions(this.#cursor)
    const item = items.find((each) => each.label === label)
    expect(items.map((each) => each.label), `at ${JSON.stringify(this.text.slice(0, this.#cursor).split('\n').at(-1))}`).toContain(label)
    if (item !== undefined) this.#apply(item)
    return this
  }

  #apply(item: CompletionItem): void {
    const { textEdit } = item
    if (textEdit === undefined || !('range' in textEdit)) throw new Error('an item without an edit')
    const now = TextDocument.create('', 'mtl', 0, this.text)
    const start = now.offsetAt(textEdit.range.start)
    const stops: { at: number; length: number; order: number }[] = []
    let written = ''
    let last = 0
    const snippet = textEdit.newText.replaceAll('\t', '  ')
    if (item.insertTextFormat === 2) {
      for (const match of snippet.matchAll(placeholder)) {
        written += snippet.slice(last, match.index)
        const shown = match[2] ?? ''
        stops.push({ at: start + written.length, length: shown.length, order: Number(match[1] ?? match[3]) || 99 })
        written += shown
        last = match.index + match[0].length
      }
    }
    written += snippet.slice(last)
    // Editors indent the further lines of a snippet as its first.
    const indent = /^ */.exec(this.text.slice(0, start).split('\n').at(-1) ?? '')?.[0] ?? ''
    if (indent !== '' && written.includes('\n')) throw new Error('a snippet of several lines within a block')
    const end = now.offsetAt(textEdit.range.end)
    this.#document.edit(start, end, written)
    this.#cursor = start + written.length
    this.#move(start, written.length - (end - start))
    // A snippet within a place of another: its own places come first.
    this.#stops = [...stops.toSorted((a, b) => a.order - b.order), ...this.#stops]
    for (const { range, newText } of item.additionalTextEdits ?? []) {
      const at = now.offsetAt(range.start)
      this.#document.edit(at, now.offsetAt(range.end), newText)
      this.#move(at - 1, newText.length)
      this.#cursor += newText.length
    }
  }
}

it('is written with completion and hints alone', async () => {
  const document = editor.open('faces.mtl', '')
  const hands = new Typist(document)

  // The data: where it comes from, and what its columns mean.
  await hands.choose('data')
  hands.tab('Faces')
  await hands.tab().choose('faces.csv')
  hands.tab()
  await hands.choose('input')
  await hands.tab('').choose('photo')
  await hands.tab().choose('image')
  hands.tab('1').tab('48').tab('48').to('image[1, 48, 48]').line()
  await hands.choose('target')
  await hands.tab('').choose('gender')
  await hands.tab().choose('label')
  hands.tab('"female", "male"').to('"male">').line()
  await hands.choose('target', 'tar')
  await hands.tab('').choose('age')
  await hands.tab().choose('number')
  hands.line()
  await hands.choose('target')
  await hands.tab('').choose('smiles')
  await hands.tab().choose('label')
  hands.tab('2').to('label<2>').line()
  await hands.choose('normalize')
  await hands.tab('').choose('photo')
  await hands.tab('').choose('auto')

  // The model: what is shared, and a task for each target.
  hands.bottom().type('\n\n')
  await hands.choose('model', 'mod')
  hands.tab('Reader')
  await hands.tab('').choose('Faces')
  hands.tab()
  await hands.choose('share')
  await hands.tab('').choose('hard')
  hands.tab('trunk').tab()
  await hands.choose('photo')
  await hands.choose('SmallResNet', ' |> ')
  await hands.tab().choose('widths')
  hands.type('[8, 16]').to('[8, 16])').line()
  expect(hands.text).toMatch(/^import \{ SmallResNet \} from "std\/vision"\n\ndata Faces/)
  await hands.choose('task')
  await hands.tab('').choose('gender')
  await hands.tab().choose('trunk')
  await hands.choose('Dense', ' |> ')
  hands.tab('2').to('gender = trunk |> Dense(2)').line()
  await hands.choose('task')
  await hands.tab('').choose('smiles')
  await hands.tab().choose('trunk')
  await hands.choose('Dense', ' |> ')
  hands.tab('2').to('smiles = trunk |> Dense(2)').line().type('task ')
  await hands.choose('age')
  hands.type(' {').line()
  await hands.choose('predict')
  await hands.tab().choose('trunk')
  await hands.choose('Dense', ' |> ')
  hands.tab('1').to('trunk |> Dense(1)').line()
  await hands.choose('loss')
  await hands.tab().choose('mse')
  hands.line()
  await hands.choose('metric')
  await hands.tab().choose('mae')
  hands.type('\n  }')

  // How it is trained.
  hands.bottom().type('\n\n')
  await hands.choose('train')
  await hands.tab('').choose('Reader')
  hands.tab('30').tab('64')
  await hands.tab('').choose('adamw')
  await hands.choose('lr', '(')
  hands.type('1e-3)').tab()
  await hands.choose('schedule')
  await hands.tab().choose('cosine')
  await hands.choose('warmup', '(')
  await hands.choose('epoch', '1')
  hands.type(')').line()
  await hands.choose('balance')
  await hands.tab().choose('uncertainty')
  hands.line()
  await hands.choose('stop')
  await hands.tab().choose('early')

  // What it may cost once it is compressed.
  hands.bottom().type('\n\ncompress ')
  await hands.choose('Reader')
  hands.type(' {').line()
  await hands.choose('for')
  await hands.tab('').choose('node-cpu')
  hands.to('for "node-cpu"').line()
  await hands.choose('quantize')
  await hands.tab().choose('int8')
  await hands.choose('aware', '(')
  await hands.choose('epochs', '2')
  hands.type(')').line().type('budget {').line()
  await hands.choose('size')
  hands.tab('60')
  await hands.choose('KB', ' ')
  hands.line()
  await hands.choose('gender.accuracy')
  await hands.tab('').choose('dense')
  await hands.choose('pt', ' - 1')
  hands.type('\n  }\n}\n')

  expect(await editor.settled(document)).toEqual([])
  const range = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } }
  const hints = await editor.request<readonly InlayHint[]>('textDocument/inlayHint', { textDocument: { uri: document.uri }, range })
  expect(hints.map(({ label }) => label)).toEqual([': f32[16]', 'units:', ': f32[2]', 'units:', ': f32[2]', 'units:', ': f32[1]'])
  expect(hands.text).toBe(`import { SmallResNet } from "std/vision"

data Faces {
  source "faces.csv"
  split  train 80%, validation 10%, test 10%, seed 1
  input photo: image[1, 48, 48]
  target gender: label<"female", "male">
  target age: number
  target smiles: label<2>
  normalize photo auto
}

model Reader on Faces {
  share hard trunk = photo |> SmallResNet(widths = [8, 16])
  task gender = trunk |> Dense(2)
  task smiles = trunk |> Dense(2)
  task age {
    predict trunk |> Dense(1)
    loss mse
    metric mae
  }
}

train Reader {
  epochs 30, batch 64, seed 1
  optimizer adamw(lr = 1e-3)
  schedule cosine(warmup = 1 epoch)
  balance uncertainty
  stop early
}

compress Reader {
  for "node-cpu"
  quantize int8(aware = 2 epochs)
  budget {
    size <= 60 KB
    gender.accuracy >= dense - 1 pt
  }
}
`)
})
