/** Every finding of the 3xxx group, raised by a file that has nothing else wrong. */
import { describe, expect, test } from 'vitest'
import { catalogue } from '../../src/diagnostics/catalogue.js'
import { checkText, findings, model, only, onlyBeside3001, pages, things } from './kit.js'

const sound = model('task kind = vector |> Dense(10)\ntask price = vector |> Dense(1) |> squeeze')
const task = (lines: string): string => model(`task kind {\n predict vector |> Dense(10)\n${lines}\n}`)
const answers = (lines: string): string => `${pages}\nmodel M on Pages {\n${lines}\n}\n`
const train = (lines: string): string => `${sound}\ntrain M {\n${lines}\n}`
const compress = (lines: string): string => `${sound}\ncompress M {\n${lines}\n}`
const budget = (lines: string): string => compress(`budget {\n${lines}\n}`)
const later = (what: string): string => `${what} is part of the language, but this version of the compiler cannot run it yet`

const cases: readonly (readonly [code: string, title: string, text: string, message: string, help?: string])[] = [
  ['MTL3002', 'a loss', task('loss cross_entrophy'), 'there is no loss called `cross_entrophy`', 'did you mean `cross_entropy`?'],
  ['MTL3002', 'a metric', task('metric acuracy'), 'there is no metric called `acuracy`', 'did you mean `accuracy`?'],
  ['MTL3002', 'a sharing scheme', model('share herd t = vector |> Dense(4)\ntask kind = t |> Dense(10)'), 'there is no sharing scheme called `herd`', 'did you mean `hard`?'],
  ['MTL3002', 'a balance', train('balance uncertainly'), 'there is no balance called `uncertainly`', 'did you mean `uncertainty`?'],
  ['MTL3002', 'an optimizer', train('optimizer lbfgs'), 'there is no optimizer called `lbfgs`', 'there is `sgd`, `adam`, `adamw`, `adafactor`, `lion` and `lamb`'],
  ['MTL3002', 'a schedule', train('schedule cosin'), 'there is no schedule called `cosin`', 'did you mean `cosine`?'],
  ['MTL3002', 'a stopping rule', train('stop late'), 'there is no stopping rule called `late`'],
  ['MTL3002', 'a pass', compress('qantize int8'), 'there is no pass called `qantize`', 'did you mean `quantize`?'],
  ['MTL3002', 'a kind of pruning', compress('prune chanels'), 'there is no kind of pruning called `chanels`', 'did you mean `channels`?'],
  ['MTL3002', 'a target', compress('for "node-gpu"'), 'there is no target called `node-gpu`', 'did you mean `node-cpu`?'],
  ['MTL2027', 'an importance', compress('prune channels(importance = tailor)'), '`importance` of `channels` must be one of `taylor`, `l1`, `l2` and `random`, but is `tailor`', 'did you mean `taylor`?'],
  ['MTL2011', 'a flag', train('optimizer sgd(nestrov)'), '`sgd` has no parameter called `nestrov`', 'did you mean `nesterov`?'],
  ['MTL2004', 'a word instead of a list', task('loss cross_entropy(weights = balance)'), '`weights` of `cross_entropy` needs a list in brackets, or `balanced`, but this is `balance`', 'did you mean `balanced`?'],
  ['MTL1013', 'two clippings', train('clip norm(1) value(1)'), 'expected the end of the line or `,` in `train`, found `value`', 'a setting takes one method: leave out `value`, or what stands before it'],
  ['MTL3003', 'a loss that does not fit', task('loss mse'), 'the loss `mse` of task `kind` does not fit its target, label<10>', 'losses that fit: `cross_entropy` and `focal`'],
  ['MTL3004', 'a metric that does not fit', task('metric accuracy, mae'), 'the metric `mae` of task `kind` does not fit its target, label<10>', 'metrics that fit: `accuracy` and `macro_f1`'],
  ['MTL3005', 'a task without a target', model('task knd = vector |> Dense(10)'), 'task `knd` has no target: `Things` declares no target of that name', 'did you mean `kind`?'],
  ['MTL3005', 'a task of an input', model('task vector = vector |> Dense(10)'), 'task `vector` has no target: `Things` declares no target of that name', '`vector` is an input of `Things`; declare it as a target'],
  ['MTL3006', 'a task without a prediction', model('task kind { weight 2 }'), 'task `kind` predicts nothing'],
  ['MTL3007', 'a share that nobody reads', model('share hard t = vector |> Dense(4)\ntask kind = vector |> Dense(10)'), 'no task reads `t`'],
  ['MTL3008', 'a share for other tasks', model('share hard t for price = vector |> Dense(4)\ntask kind = t |> Dense(10)\ntask price = t |> Dense(1) |> squeeze'), 'task `kind` reads `t`, which is shared for `price` alone'],
  ['MTL3009', 'a training setting', train('epoch 3'), '`train M` has no setting called `epoch`', 'did you mean `epochs`?'],
  ['MTL3009', 'a budget line', budget('sice <= 3 KB'), 'a budget has no setting called `sice`', 'did you mean `size`?'],
  ['MTL3009', 'a task without its metric', budget('kind >= 3'), 'a budget has no setting called `kind`', 'name a metric, as in `kind.accuracy`'],
  ['MTL3010', 'a setting that is written twice', train('epochs 3\nepochs 4'), '`epochs` is set twice in `train M`'],
  ['MTL3010', 'a pass that is written twice', compress('quantize int8\nquantize int8'), '`quantize` is set twice in `compress M`'],
  ['MTL3012', 'a model without tasks', model('let a = vector'), 'the model `M` has no task'],
  ['MTL3013', 'two `train` blocks', `${train('')}\ntrain M { }`, 'the model `M` has two `train` blocks'],
  ['MTL3014', 'a metric that a task does not have', budget('kind.mae <= 3'), 'task `kind` has no metric called `mae`', 'its metrics are `accuracy` and `macro_f1`'],
  ['MTL3014', 'a metric that is misspelled', budget('price.rmes <= 3'), 'task `price` has no metric called `rmes`', 'did you mean `rmse`? Its metrics are `mae`, `rmse` and `r2`'],
  ['MTL3015', 'a cost that is bounded from below', budget('size >= 3 KB'), '`size >=` bounds the wrong side: less of it is better', 'write `<=`'],
  ['MTL3015', 'a quality that is bounded from above', budget('kind.accuracy <= 90%'), '`kind.accuracy <=` bounds the wrong side: more of `accuracy` is better', 'write `>=`'],
  ['MTL3015', 'an error that is bounded from below', budget('price.mae >= 3'), '`price.mae >=` bounds the wrong side: less of `mae` is better'],
  ['MTL3016', 'percents of what runs to 100%', budget('kind.accuracy >= dense - 2%'), 'the bound of `kind.accuracy` has no clear meaning: 2% could be points or a share', 'write `dense - 2 pt` for points, or `98% of dense` for a share'],
  ['MTL3016', 'a number without a unit against what runs to 100%', budget('kind.accuracy >= dense - 0.5'), 'the bound of `kind.accuracy` has no clear meaning: 0.5 has no unit', 'write `0.5 pt` for points, hundredths of `kind.accuracy`'],
  ['MTL3016', 'a size against the dense model', budget('size <= 50% of dense'), 'the bound of `size` has no clear meaning: only metrics are held against `dense`'],
  ['MTL3016', 'a size against a model of one task', budget('size <= single'), 'the bound of `size` has no clear meaning: only metrics are held against `single`'],
  ['MTL3018', 'more choices than experts', model('share dselect_k(experts = 4, k = 5) t = vector |> Dense(4)\ntask kind = t |> Dense(10)'), 'the settings of `dselect_k` do not go together: `k` is 5, but there are 4 experts'],
  ['MTL3018', 'class weights for other labels', task('loss cross_entropy(weights = [1, 2, 3])'), 'the settings of `cross_entropy` do not go together: `weights` has 3 values, and there are 10 labels'],
  ['MTL3018', 'class weights that leave nothing', task('loss cross_entropy(weights = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0])'), 'the settings of `cross_entropy` do not go together: all `weights` are 0, so that nothing is learned'],
  ['MTL3018', 'a weight of labels that are there, where one always is', task('loss focal(alpha = 0.3)'), 'the settings of `focal` do not go together: `alpha` weighs labels that are there against those that are not'],
  ['MTL3018', 'a pattern and another ratio', compress('prune weights(pattern = "2:4", ratio = 0.8)'), 'the settings of `weights` do not go together: the pattern "2:4" sets half of the weights to zero, and `ratio` is 0.8'],
  ['MTL3019', 'a loss that may be negative under logarithms', model('task kind = vector |> Dense(10)\ntask price {\n predict vector |> Dense(1)\n loss poisson_nll\n}') + 'train M { balance uncertainty }', '`balance uncertainty` needs losses of more than 0, and `poisson_nll` of task `price` can be less', 'choose another loss for the task, or a balance that does not look at how large losses are, such as `static` or `equal`'],
  ['MTL3020', 'gradients of one task', `${model('task kind = vector |> Dense(10)')}train M { balance pcgrad }`, '`balance pcgrad` does nothing: `kind` is the only task of the model'],
  ['MTL3021', 'more groups than tasks', train('select tasks by affinity(max_groups = 3)'), '`max_groups` is 3, but the model has 2 tasks', 'write at most 2, a group for each task'],
  ['MTL3022', 'nothing that is learned', train('freeze kind\nfreeze price'), 'nothing of `M` is left to learn: all of its weights are frozen'],
  ['MTL3023', 'decay of nothing', train('optimizer adam\ndecay 0 for kind'), '`decay` does nothing: `adam` takes no share of the weights away'],
  ['MTL3025', 'a rate of what is frozen', train('rate 0.1 for kind.dense, price\nfreeze kind'), '`rate … for kind.dense` does nothing: these weights are frozen', 'take it out of `rate`, or out of `freeze`'],
  ['MTL3018', 'weights of labels, of a text', answers('task answer {\n predict words |> Embedding(words.vocab, 250) |> mean(axis = 0) |> reshape([5, 50])\n loss cross_entropy(weights = [1, 2])\n}'), 'the settings of `cross_entropy` do not go together: `weights` are those of labels, and a text has none'],
  ['MTL3024', 'a share that reads a text that is to be written', answers('share hard t = answer.before |> Embedding(50, 8)\ntask answer = t |> Dense(50)'), '`answer.before` is of what task `answer` is to write, and nothing else may read it', 'read `answer.before` in the prediction of task `answer` itself'],
  ['MTL3024', 'another task that does', answers('task answer = answer.before |> Embedding(50, 8) |> Dense(50)\ntask topics = answer.before |> Embedding(50, 8) |> mean(axis = 0) |> Dense(3)'), '`answer.before` is of what task `answer` is to write, and nothing else may read it'],
  ['MTL3024', 'a name for it', answers('let told = answer.before\ntask answer = told |> Embedding(50, 8) |> Dense(50)'), '`answer.before` is of what task `answer` is to write, and nothing else may read it'],
  ['MTL3017', 'a metric to stop by that no task has', train('stop early(metric = kind.mae)'), 'no task of the model measures `kind.mae`'],
]

const notYet: readonly (readonly [what: string, text: string])[] = [
  ...['soft', 'cross_stitch', 'sluice', 'mtan', 'nddr', 'mmoe(experts = 4)', 'cgc(shared = 1, own = 1)', 'ple', 'dselect_k', 'branch(by = affinity)'].map(
    (scheme) => [`the sharing scheme \`${scheme.split('(')[0] ?? ''}\``, model(`share ${scheme} t = vector |> Dense(4)\ntask kind = t |> Dense(10)`)] as const,
  ),
  ...['dwa', 'rlw', 'gls', 'scale_invariant', 'dynamic_priority', 'famo', 'stch', 'imtl_l', 'gradnorm', 'mgda', 'mgda_ub', 'pcgrad', 'gradvac', 'graddrop',
    'cagrad', 'imtl_g', 'nash_mtl', 'aligned_mtl', 'upgrad', 'fairgrad', 'db_mtl', 'moco'].map((balance) => [`the balance \`${balance}\``, train(`balance ${balance}`)] as const),
  ['the augmentation `crop`', 'data D { source "a"\n input x: image[1, 8, 8]\n target y: number\n augment x { crop 3 } }'],
  ['the selection of tasks `affinity`', model('select tasks by affinity(max_groups = 1)\ntask kind = vector |> Dense(10)')],
  ['the selection of tasks `affinity`', train('select tasks by affinity')],
  ['the kind of pruning `heads`', compress('prune heads')],
  ['the kind of pruning `weights`', compress('prune weights(pattern = "2:4")')],
  ...['int4', 'f16', 'mixed'].map((kind) => [`the kind of quantisation \`${kind}\``, compress(`quantize ${kind}`)] as const),
  ['`dynamic` of `int8`', compress('quantize int8(dynamic = true)')],
  ['`dynamic` of `int8`', compress('quantize int8(dynamic)')],
  ['the kind of factorisation `svd`', compress('factorize svd')],
  ['the pass `cluster`', compress('cluster(16)')],
  ['distilling from another file', compress('distill from "other.mtl"')],
  ['the budget line `memory`', budget('memory <= 3 MB')],
  ['a bound against `single`', budget('kind.accuracy >= single - 1 pt')],
  ...['x86-vnni', 'x86-avx2', 'arm64', 'web-wasm', 'web-webgpu'].map((target) => [`the target \`${target}\``, compress(`for "${target}"`)] as const),
]

describe('3xxx', () => {
  test.each(cases.map((each) => ({ each, name: `${each[0]}: ${each[1]}` })))('$name', async ({ each: [code, , text, message, help] }) => {
    const finding = await onlyBeside3001(text, code)
    expect(finding.message).toBe(message)
    expect(finding.span).toBeDefined()
    if (help !== undefined) expect(finding.help).toBe(help)
  })

  test.each(notYet)('MTL3001: %s', async (what, text) => {
    expect((await only(text, 'MTL3001')).message).toBe(later(what))
  })

  test('every code of the group is raised here; MTL3011 with the overrides', () => {
    const raised = new Set(['MTL3001', 'MTL3011', ...cases.map(([code]) => code)])
    expect([...catalogue.keys()].filter((code) => code.startsWith('MTL3') && !raised.has(code))).toEqual([])
  })

  test('a share that nobody reads is a warning, and left out of the model', async () => {
    const checked = await checkText(model('share hard t = vector |> Dense(4)\ntask kind = vector |> Dense(10)'))
    expect(checked.diagnostics.map(({ severity }) => severity)).toEqual(['warning'])
    expect(checked.program?.models[0]?.shares).toEqual([])
  })

  test('a file without `train` is sound', async () => {
    const checked = await checkText(`${things}\n${sound.slice(things.length)}`)
    expect(findings(checked)).toEqual([])
    expect(checked.program?.trains).toEqual([])
  })
})

const ofAnswer = async (predict: string): Promise<readonly string[]> =>
  findings(await checkText(answers(`task answer = ${predict}`))).filter((line) => !line.startsWith('MTL3001'))

describe('a text that is predicted', () => {
  test('is read by its own task, place by place, with how many pieces there are', async () => {
    const checked = await checkText(answers('share hard t = image |> flatten |> Dense(8)\ntask answer = answer.before |> Embedding(answer.before.vocab, 8) |> GRU(4) |> Dense(answer.vocab)\ntask topics = t |> Dense(3)'))
    expect(findings(checked).filter((line) => !line.includes('boxes'))).toEqual([])
  })

  test('has no other members, and is no tensor itself', async () => {
    expect(await ofAnswer('answer.after |> Embedding(50, 8) |> Dense(50)')).toEqual(['MTL2019 a record of `before`, `vocab` has no member called `after` ← after'])
    expect(await ofAnswer('answer')).toEqual(['MTL2003 task `answer` predicts a record of `before`, `vocab`, but text(max = 5, vocab = 50) needs f32[5, 50] ← answer'])
  })

  test('is not told to be unknown where the data set is', async () => {
    const checked = await checkText('model M on Nowhere { task answer = answer.before |> Embedding(answer.vocab, 8) |> Dense(answer.vocab) }')
    expect(findings(checked)).toHaveLength(1)
  })
})

test.each(['static', 'equal'])('what the help of MTL3019 names, `%s`, can be run', async (balance) => {
  const counts = model('task kind = vector |> Dense(10)\ntask price {\n predict vector |> Dense(1)\n loss poisson_nll\n}')
  expect(findings(await checkText(`${counts}train M { balance ${balance} }`))).toEqual([])
})

test('the whole Poisson likelihood is never less than 0, so that it may stand under logarithms', async () => {
  const counts = model('task kind = vector |> Dense(10)\ntask price {\n predict vector |> Dense(1)\n loss poisson_nll(full)\n}')
  expect(findings(await checkText(`${counts}train M { balance uncertainty }`))).toEqual([])
})
