/** The tables of methods, read as a user would write from them: what they call a default or a bound is one. */
import { describe, expect, test } from 'vitest'
import { budgetCosts, latencySettings } from '../../src/check/budget.js'
import { augmentations } from '../../src/check/methods/augmentations.js'
import { averages } from '../../src/check/methods/averages.js'
import { balances } from '../../src/check/methods/balances.js'
import { clips } from '../../src/check/methods/clips.js'
import { fieldTypes } from '../../src/check/methods/field-types.js'
import { losses } from '../../src/check/methods/losses.js'
import type { MethodParameter, Methods, MethodSpec } from '../../src/check/methods/method.js'
import { metrics } from '../../src/check/methods/metrics.js'
import { optimizers } from '../../src/check/methods/optimizers.js'
import { barePasses, distillation, initialization, passes } from '../../src/check/methods/passes.js'
import { schedules } from '../../src/check/methods/schedules.js'
import { schemes, selectors } from '../../src/check/methods/schemes.js'
import { stops } from '../../src/check/methods/stops.js'
import { targets } from '../../src/check/methods/targets.js'
import { trainMethods, trainValues } from '../../src/check/train.js'
import type { StaticValue } from '../../src/check/typed.js'
import { checkText, model, pages, things } from './kit.js'

// ── what the language page names ──

const named: Readonly<Record<string, readonly [table: Methods, names: string]>> = {
  schemes: [schemes, 'hard none soft cross_stitch sluice mtan nddr mmoe cgc ple dselect_k branch'],
  selectors: [selectors, 'affinity'],
  balances: [
    balances,
    'equal static uncertainty dwa rlw gls scale_invariant dynamic_priority famo stch imtl_l gradnorm mgda mgda_ub pcgrad gradvac graddrop cagrad imtl_g nash_mtl ' +
      'aligned_mtl upgrad fairgrad db_mtl moco',
  ],
  optimizers: [optimizers, 'sgd adam adamw adafactor lion lamb'],
  schedules: [schedules, 'constant step multistep exponential cosine one_cycle linear plateau'],
  stops: [stops, 'early'],
  losses: [losses, 'cross_entropy mse bce dice focal tversky huber smooth_l1 quantile'],
  metrics: [metrics, 'accuracy macro_f1 mae rmse r2 micro_f1 mean_ap miou pixel_accuracy map_50 map_50_95 pck token_accuracy span_f1 perplexity bleu chrf'],
  fields: [fieldTypes, 'image number vector category text label labels mask boxes keypoints tags table'],
  pruning: [passes.get('prune') ?? new Map(), 'channels heads weights'],
  quantisation: [passes.get('quantize') ?? new Map(), 'int8 int4 f16 mixed'],
  factorisation: [passes.get('factorize') ?? new Map(), 'svd tucker'],
  'passes by themselves': [barePasses, 'cluster'],
  targets: [targets, 'node-cpu x86-vnni x86-avx2 arm64 web-wasm web-webgpu'],
  clips: [clips, 'norm value'],
  averages: [averages, 'ema'],
  augmentations: [augmentations, 'flip shift rotate'],
}

describe('the tables have what the language page names', () => {
  test.each(Object.entries(named))('%s', (_, [table, names]) => {
    expect(names.split(' ').filter((name) => !table.has(name))).toEqual([])
  })

  const loose: Readonly<Record<string, MethodSpec>> = { distill: distillation, init: initialization, latency: latencySettings }
  const specs = [...Object.values(named).flatMap(([table]) => [...table]), ...Object.entries(loose)]

  test.each(specs)('%s and its parameters are explained in a line each', (_, { doc, parameters }) => {
    for (const text of [doc, ...Object.values(parameters).map((parameter) => parameter.doc)]) expect(text).toMatch(/^[^\n]{4,}\.$|pixels|`/)
  })

  test('so are plain settings and budget lines', () => {
    for (const { doc } of Object.values(trainValues)) expect(doc).toMatch(/\.$/)
    for (const doc of Object.values(budgetCosts)) expect(doc).toMatch(/\.$/)
    expect(Object.keys(trainMethods)).toEqual(['optimizer', 'schedule', 'balance', 'clip', 'average', 'stop'])
  })
})

// ── what they say of parameters ──

const sound = model('task kind = vector |> Dense(10)\ntask price = vector |> Dense(1)')
const train = (line: string): string => `${sound}train M { ${line} }`
const compress = (line: string): string => `${sound}compress M { ${line} }`

/** Predictions for each kind of target. */
const predictions: Readonly<Record<string, readonly [data: string, task: string, prediction: string]>> = {
  label: ['Things', 'kind', 'vector |> Dense(10)'],
  number: ['Things', 'price', 'vector |> Dense(1)'],
  vector: ['Things', 'place', 'vector |> Dense(2)'],
  labels: ['Pages', 'topics', 'image |> flatten |> Dense(3)'],
  mask: ['Pages', 'regions', 'image |> Conv(3)'],
  boxes: ['Pages', 'cars', '{ classes = image |> Conv(2), sides = image |> Conv(4), middle = image |> Conv(1) }'],
  keypoints: ['Pages', 'eyes', 'image |> Conv(2)'],
  tags: ['Pages', 'names', 'words |> Embedding(words.vocab, 4) |> Dense(3)'],
  text: ['Pages', 'answer', 'image |> flatten |> Dense(250) |> reshape([5, 50])'],
}

function taskOf(kind: string, line: string): string {
  const [data, task, prediction] = predictions[kind] ?? ['', '', '']
  return `${things}${pages}model M on ${data} { task ${task} {\npredict ${prediction}\n${line}\n} }`
}

interface Place {
  readonly table: Methods
  readonly file: (method: string, name: string) => string
}

const kindOf = (name: string): string => losses.get(name)?.fits[0] ?? metrics.get(name)?.fits[0] ?? 'label'

const places: Readonly<Record<string, Place>> = {
  scheme: { table: schemes, file: (method) => model(`share ${method} t = vector |> Dense(4)\ntask kind = t |> Dense(10)\ntask price = t |> Dense(1)`) },
  selection: { table: selectors, file: (method) => train(`select tasks by ${method}`) },
  balance: { table: balances, file: (method) => train(`balance ${method}`) },
  optimizer: { table: optimizers, file: (method) => train(`optimizer ${method}`) },
  schedule: { table: schedules, file: (method) => train(`schedule ${method}`) },
  stop: { table: stops, file: (method) => train(`stop ${method}`) },
  loss: { table: losses, file: (method, name) => taskOf(kindOf(name), `loss ${method}`) },
  metric: { table: metrics, file: (method, name) => taskOf(kindOf(name), `metric ${method}`) },
  prune: { table: passes.get('prune') ?? new Map(), file: (method) => compress(`prune ${method}`) },
  quantize: { table: passes.get('quantize') ?? new Map(), file: (method) => compress(`quantize ${method}`) },
  factorize: { table: passes.get('factorize') ?? new Map(), file: (method) => compress(`factorize ${method}`) },
  pass: { table: barePasses, file: compress },
  distill: { table: new Map([['distill', distillation]]), file: (method) => compress(`${method} from dense`) },
  init: { table: new Map([['init', initialization]]), file: (method) => train(`${method} from "weights.safetensors"`) },
  latency: { table: new Map([['latency', latencySettings]]), file: (method) => compress(`budget { ${method} <= 1 ms }`) },
}

function written(value: StaticValue): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value !== 'object') return String(value)
  return 'dimension' in value ? `${value.value} ${value.dimension}` : `[${value.map(written).join(', ')}]`
}

/** Something that a parameter takes, where it has no default. */
function taken({ type, least = 0, most = Infinity, open, default: standard }: MethodParameter): string {
  if (standard !== undefined) return written(standard)
  if (typeof type === 'object' && 'list' in type) return type.or?.[0] ?? (type.list === 'stretch' ? '[2 epochs]' : `[${least}]`)
  if (typeof type === 'object') return JSON.stringify(type[0])
  return type === 'bool' ? 'true' : type === 'metric' ? 'kind.accuracy' : open === undefined ? String(least) : String((least + Math.min(most, least + 1)) / 2)
}

/** Values of the right kind that its bounds, or its words, shut out. */
function refused({ type, least, most, open }: MethodParameter): readonly string[] {
  if (typeof type === 'object' && !('list' in type)) return ['nonsense']
  const listed = typeof type === 'object'
  const shown = (value: number): string => (listed ? `[${value}]` : String(value))
  const below = least === undefined ? [] : [open === 'least' || open === 'both' ? least : least - 1]
  const above = most === undefined ? [] : [open === 'most' || open === 'both' ? most : most + 1]
  return [...below, ...above].map(shown)
}

const others = ({ parameters }: MethodSpec, but: string): readonly string[] =>
  Object.entries(parameters).flatMap(([key, parameter]) => (parameter.required === true && key !== but ? [`${key} = ${taken(parameter)}`] : []))

const codes = async (text: string): Promise<readonly string[]> =>
  (await checkText(text)).diagnostics.map(({ code, message }) => `${code} ${message}`).filter((line) => !line.startsWith('MTL3001'))

const entries = Object.entries(places).flatMap(([place, { table, file }]) => [...table].map(([name, spec]) => ({ title: `${place} ${name}`, name, spec, file })))

describe('every method', () => {
  test.each(entries)('$title takes its defaults when they are written out', async ({ name, spec, file }) => {
    const given = Object.entries(spec.parameters).flatMap(([key, parameter]) =>
      parameter.default !== undefined || parameter.required === true ? [`${key} = ${taken(parameter)}`] : [],
    )
    expect(await codes(file(given.length === 0 ? name : `${name}(${given.join(', ')})`, name))).toEqual([])
  })

  const parameters = entries.flatMap((entry) => Object.entries(entry.spec.parameters).map(([key, parameter]) => ({ ...entry, title: `${entry.title}: ${key}`, key, parameter })))

  test.each(parameters)('$title', async ({ name, spec, file, key, parameter }) => {
    const method = (value: string): string => `${name}(${[...others(spec, key), `${key} = ${value}`].join(', ')})`
    expect(await codes(file(method(taken(parameter)), name))).toEqual([])
    for (const value of refused(parameter)) {
      const [finding, ...more] = await codes(file(method(value), name))
      expect(finding, value).toMatch(new RegExp(`^MTL2027 (each value of )?\`${key}\` of \`${name}\` must be `))
      expect(more).toEqual([])
    }
    expect((await codes(file(method('"wrong" + 1'), name))).length).toBeGreaterThan(0)
  })
})

describe('what cannot be run yet', () => {
  test('is told once a method, and typed for tools', async () => {
    const text = model('share mmoe(experts = 4) t = vector |> Dense(4)\ntask kind = t |> Dense(10)\ntask price = t |> Dense(1)')
    const checked = await checkText(`${text}train M { balance cagrad }\ncompress M { cluster(8), factorize svd(rank = 4), prune heads }`)
    expect(checked.diagnostics.map(({ code }) => code)).toEqual(Array.from({ length: 5 }, () => 'MTL3001'))
    expect(checked.program).toMatchObject({
      models: [{ shares: [{ scheme: { name: 'mmoe', arguments: { experts: 4 } } }] }],
      trains: [{ balance: { name: 'cagrad', arguments: { c: 0.4, rescale: 'squared' } } }],
      compresses: [{ later: [
        { pass: 'cluster', method: { name: 'cluster', arguments: { clusters: 8 } } },
        { pass: 'factorize', method: { name: 'svd', arguments: { rank: 4 } } },
        { pass: 'prune', method: { name: 'heads' } },
      ] }],
    })
  })

  test('hides no other finding', async () => {
    const found = await codes(`${sound}train M { balance cagrad(c = 3), optimizer lion(beta = 1) }\ncompress M { quantize int4(block = 48), budget { memory <= 3 ms\n kind.accuracy >= single - 2 } }`)
    expect(found.map((line) => line.slice(0, 7))).toEqual(['MTL2027', 'MTL2011', 'MTL3018', 'MTL2015', 'MTL3016'])
  })
})
