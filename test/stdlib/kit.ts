/** Instantiates blocks of the standard library, as a model that predicts the mean of what a block gives. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { TypedExpression, TypedModel } from '../../src/check/typed.js'
import { graphCost, type GraphCost } from '../../src/ir/cost.js'
import { GraphBuilder } from '../../src/ir/builder.js'
import { typeOf, type Graph } from '../../src/ir/graph.js'
import { lowerModel } from '../../src/lower/model.js'
import { dce } from '../../src/passes/dce.js'
import { fold } from '../../src/passes/fold.js'
import { inferenceMode } from '../../src/passes/inference-mode.js'
import { i64, type Tensor } from '../../src/types/tensor.js'
import type { BlockDeclaration } from '../../src/syntax/ast.js'
import { parse } from '../../src/syntax/parse.js'
import { applications, checkText, findings } from '../check/kit.js'
import { noise, present, valuesOf } from '../ops/harness.js'

const folder = join(import.meta.dirname, '../../stdlib')

/** Blocks of the library by module, the primitives apart. */
export const library: ReadonlyMap<string, readonly BlockDeclaration[]> = new Map(
  readdirSync(folder).flatMap((name) => {
    const { file } = parse(readFileSync(join(folder, name), 'utf8'), name)
    const blocks = file.declarations.flatMap((each) => (each.kind === 'block' && !each.extern ? [each] : []))
    return blocks.length === 0 ? [] : [[name.replace('.mtl', ''), blocks] as const]
  }),
)

/** All of it at once. */
const imports = [...library].map(([module, blocks]) => `import { ${blocks.map(({ name }) => name.text).join(', ')} } from "std/${module}"\n`).join('')

export interface Use {
  /** A block applied, over `image`, `vector`, `words` (codes) and `row` (a table). */
  readonly text: string
  /** Channels, height and width of `image`. */
  readonly image?: readonly [number, number, number]
  /** How many words `words` has, how many codes there are for them, and how many numbers stand in the row beside them. */
  readonly words?: number
  readonly vocab?: number
  readonly numbers?: number
}

export interface Instance {
  /** Of the value, per sample. */
  readonly shape: readonly (number | string)[]
  readonly model: TypedModel
  readonly graph: Graph
  readonly cost: GraphCost
}

function fileOf({ text, image = [3, 32, 32] }: Use): string {
  return `${imports}
data Things {
  source "things.csv"
  input image: image[${image.join(', ')}]
  input vector: vector[6]
  input row: table
  target y: number
}
model M on Things {
  let words = row.categories
  let numbers = image |> reshape([${image[0] * image[1]}, ${image[2]}])
  let value = ${text}
  task y = value |> flatten |> mean(axis = 0)
}
`
}

const check = ({ words = 4, vocab = 12, numbers = 3, ...use }: Use) =>
  checkText(fileOf(use), {
    inspectTable: async () => ({
      kind: 'table',
      numbers: Array.from({ length: numbers }, (_, index) => `n${index}`),
      categories: Array.from({ length: words }, (_, index) => ({ column: `c${index}`, labels: ['a'], offset: index % (vocab - 1) })),
      vocabulary: vocab,
    }),
  })

/** The value of `text`, which nothing is wrong with, and the graph that makes it. */
export async function instantiate(use: Use): Promise<Instance> {
  const checked = await check(use)
  expect(findings(checked), use.text).toEqual([])
  const [model] = checked.program?.models ?? []
  const predict = model?.tasks[0]?.predict
  if (model === undefined || predict === undefined) throw new Error('nothing is predicted')
  const graph = lowerModel(model, new Map())
  return { shape: valueOf(predict).type.shape, model, graph, cost: graphCost(graph) }
}

/** What is flattened for the mean: the value itself. */
function valueOf(predict: TypedExpression): TypedExpression {
  const value = applications(predict).findLast(({ extern }) => extern === 'flatten')?.inputs[0]
  if (value === undefined) throw new Error('nothing is flattened')
  return value
}

/** The graph as it predicts, with the value itself as its output, flattened, in place of its mean. */
export function valueGraph(graph: Graph): Graph {
  const mean = graph.nodes.find(({ outputs }) => outputs[0] === graph.outputs[0]?.value)
  const builder = new GraphBuilder('value', { ...graph, outputs: [] })
  builder.output('value', present(mean?.inputs[0]))
  return fold.run(dce.run(inferenceMode.run(builder.build())))
}

/** Random inputs for `batch` samples: numbers from 0 to 1, codes below 12. */
export const inputsOf = (graph: Graph, batch: number): Readonly<Record<string, Tensor>> =>
  Object.fromEntries(graph.inputs.map(({ name, value }, index): readonly [string, Tensor] => {
    const { dtype, shape } = typeOf(graph, value)
    const sizes = [batch, ...shape.slice(1).map(Number)]
    return [name, dtype === 'i64' ? i64(sizes, valuesOf(noise(sizes, index, 0, 12)).map(Math.floor)) : noise(sizes, index, 0, 1)]
  }))
