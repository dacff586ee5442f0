/** `init from "…"`: the weights that a model begins with, read and held against it. */
import { resolve, sep } from 'node:path'
import { isRunnable } from '../../check/runnable.js'
import type { TypedInit, TypedProgram } from '../../check/typed.js'
import { Failure, hasErrors, type Diagnostic } from '../../diagnostics/diagnostic.js'
import { weightsUnreadable } from '../../diagnostics/run.js'
import { typeOf, type Graph, type Weights } from '../../ir/graph.js'
import { sizes } from '../../lower/extern.js'
import { graphFor } from '../../lower/graph-for.js'
import { fileTrouble } from '../../storage/files.js'
import { matchFindings } from './findings.js'
import { matchWeights, type Match, type Shapes } from './match.js'
import { openSource, type WeightSource } from './source.js'

export interface Initial {
  readonly weights: Weights
  readonly match: Match
  /** What did not match; no errors. */
  readonly findings: readonly Diagnostic[]
}

/** `folder` is that of the .mtl file; `output` the one that the run writes into. */
export async function loadInitial(init: TypedInit, graph: Graph, folder: string, output: string): Promise<Initial> {
  const path = resolve(folder, init.location)
  if (path === output || path.startsWith(output + sep)) throw unreadable(init, new Error('the run writes into this folder itself, and would begin otherwise each time'))
  const { source, match, findings } = await compared(init, graph, path)
  if (hasErrors(findings)) throw new Failure(...findings)
  const tensors = await reading(init, () => source.read(new Set(match.taken.values())))
  for (const [name, inFile] of match.taken) {
    if (tensors.get(inFile)?.data.every((value) => Number.isFinite(Number(value))) !== false) continue
    const reason = `\`${inFile}\`, which \`${name}\` begins as, holds values that are not finite`
    throw new Failure(weightsUnreadable({ location: init.location, reason }, { span: init.place, help: 'the training that they come from ran away: take weights from before that' }))
  }
  const shapes = shapesOf(graph)
  return {
    weights: new Map([...match.taken].flatMap(([name, inFile]) => {
      const tensor = tensors.get(inFile)
      return tensor === undefined ? [] : [[name, { ...tensor, shape: shapes.get(name) ?? tensor.shape }] as const]
    })),
    match,
    findings,
  }
}

/** What a program begins with, looked at without reading the values: for `mtlc check`. `folder` is that of the .mtl file. */
export async function initialFindings({ models, trains }: Pick<TypedProgram, 'models' | 'trains'>, folder: string): Promise<readonly Diagnostic[]> {
  const findings: Diagnostic[] = []
  for (const { init, model: name } of trains) {
    const model = models.find((each) => each.name === name)
    if (init === undefined || model === undefined || !isRunnable(model)) continue
    try {
      findings.push(...(await compared(init, graphFor(model), resolve(folder, init.location))).findings)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      findings.push(...error.diagnostics)
    }
  }
  return findings
}

interface Compared {
  readonly source: WeightSource
  readonly match: Match
  readonly findings: readonly Diagnostic[]
}

async function compared(init: TypedInit, graph: Graph, path: string): Promise<Compared> {
  const source = await reading(init, () => openSource(path))
  const weights = shapesOf(graph)
  const match = matchWeights(weights, source.shapes, init.mapping)
  return { source, match, findings: matchFindings(init, graph.name, weights, source.shapes, match) }
}

const shapesOf = (graph: Graph): Shapes => new Map(graph.parameters.map(({ name, value }) => [name, sizes(typeOf(graph, value).shape)]))

async function reading<T>(init: TypedInit, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    throw unreadable(init, error)
  }
}

function unreadable({ location, place }: TypedInit, error: unknown): Failure {
  const failed = error instanceof Failure ? error.diagnostics[0]?.message : undefined
  const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'there is no such file or folder' : undefined
  const reason = failed ?? missing ?? fileTrouble(error) ?? (error instanceof Error ? error.message : String(error))
  return new Failure(weightsUnreadable({ location, reason }, { span: place }))
}
