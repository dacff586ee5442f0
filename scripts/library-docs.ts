/**
 * Writes docs/library.md, the blocks of the standard library with their signatures and docs, from stdlib/:
 *
 *   npx tsx scripts/library-docs.ts
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { BlockDeclaration, File } from '../src/syntax/ast.js'
import { parse } from '../src/syntax/parse.js'

/** In the order of the page: what networks are made of comes last. */
const modules = ['vision', 'mobile', 'segmentation', 'text', 'transformer', 'tabular', 'heads', 'layers', 'core']

const root = new URL('../', import.meta.url)
export const page = new URL('docs/library.md', root)

const introduction = `# The standard library

Networks, written in MTL. Import what you need; the primitives of [\`core\`](#core) are always in reach.

\`\`\`mtl
import { ResNet, Stage, Bottleneck } from "std/vision"
import { Classifier, Regressor } from "std/heads"

data People {
  source "people.parquet"
  split  test 20%
  input  photo: image[3, 64, 64]
  target smile: label<"no", "yes">
  target age:   number
}

model Faces on People {
  share hard trunk = photo |> ResNet(18)
  task smile = trunk |> Classifier(2)
  // A block may be a setting: stages of bottlenecks, over the photo itself.
  task age = photo |> Stage(16, 2, block = Bottleneck) |> GlobalAvgPool() |> Regressor(hidden = 64)
}
\`\`\`

Shapes are per sample. What stands in the first pair of brackets are settings, with their defaults; what stands in the second is
applied by \`|>\`. Each block names its paper. Parameters and multiply-accumulates are those of the published networks:
\`npx vitest run test/stdlib/counts.test.ts\` prints both. The sources are in [\`stdlib/\`](../stdlib); this page is made from them.
`

interface Source {
  readonly name: string
  readonly text: string
  readonly file: File
  readonly blocks: readonly BlockDeclaration[]
}

function read(name: string): Source {
  const text = readFileSync(new URL(`stdlib/${name}.mtl`, root), 'utf8')
  const { file } = parse(text, name)
  return { name, text, file, blocks: file.declarations.flatMap((each) => (each.kind === 'block' ? [each] : [])) }
}

/** What stands before the body. */
const signature = ({ text }: Source, { span, body }: BlockDeclaration): string =>
  text.slice(span.start, body?.span.start ?? span.end).replace(/^(extern )?block /, '').trim()

const entry = (source: Source, block: BlockDeclaration): string =>
  `### ${block.name.text}\n\n${block.doc ?? ''}\n\n\`\`\`mtl signature\n${signature(source, block)}\n\`\`\`\n`

/** Primitives without settings of their own, `relu(x)`, are a table. */
function functions(source: Source, blocks: readonly BlockDeclaration[]): string {
  const rows = blocks.map((block) => `| \`${signature(source, block)}\` | ${(block.doc ?? '').replaceAll('\n', ' ').replaceAll('|', '\\|')} |`)
  return `| function | |\n| --- | --- |\n${rows.join('\n')}\n`
}

const isFunction = (block: BlockDeclaration): boolean => block.extern && block.statics === undefined

function section(source: Source): string {
  const entries = source.blocks.filter((block) => !isFunction(block)).map((block) => entry(source, block))
  const table = source.blocks.filter(isFunction)
  const title = source.name === 'core' ? 'core' : `std/${source.name}`
  return [`## ${title}\n`, `${source.file.doc ?? ''}\n`, ...entries, ...(table.length === 0 ? [] : [functions(source, table)])].join('\n')
}

const contents = (sources: readonly Source[]): string =>
  sources
    .map(({ name, blocks }) => {
      const named = blocks.filter((block) => !isFunction(block))
      const links = named.map(({ name: { text } }) => `[${text}](#${text.toLowerCase()})`).join(', ')
      return `- ${name === 'core' ? '[core](#core)' : `[std/${name}](#std${name})`}: ${links}`
    })
    .join('\n')

export function libraryPage(): string {
  const sources = modules.map(read)
  return [introduction, `${contents(sources)}\n`, ...sources.map(section)].join('\n')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(page, libraryPage())
