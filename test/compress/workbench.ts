/** A small two-task model, trained for a moment, and `compress` blocks to try on it. */
import type { TypedBudgetLine, TypedCompress, TypedExpression, TypedModel } from '../../src/check/typed.js'
import { compress, type Compressed, type CompressOptions } from '../../src/compress/compress.js'
import { Failure, type Diagnostic } from '../../src/diagnostics/diagnostic.js'
import type { Engine } from '../../src/engine/engine.js'
import { lowerModel } from '../../src/lower/model.js'
import { trainModel } from '../../src/train/train.js'
import type { Progress } from '../../src/train/progress.js'
import type { Trained } from '../../src/train/types.js'
import { apply, field, input, label, method, model, representation, share, span, task } from '../lower/build.js'
import { planeData, train } from '../train/problems.js'
import { engine } from './networks.js'

const layer = (path: string, x: TypedExpression, units: number): TypedExpression =>
  apply('relu', `${path}.relu`, [apply('Dense', path, [x], [units], { units, bias: true })], [units])

/** 4 → 64 → 48, read by two heads: 3,636 parameters. */
export function wide(): TypedModel {
  const read = representation('trunk', [48])
  return model(
    'Plane',
    [field('x', { kind: 'vector', size: 4 })],
    [share('trunk', 'hard', layer('trunk.deep', layer('trunk.wide', input('x', [4]), 64), 48), ['side', 'height'])],
    [
      task('side', label(3), apply('Dense', 'side.out', [read], [3], { units: 3, bias: true })),
      task('height', { kind: 'number' }, apply('Dense', 'height.out', [read], [1], { units: 1, bias: true })),
    ],
  )
}

export const made = wide()
export const training = train('adam', { lr: 0.01 }, { epochs: 6 })
export const dataset = planeData(made, { train: 800, validation: 200, test: 100 })

let known: Promise<Trained> | undefined
export const trained = (): Promise<Trained> =>
  (known ??= engine().then((running) =>
    trainModel({ graph: lowerModel(made, new Map()), model: made, train: training, dataset, engine: running })))

/** `line('size', '<=', 8000)`, `line('side.accuracy', '>=', -0.05, 'offset')`. Spans differ, so that findings can be told apart. */
export function line(subject: string, comparison: '<=' | '>=', value: number, kind: 'absolute' | 'offset' | 'factor' = 'absolute'): TypedBudgetLine {
  const [first = '', metric] = subject.split('.')
  return {
    text: `${subject} ${comparison} ${value}`,
    subject:
      metric !== undefined
        ? { kind: 'metric', task: first, metric }
        : first === 'latency'
          ? { kind: 'latency', batch: 1, threads: 1 }
          : { kind: first as 'size' | 'params' | 'macs' },
    comparison,
    bound: kind === 'absolute' ? { kind, value } : kind === 'offset' ? { kind, to: 'dense', offset: value } : { kind, to: 'dense', factor: value },
    span: { file: 'test.mtl', start: subject.length, end: 100 },
  }
}

export const block = (parts: Partial<TypedCompress>): TypedCompress => ({ model: 'Plane', target: 'node-cpu', later: [], keep: [], budget: [], span, ...parts })
export const prune = (given: Parameters<typeof method>[1] = {}) => method('channels', { importance: 'taylor', ...given })
export const int8 = (given: Parameters<typeof method>[1] = {}) => method('int8', { samples: 128, ...given })

export async function compressed(
  parts: Partial<TypedCompress>,
  options: Partial<CompressOptions> = {},
): Promise<Compressed & { readonly progress: readonly Progress[] }> {
  const progress: Progress[] = []
  const result = await compress({
    model: made,
    train: training,
    compress: block(parts),
    trained: await trained(),
    dataset,
    engine: await engine(),
    bestEffort: false,
    onProgress: (event) => progress.push(event),
    ...options,
  })
  return { ...result, progress }
}

/** The engine of all tests, which only says how long an emitted file takes: `milliseconds` of its bytes. */
export async function clock(milliseconds: (bytes: number) => number): Promise<Engine> {
  const real = await engine()
  return {
    name: real.name,
    version: real.version,
    load: (program) => real.load(program),
    open: async (file, options) => {
      const session = await real.open(file, options)
      return {
        run: (inputs, how) => session.run(inputs, how),
        read: () => session.read(),
        time: (_, runs) => Promise.resolve(Array.from({ length: runs }, () => milliseconds(file.length))),
        close: () => session.close(),
      }
    },
    close: () => real.close(),
  }
}

/** The findings that a compression ends with. */
export async function findings(parts: Partial<TypedCompress>, options: Partial<CompressOptions> = {}): Promise<readonly Diagnostic[]> {
  try {
    await compressed(parts, options)
  } catch (error) {
    if (error instanceof Failure) return error.diagnostics
    throw error
  }
  return []
}
