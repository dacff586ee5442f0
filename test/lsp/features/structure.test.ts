import { describe, expect, it } from 'vitest'
import { SymbolKind, type DocumentSymbol, type SelectionRange } from 'vscode-languageserver/node'
import { foldingRanges } from '../../../src/lsp/features/folding.js'
import { documentLinks } from '../../../src/lsp/features/links.js'
import { selectionRange } from '../../../src/lsp/features/selection.js'
import { legend, semanticTokens } from '../../../src/lsp/features/semantic-tokens.js'
import { signatureHelp } from '../../../src/lsp/features/signature-help.js'
import { documentSymbols, workspaceSymbols } from '../../../src/lsp/features/symbols.js'
import { analysisOf, data, marked, opened, snapshotOf } from '../kit.js'

const text = `// Faces, and
// what is in them.
import { LeNet } from "std/vision"
import { TableNet } from "std/tabular"

const width = 32

/// A layer.
block Layer(units: int)(x: f32[D]) -> f32[units] {
  param scale: f32[D] = ones
  let y = x * scale
  if units > 1 {
    y |> Dense(units)
  } else {
    y |> Dense(1)
  }
}

${data}
model M on Faces {
  share hard trunk = image
    |> LeNet(features = 64)
    |> Layer(width)
  task gender = trunk |> Dense(2)
  task age {
    predict trunk |> Dense(1)
  }
}

train M {
  epochs 20
}
`

const found = (query: string): readonly string[] => workspaceSymbols(query, [snapshotOf(text)]).map(({ name }) => name)

/** The text with the kind of each marked token after it. */
function coloured(source: string): string {
  const { data: numbers } = semanticTokens(snapshotOf(source))
  const lines = source.split('\n')
  const out = lines.map(() => [] as string[])
  let [line, character] = [0, 0]
  for (let index = 0; index < numbers.length; index += 5) {
    const [down = 0, right = 0, length = 0, type = 0, modifiers = 0] = numbers.slice(index, index + 5)
    line += down
    character = down > 0 ? right : character + right
    out[line]?.push(`${(lines[line] ?? '').slice(character, character + length)}:${legend.tokenTypes[type] ?? ''}${modifiers === 0 ? '' : '!'}`)
  }
  return out.map((words) => words.join(' ')).join('\n')
}

/** The signature at the cursor, with its active parameter between `⟦` and `⟧`. */
async function signatureAt(source: string): Promise<string> {
  const { text: written, offset } = marked(source)
  const { module } = await analysisOf({ 'main.mtl': written })
  const help = signatureHelp(written, offset, module)
  const [signature] = help?.signatures ?? []
  const active = signature?.parameters?.[help?.activeParameter ?? 0]?.label
  if (signature === undefined) return ''
  return Array.isArray(active) ? `${signature.label.slice(0, active[0])}⟦${signature.label.slice(...active)}⟧${signature.label.slice(active[1])}` : signature.label
}

const model = (body: string): string => `${data}model M on Faces {\n${body}\n}\n`

describe('symbols', () => {
  it('are the outline of a file', () => {
    const show = ({ name, kind, detail, children = [] }: DocumentSymbol): unknown => {
      const line = `${Object.keys(SymbolKind).find((each) => Object.entries(SymbolKind).some(([key, value]) => key === each && value === kind)) ?? ''} ${name}${detail === undefined ? '' : ` (${detail})`}`
      return children.length === 0 ? line : { [line]: children.map(show) }
    }
    expect(documentSymbols(snapshotOf(text)).map(show)).toEqual([
      'Constant width (32)',
      { 'Class Layer (block)': ['Field scale (f32[D])', 'Variable y'] },
      { 'Struct Faces (data)': ['Field image (input image[1, 48, 48])', 'Field row (input table(except = [id]))', 'Field gender (target label<"female", "male">)', 'Field age (target number)'] },
      { 'Module M (model on Faces)': ['Variable trunk (share hard)', 'Method gender (task)', 'Method age (task)'] },
      'Event train M',
    ])
  })

  it('of all files are found by their letters', () => {
    expect(found('')).toEqual(['width', 'Layer', 'Faces', 'M', 'train M'])
    expect(found('LR')).toEqual(['Layer'])
    expect(found('nothing')).toEqual([])
  })
})

describe('folding', () => {
  it('takes blocks without their last line, runs of imports and of comments', () => {
    const lines = text.split('\n')
    expect(foldingRanges(snapshotOf(text)).map(({ startLine, endLine, kind }) => `${lines[startLine]?.trim() ?? ''} … ${lines[endLine]?.trim() ?? ''}${kind === undefined ? '' : ` (${kind})`}`)).toEqual([
      '// Faces, and … // what is in them. (comment)',
      'import { LeNet } from "std/vision" … import { TableNet } from "std/tabular" (imports)',
      'block Layer(units: int)(x: f32[D]) -> f32[units] { … }',
      'if units > 1 { … y |> Dense(1)',
      '} else { … y |> Dense(1)',
      'data Faces { … target age: number',
      'model M on Faces { … }',
      'share hard trunk = image … |> Layer(width)',
      'task age { … predict trunk |> Dense(1)',
      'train M { … epochs 20',
    ])
  })
})

describe('selection', () => {
  it('grows from the word to the file', () => {
    const { text: source, offset } = marked(text.replace('Layer(width)', 'Layer(wid‸th)'))
    const snapshot = snapshotOf(source)
    const grown: string[] = []
    for (let at: SelectionRange | undefined = selectionRange(snapshot, offset); at !== undefined; at = at.parent) grown.push(snapshot.document.getText(at.range))
    expect(grown.slice(0, 4)).toEqual(['width', 'Layer(width)', 'image\n    |> LeNet(features = 64)\n    |> Layer(width)', 'share hard trunk = image\n    |> LeNet(features = 64)\n    |> Layer(width)'])
    expect(grown.at(-2)).toMatch(/^model M on Faces/)
    expect(grown.at(-1)).toBe(source)
    expect(new Set(grown).size).toBe(grown.length)
  })
})

describe('semantic tokens', () => {
  it('tell what each word is', () => {
    expect(coloured(`/// Doc
block Layer(units: int)(x: f32[D]) -> f32[units] {
  let y = x |> Dense(units, bias = true) |> relu
  y
}
data D {
  source train "a.csv"
  split validation 10% of train
  input weight: label<10>
}
train M {
  optimizer adam(lr = 1e-3)
}
compress M {
  prune channels(importance = taylor)
  budget { left.accuracy >= dense - 0.5 pt }
}`)).toBe(`/// Doc:comment!
block:keyword Layer:class! units:parameter! int:type x:parameter! f32:type D:typeParameter f32:type units:typeParameter
let:keyword y:variable! x:variable Dense:class units:variable bias:parameter true:keyword relu:function
y:variable

data:keyword D:class!
source:keyword train:enumMember "a.csv":string
split:keyword validation:enumMember 10%:number of:keyword train:enumMember
input:keyword weight:property! label:type 10:number

train:keyword M:class
optimizer:keyword adam:enumMember lr:parameter 1e-3:number

compress:keyword M:class
prune:keyword channels:enumMember importance:parameter taylor:variable
budget:keyword left:property accuracy:property dense:enumMember 0.5 pt:number
`)
  })

  it('are told for a part of the file', () => {
    const start = text.indexOf('train M')
    const { data: numbers } = semanticTokens(snapshotOf(text), { start, end: text.length })
    expect(numbers.length).toBe(4 * 5)
  })

  it('split what runs over several lines, and survive a broken text', () => {
    expect(coloured('/* a\n b */\nconst w = 3')).toBe('/* a:comment\n b */:comment\nconst:keyword w:variable! 3:number')
    expect(coloured('data D {\n  input image: image[1,')).toContain('data:keyword')
  })
})

describe('signature help', () => {
  it.each([
    [model('  let x = image |> Dense(‸'), 'Dense(⟦units: int⟧, bias: bool = true)(x: f32[...S, D]) -> f32[...S, units]'],
    [model('  let x = image |> Dense(3, ‸)'), 'Dense(units: int, ⟦bias: bool = true⟧)(x: f32[...S, D]) -> f32[...S, units]'],
    [model('  let x = image |> Dense(bias = fal‸se, 3)'), 'Dense(units: int, ⟦bias: bool = true⟧)(x: f32[...S, D]) -> f32[...S, units]'],
    [model('  let x = image |> softmax(‸)'), 'softmax(x: f32[...S], ⟦axis: int = -1⟧) -> f32[...S]'],
    [model('  let x = softmax(image, ‸'), 'softmax(x: f32[...S], ⟦axis: int = -1⟧) -> f32[...S]'],
    [model('  let x = image |> reshape([1, ‸])'), 'reshape(x: f32[...S], ⟦dims: [int]⟧)'],
    ['train M {\n  optimizer sgd(lr = 0.1, mo‸)\n}', 'sgd(lr: float > 0 = 0.01, ⟦momentum: float ≥ 0, < 1 = 0.9⟧, nesterov: bool = false, weight_decay: float ≥ 0 = 0)'],
    ['compress M {\n  distill(‸) from dense\n}', 'distill(⟦temperature: float > 0 = 4⟧, share: float ≥ 0, ≤ 1 = 0.5)'],
    ['const x = (1 + ‸', ''],
  ])('%j', async (source, shown) => {
    expect(await signatureAt(source)).toBe(shown)
  })
})

it('links imports to their files', () => {
  const project = opened({ 'main.mtl': 'import { a } from "./other"\nimport { LeNet } from "std/vision"\nimport { b } from "nowhere"\n', 'other.mtl': 'const a = 1\n' })
  const snapshot = project.snapshot('main.mtl')
  const links = snapshot === undefined ? [] : documentLinks(snapshot, project.documents.host)
  expect(links.map(({ range, target }) => [snapshot?.document.getText(range), target?.replace(/.*\//, '')])).toEqual([['./other', 'other.mtl'], ['std/vision', 'vision.mtl']])
})
