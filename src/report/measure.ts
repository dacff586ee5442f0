import type { Part, TypedBudgetLine, TypedModel } from '../check/typed.js'
import { judge, latencyKey, type Measured } from '../compress/budget.js'
import { staticCost, type Emitted } from '../compress/emitted.js'
import { latency } from '../engine/latency.js'
import type { Dataset } from '../data/dataset.js'
import type { Engine } from '../engine/engine.js'
import { evaluateSession } from '../train/evaluate.js'
import type { Metrics } from '../train/types.js'
import type { BudgetLine, Cost, Latency } from './report.js'

export interface MeasureOptions {
  readonly engine: Engine
  readonly model: TypedModel
  readonly dataset: Dataset
  readonly part: Part
  readonly threads: number
  readonly latencies: readonly Omit<Latency, 'medianMs'>[]
  readonly signal?: AbortSignal
}

export interface Measurement {
  readonly metrics: Metrics
  readonly cost: Cost
}

/** Where the budget wants latencies known; one sample on one thread where it does not say. */
export function latenciesOf(budget: readonly TypedBudgetLine[]): MeasureOptions['latencies'] {
  const asked = budget.flatMap(({ subject }) => (subject.kind === 'latency' ? [subject] : []))
  const all = [...asked, { batch: 1, threads: 1 }].map(({ batch, threads }) => [latencyKey({ batch, threads }), { batch, threads }] as const)
  return [...new Map(all).values()]
}

/** Measures a file as whoever runs it would: opened from its bytes, in the engine. */
export async function measure(file: Emitted, options: MeasureOptions): Promise<Measurement> {
  const { engine, model, dataset, part, threads, signal } = options
  const session = await engine.open(file.onnx, { threads })
  let metrics: Metrics
  try {
    metrics = await evaluateSession({ session, model, dataset, part, ...(signal === undefined ? {} : { signal }) })
  } finally {
    await session.close()
  }
  const times: Latency[] = []
  for (const at of options.latencies) times.push({ medianMs: await latency(engine, file, at), ...at })
  const { size, params, macs } = staticCost(file)
  return { metrics, cost: { bytes: size, params, macs, latency: times } }
}

/** Judges each line of the budget by what the files were measured to be, beside what the search had found. */
export function budgetLines(
  budget: readonly TypedBudgetLine[],
  dense: Measurement,
  emitted: Measurement,
  searched: readonly { readonly text: string; readonly wanted: number; readonly reached: number; readonly met: boolean }[],
): readonly BudgetLine[] {
  const { cost, metrics } = emitted
  const measured: Measured = {
    size: cost.bytes,
    params: cost.params,
    macs: cost.macs,
    latency: new Map(cost.latency.map((entry) => [latencyKey(entry), entry.medianMs])),
    metrics,
  }
  return judge(budget, measured, dense.metrics).map((line): BudgetLine => {
    const found = searched.find(({ text }) => text === line.text)
    return found === undefined ? line : { ...line, search: { wanted: found.wanted, reached: found.reached, met: found.met } }
  })
}
