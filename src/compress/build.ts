/** One configuration, carried out: prune, fine-tune, calibrate, train with rounding, emit, measure. */
import type { TypedCompress, TypedModel, TypedTrain } from '../check/typed.js'
import type { Dataset } from '../data/dataset.js'
import { nothingToQuantize, notFiniteInCalibration } from '../diagnostics/compression.js'
import { Failure } from '../diagnostics/diagnostic.js'
import type { Engine } from '../engine/engine.js'
import { latency } from '../engine/latency.js'
import { fakeQuantize } from '../passes/fake-quantize.js'
import { quantizationScheme, type QuantizationScheme } from '../passes/quantization/scheme.js'
import { evaluateSession } from '../train/evaluate.js'
import { trainModel } from '../train/train.js'
import type { OnProgress } from '../train/progress.js'
import type { Metrics, Trained } from '../train/types.js'
import { latencyKey, type Measured } from './budget.js'
import { calibrate } from './calibrate.js'
import { prunedModel, type Choice, type Drafting } from './draft.js'
import { emitModel, inferenceForm, planFor, staticCost, type Emitted, type WeightedGraph } from './emitted.js'
import { NotFiniteError } from './histogram.js'
import type { Settings } from './settings.js'

/** All that building a configuration reads. */
export interface Workshop extends Drafting {
  readonly model: TypedModel
  readonly train: TypedTrain
  readonly compress: TypedCompress
  readonly trained: Trained
  readonly dataset: Dataset
  readonly engine: Engine
  readonly settings: Settings
  readonly onProgress?: OnProgress
}

/** A configuration that stands: its file, how it was made, and what it was measured to be. */
export interface Built extends Emitted {
  readonly choice: Choice
  readonly measured: Measured
  readonly scheme?: QuantizationScheme
  /** The f32 model before rounding, mode-neutral: where further fine-tuning goes on. */
  readonly tuned: WeightedGraph
  /** Of further training, in all. */
  readonly epochs: { readonly fineTune: number; readonly aware: number }
}

export const note = ({ onProgress }: Workshop, message: string): void =>
  onProgress?.({ kind: 'note', stage: 'compress', time: Date.now(), message })

/** Milliseconds for each latency line of the budget. */
export async function latencies({ compress, engine, signal }: Workshop, file: Emitted): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>()
  for (const { subject } of compress.budget) {
    if (subject.kind !== 'latency' || found.has(latencyKey(subject))) continue
    found.set(latencyKey(subject), await latency(engine, file, subject, signal))
  }
  return found
}

export interface Effort {
  readonly fineTune: number
  readonly aware: number
  /** Goes on from here instead of from the trained model. */
  readonly from?: Built
}

/** Makes a configuration and measures it; quality on the validation part. */
export async function build(workshop: Workshop, choice: Choice, effort: Effort): Promise<Built> {
  const { model, dataset, engine, compress, settings, signal, metadata } = workshop
  const start = effort.from?.tuned ?? prunedModel(workshop, choice.plan)
  const aware = choice.int8 ? effort.aware : 0
  const removed = start.graph !== workshop.trained.graph
  // Who writes `distill` wants it to teach something: where no other training is due, this one is.
  const taught = compress.distill !== undefined && aware === 0
  const fineTune = removed || effort.from !== undefined || taught ? effort.fineTune : 0
  const tuned = fineTune === 0 ? start : await descend(workshop, start, fineTune, 'fine-tune', 1)

  const form = inferenceForm(tuned.graph, tuned.weights)
  let [result, scheme]: [WeightedGraph, QuantizationScheme | undefined] = [form, undefined]
  if (choice.int8) {
    const plan = planFor(form.graph, compress.keep)
    if (plan.layers.length === 0) throw new Failure(nothingToQuantize({}, { span: compress.quantize?.span ?? compress.span }))
    const { calibrator, samples } = settings
    note(workshop, `calibrating ${plan.activations.size} ranges on up to ${samples} training samples`)
    const values = plan.activations.values()
    const ranges = await calibrate({
      ...form, values, calibrator, dataset, engine, samples, seed: workshop.train.seed, ...(signal === undefined ? {} : { signal }),
    }).catch((error: unknown) => {
      if (!(error instanceof NotFiniteError)) throw error
      throw new Failure(notFiniteInCalibration({ value: `model \`${model.name}\`` }, { span: compress.quantize?.span ?? compress.span }))
    })
    scheme = quantizationScheme(form.graph, form.weights, plan, ranges, settings)
    if (aware > 0) {
      const rounding = { graph: fakeQuantize(form.graph, scheme), weights: form.weights }
      const { weights } = await descend(workshop, rounding, aware, 'quantisation-aware', 0.1)
      result = { graph: form.graph, weights }
    }
  }
  const emitted = emitModel(result, scheme, metadata)
  const measured: Measured = {
    ...staticCost(emitted),
    latency: await latencies(workshop, emitted),
    metrics: dataset.count('validation') === 0 ? {} : await quality(workshop, emitted),
  }
  return {
    ...emitted,
    choice,
    measured,
    tuned,
    epochs: { fineTune: (effort.from?.epochs.fineTune ?? 0) + fineTune, aware },
    ...(scheme === undefined ? {} : { scheme }),
  }
}

/** Metrics of an emitted file on the validation part, run as a user would run it. */
async function quality({ engine, model, dataset, signal }: Workshop, { onnx }: Emitted): Promise<Metrics> {
  signal?.throwIfAborted()
  const session = await engine.open(onnx)
  try {
    return await evaluateSession({ session, model, dataset, part: 'validation' })
  } finally {
    await session.close()
  }
}

/** Further training, with the dense model as the teacher where the file asks for one. */
async function descend(
  workshop: Workshop,
  { graph, weights }: WeightedGraph,
  epochs: number,
  stage: string,
  learningRateScale: number,
): Promise<WeightedGraph> {
  const { model, dataset, engine, trained, settings, signal, onProgress } = workshop
  const { distill } = settings
  // A short cosine without a warm-up, whatever the long training used, and no early end.
  const { stop: _, ...long } = workshop.train
  const schedule = { name: 'cosine', arguments: { warmup: 0, final: 0, restarts: 0, growth: 1 }, span: long.schedule.span }
  const result = await trainModel({
    graph,
    model,
    train: { ...long, epochs, schedule },
    dataset,
    engine,
    initial: weights,
    epochs,
    stage,
    learningRateScale,
    ...(distill === undefined ? {} : { teacher: { graph: trained.graph, weights: trained.weights, ...distill } }),
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  })
  signal?.throwIfAborted()
  return { graph, weights: result.weights }
}
