import { basename } from 'node:path'
import type { Part } from '../../check/typed.js'
import { compress } from '../../compress/compress.js'
import { emitModel, inferenceForm, type Emitted } from '../../compress/emitted.js'
import { fileMetadata, impossibleBudgets } from '../../compress/impossible.js'
import { Failure } from '../../diagnostics/diagnostic.js'
import { renderPretty } from '../../diagnostics/render.js'
import { lineMissed, noSamples } from '../../diagnostics/run.js'
import { emit } from '../../emit/artifact.js'
import type { Hashes } from '../../emit/manifest.js'
import { version } from '../../host/version.js'
import { machine } from '../../report/machine.js'
import { budgetLines, latenciesOf, measure } from '../../report/measure.js'
import type { Report } from '../../report/report.js'
import { reportText } from '../../report/text.js'
import type { Trained } from '../../train/types.js'
import { exitCode } from '../exit.js'
import type { Terminal } from '../terminal.js'
import { hashOfSources, hashOfWeights, sha256 } from './hashes.js'
import { withWorkplace, type Request, type Workplace } from './setup.js'
import { trainedModel } from './training.js'

type CompileRequest = Request & { readonly bestEffort: boolean }

/** Trains (or takes the checkpoint), compresses, measures the file, writes the folder, prints the report. */
export async function compileCommand(request: CompileRequest, terminal: Terminal): Promise<number> {
  await withWorkplace(request, terminal, async (workplace) => {
    const { model, progress, directory, loaded, statistics, show } = workplace
    if (!request.bestEffort) await refuseImpossible(workplace)
    const trained = await trainedModel(workplace, 'matching')
    const form = await emittedForm(workplace, trained, request.bestEffort)
    const hashes: Hashes = {
      file: hashOfSources(loaded.sources),
      data: workplace.dataset.hash,
      weights: hashOfWeights(trained.weights),
      model: sha256(form.file.onnx),
    }
    const report = await reportOn(workplace, trained, form, hashes)
    const { graph, onnx } = form.file
    const files = await emit({ model, graph, onnx, statistics, hashes, report, file: basename(request.file), version }, directory)
    progress.clear()
    terminal.out(`${reportText(report, terminal.outColors)}\n\nwritten to ${show(directory)}: ${files.join(', ')}\n`)
    warnOfMisses(workplace, report)
  })
  return exitCode.ok
}

interface Form {
  readonly dense: Emitted
  readonly file: Emitted
  readonly lines: Report['budget']
  readonly compression?: unknown
}

/** Training may take hours: what no configuration can meet is said before it. */
async function refuseImpossible({ model, compress: block }: Workplace): Promise<void> {
  const findings = block === undefined ? [] : await impossibleBudgets({ models: [model], compresses: [block] })
  if (findings.length > 0) throw new Failure(...findings)
}

/** The dense file, and the one to be emitted: the same where nothing is to be compressed. */
async function emittedForm(workplace: Workplace, trained: Trained, bestEffort: boolean): Promise<Form> {
  const { model, train, dataset, engine, signal, progress } = workplace
  const dense = emitModel(inferenceForm(trained.graph, trained.weights), undefined, fileMetadata(workplace.model))
  if (workplace.compress === undefined) return { dense, file: dense, lines: [] }
  const compressed = await compress({
    model,
    train,
    compress: workplace.compress,
    trained,
    dataset,
    engine,
    bestEffort,
    metadata: fileMetadata(workplace.model),
    signal,
    onProgress: progress.show,
  })
  signal.throwIfAborted()
  const { lines, plan, bindingLine } = compressed
  return { dense, file: compressed, lines, compression: { ...plan, ...(bindingLine === undefined ? {} : { bindingLine }) } }
}

/** Measures both forms on the test part, from the bytes of their files. */
async function reportOn(workplace: Workplace, trained: Trained, form: Form, hashes: Hashes): Promise<Report> {
  const { model, train, dataset, engine, files, threads, signal, progress } = workplace
  const part = measuredPart(workplace)
  progress.note(`measuring on the ${part} part`)
  const budget = workplace.compress?.budget ?? []
  const options = { engine: files, model, dataset, part, threads, latencies: latenciesOf(budget), signal }
  const dense = await measure(form.dense, options)
  const emitted = form.file === form.dense ? dense : await measure(form.file, options)
  return {
    format: 1,
    model: model.name,
    part,
    samples: dataset.count(part),
    tasks: Object.fromEntries(model.tasks.map(({ name }) => [name, { dense: dense.metrics[name] ?? {}, emitted: emitted.metrics[name] ?? {} }])),
    budget: budgetLines(budget, dense, emitted, form.lines),
    dense: dense.cost,
    emitted: emitted.cost,
    ...(form.compression === undefined ? {} : { compression: form.compression }),
    training: { epochs: trained.epochsRun, bestEpoch: trained.bestEpoch, validation: trained.validation },
    machine: await machine(),
    seed: train.seed,
    threads,
    versions: { mtlc: version, node: process.versions.node, [files.name]: files.version, [engine.name]: engine.version },
    hashes,
  }
}

/** The test part; the validation part where there is none, which the report says. */
function measuredPart({ dataset, model }: Workplace): Exclude<Part, 'train'> {
  if (dataset.count('test') > 0) return 'test'
  if (dataset.count('validation') > 0) return 'validation'
  throw new Failure(noSamples({ data: model.data.name, part: 'test' }))
}

/** The search chose by the validation part; what the test part says otherwise is not kept quiet about. */
function warnOfMisses({ loaded, compress: block, terminal, show }: Workplace, { budget, part }: Report): void {
  for (const line of budget) {
    if (line.met) continue
    const span = block?.budget.find(({ text }) => text === line.text)?.span
    const finding = lineMissed({ line: line.text, part, searched: line.search?.met === true }, span === undefined ? {} : { span })
    terminal.err(`${renderPretty(finding, { sources: loaded.sources, show, colors: terminal.errColors })}\n`)
  }
}
