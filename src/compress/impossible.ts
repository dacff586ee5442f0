/** Budgets of a program held against its models, before anything is trained or even read: for `check` and for editors. */
import { isRunnable } from '../check/runnable.js'
import { targets } from '../check/methods/targets.js'
import type { TypedCompress, TypedModel, TypedProgram } from '../check/typed.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { typeOf, type Graph, type Weights } from '../ir/graph.js'
import { graphFor } from '../lower/graph-for.js'
import { version } from '../host/version.js'
import { elementCount } from '../types/tensor.js'
import { isAmple } from './ample.js'
import { isStatic } from './budget.js'

/** What is written into a file beside the model; counted in its size. */
export const fileMetadata = (model: TypedModel): Readonly<Record<string, string>> => ({ version, model: model.name })

/** Lines on size, params and macs that even the smallest model exceeds. */
export async function impossibleBudgets({ models, compresses }: Pick<TypedProgram, 'models' | 'compresses'>): Promise<readonly Diagnostic[]> {
  const findings: Diagnostic[] = []
  for (const compress of compresses) {
    const model = models.find(({ name }) => name === compress.model)
    const lines = compress.budget.filter(isStatic)
    if (model === undefined || lines.length === 0 || !isCarriedOut(compress) || !isRunnable(model)) continue
    const graph = graphFor(model)
    if (lines.every((line) => isAmple(line, graph, compress))) continue
    // Making the forms of a model takes half of the compiler: loaded only where a bound is near.
    const { impossibleLines } = await import('./feasible.js')
    const declared = new Map([...model.shares, ...model.tasks].map(({ name, span }) => [name, span]))
    findings.push(...(await impossibleLines({ graph, weights: madeUp(graph), declared }, compress, fileMetadata(model))))
  }
  return findings
}

/** Passes that this version cannot run might make the model smaller than those that it can. */
const isCarriedOut = ({ later, target }: TypedCompress): boolean => later.length === 0 && targets.get(target)?.implemented === true

/** Weights without a meaning, and all different, so that no two share their bytes in a file. */
function madeUp(graph: Graph): Weights {
  return new Map(
    graph.parameters.map(({ name, value }, salt) => {
      const shape = typeOf(graph, value).shape.map(Number)
      const data = new Float32Array(elementCount(shape))
      for (let index = 0; index < data.length; index++) data[index] = ((Math.imul(index + 7919 * salt + 1, 0x9e3779b1) >>> 0) + 1) / 2 ** 32 / (salt + 1)
      return [name, { dtype: 'f32', shape, data }]
    }),
  )
}
