/** What is called ample without making a file must be so when the file is made. */
import { expect, test } from 'vitest'
import { isAmple } from '../../src/compress/ample.js'
import { impossibleLines } from '../../src/compress/feasible.js'
import { graphFor } from '../../src/lower/graph-for.js'
import { initialize } from '../../src/train/initialize.js'
import { checkText, findings, model } from '../check/kit.js'

const imports = 'import { SmallResNet } from "std/vision"\n'

const networks = [
  ['dense layers', 'share hard trunk = vector |> Dense(256) |> relu |> Dense(64) |> relu\ntask kind = trunk |> Dense(10)\ntask price = trunk |> Dense(1)'],
  ['many channels of few weights', 'task kind = image |> DepthwiseConv(3) |> BatchNorm() |> relu |> DepthwiseConv(3) |> flatten |> Dense(10)'],
  ['a narrow model', 'task price = vector |> Dense(1)'],
  ['an embedding', 'task kind = color |> Embedding(color.vocab, 64) |> flatten |> Dense(10)'],
  ['a residual network', 'task kind = image |> SmallResNet([8, 16], blocks = 2) |> Dense(10)'],
  ['attention', 'task kind = image |> reshape([16, 12]) |> LayerNorm() |> Attention(4) |> flatten |> Dense(10)'],
] as const

test.each(networks.flatMap(([name, body]) => ['quantize int8', 'prune channels', 'prune channels\n quantize int8', ''].map((passes) => [name, passes, body] as const)))(
  'the least size that is ample can be met: %s, %s',
  async (_name, passes, body) => {
    const checked = await checkText(`${imports}${model(body)}compress M {\n${passes}\nbudget { size <= 1 B }\n}`)
    const [typed] = checked.program?.models ?? []
    const [compress] = checked.program?.compresses ?? []
    const [line] = compress?.budget ?? []
    if (typed === undefined || compress === undefined || line === undefined) throw new Error(findings(checked).join('\n'))
    const graph = graphFor(typed)
    const of = (value: number): typeof line => ({ ...line, bound: { kind: 'absolute', value } })
    let [low, high] = [0, 1e9]
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (isAmple(of(middle), graph, compress)) high = middle
      else low = middle
    }
    const weights = initialize(graph, 1)
    expect(await impossibleLines({ graph, weights, declared: new Map() }, { ...compress, budget: [of(high)] }, {})).toEqual([])
    expect(isAmple(line, graph, compress)).toBe(false)
  },
)
