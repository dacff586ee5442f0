/** What tasks predict for each type of target, and how the inputs of a text are reached. */
import { describe, expect, test } from 'vitest'
import { checkText, findings, onlyBeside3001, pages } from './kit.js'

const page = (task: string, prediction: string): string => `${pages}model M on Pages { task ${task} = ${prediction} }`
const heads = 'image |> flatten |> Dense'

/** A data set with two texts, and tags over one of them. */
const tagged = (over: string): string => `data D {\nsource "a.csv"\ninput a: text(max = 4, vocab = 9)\ninput b: text(max = 5, vocab = 9)\ntarget t: tags<2>${over}\n}\n`

const taskWith = (name: string, lines: string, prediction: string): string => `${pages}model M on Pages { task ${name} {\npredict ${prediction}\n${lines}\n} }`

/** The maps of a head for `cars` on a map of features. */
const headOn = (features: string): string => `{ classes = ${features} |> Conv(2), sides = ${features} |> Conv(4) |> relu, middle = ${features} |> Conv(1) }`

const neededMaps = 'boxes<"car", "van"> needs a record of `classes` f32[2, h, w], `sides` f32[4, h, w] and `middle` f32[1, h, w], or one for each level'
const heads2 = '`BoxHead(2)` of "std/heads" gives such a record of a map of features, and `[a, b]` is one for each of two levels'

const only3001 = async (text: string): Promise<boolean> => (await checkText(text)).diagnostics.every(({ code }) => code === 'MTL3001')

describe('a prediction fits', () => {
  test.each([
    ['labels: a number for each', 'topics', `${heads}(3)`],
    ['a mask: a map for each class, of its size', 'regions', 'image |> Conv(16) |> relu |> Conv(3, 1)'],
    ['boxes: a record of maps', 'cars', headOn('image')],
    ['boxes: such a record for each level, in a list', 'cars', `[${headOn('image')}, ${headOn('image |> MaxPool()')}]`],
    ['boxes: or in a record', 'cars', `{ near = ${headOn('image')}, far = ${headOn('image |> MaxPool()')} }`],
    ['keypoints: heat maps of any size', 'eyes', 'image |> MaxPool() |> Conv(2)'],
    ['keypoints: coordinates', 'eyes', `${heads}(4) |> reshape([2, 2])`],
    ['tags: a row for each piece of the text', 'names', 'words |> Embedding(words.vocab, 8) |> Dense(3)'],
    ['a text: a row for each piece of the answer', 'answer', `${heads}(250) |> reshape([5, 50])`],
    ['a text: from the pieces before each', 'answer', 'answer.before |> Embedding(answer.before.vocab, 8) |> GRU(8) |> Dense(answer.vocab)'],
  ])('%s', async (_, task, prediction) => {
    const checked = await checkText(page(task, prediction))
    expect(findings(checked)).toEqual([])
    expect(checked.program?.models).toHaveLength(1)
  })
})

describe('MTL2003: a prediction of another shape', () => {
  test.each([
    ['topics', `${heads}(4)`, 'task `topics` predicts f32[4], but labels<"art", "sport", "science"> needs f32[3]', 'change `Dense(4)` to `Dense(3)`'],
    ['regions', 'image |> Conv(5)', 'task `regions` predicts f32[5, 8, 8], but mask<3>[8, 8] needs f32[3, 8, 8]', 'end the prediction with `|> Conv(3, 1)`'],
    ['regions', 'image |> MaxPool() |> Conv(3)', 'task `regions` predicts f32[3, 4, 4], but mask<3>[8, 8] needs f32[3, 8, 8]', 'bring the maps to 8 × 8, and end the prediction with `|> Conv(3, 1)`'],
    ['cars', 'image |> Conv(7)', `task \`cars\` predicts f32[7, 8, 8], but ${neededMaps}`, heads2],
    ['cars', '{ classes = image |> flatten }', `task \`cars\` predicts a record of \`classes\`, but ${neededMaps}`, `\`classes\` is f32[192]; ${heads2}`],
    ['cars', '{ classes = image |> Conv(2), boxes = image |> Conv(4) }', `task \`cars\` predicts a record of \`classes\`, \`boxes\`, but ${neededMaps}`, `\`boxes\` is none of them; ${heads2}`],
    ['cars', '{ classes = image |> Conv(2), middle = image |> Conv(1) }', `task \`cars\` predicts a record of \`classes\`, \`middle\`, but ${neededMaps}`, `\`sides\` is missing; ${heads2}`],
    ['cars', '{ classes = image |> Conv(3), sides = image |> Conv(4), middle = image |> Conv(1) }', `task \`cars\` predicts a record of \`classes\`, \`sides\`, \`middle\`, but ${neededMaps}`, `\`classes\` is f32[3, 8, 8]; ${heads2}`],
    ['cars', '{ classes = image |> Conv(2), sides = image |> MaxPool() |> Conv(4), middle = image |> Conv(1) }', `task \`cars\` predicts a record of \`classes\`, \`sides\`, \`middle\`, but ${neededMaps}`, `\`sides\` is of 4 × 4, and \`classes\` of 8 × 8; ${heads2}`],
    ['cars', `[${headOn('image')}, ${headOn('image')}]`, `task \`cars\` predicts a list of 2 values, the first a record of \`classes\`, \`sides\`, \`middle\`, but ${neededMaps}`, `two levels are of 8 × 8, and boxes of one size belong to one level; ${heads2}`],
    ['eyes', 'image |> Conv(3)', 'task `eyes` predicts f32[3, 8, 8], but keypoints<"left", "right"> needs f32[2, _, _] or f32[2, 2]', 'end the prediction with `|> Conv(2, 1)`'],
    ['names', 'words |> Embedding(words.vocab, 8) |> Dense(5)', 'task `names` predicts f32[6, 5], but tags<"O", "B-NAME", "I-NAME"> needs f32[6, 3]', 'end the prediction with `|> Dense(3)`'],
    ['answer', `${heads}(50)`, 'task `answer` predicts f32[50], but text(max = 5, vocab = 50) needs f32[5, 50]', undefined],
  ])('%s = %s', async (task, prediction, message, help) => {
    const finding = await onlyBeside3001(page(task, prediction), 'MTL2003')
    expect([finding.message, finding.help]).toEqual([message, help])
    expect(finding.related[0]?.message).toMatch(/^`\w+` is declared as /)
  })
})

describe('a text', () => {
  test('that is declared wrongly is told once, wherever it is read', async () => {
    const data = 'data D {\nsource "a.csv"\nsplit validation 10%, seed 1\ninput x: text(max = 4, vocab = 9)\ntarget answer: text(max = 8)\n}\n'
    const model = 'model M on D { task answer = answer.before |> Embedding(answer.vocab, 8) |> Dense(answer.vocab) }'
    expect((await checkText(data + model)).diagnostics.map(({ code }) => code)).toEqual(['MTL2012'])
  })

  test('that is predicted tells how many pieces it has to anything', async () => {
    const lines = 'let head = Dense(answer.vocab)\ntask answer = answer.before |> Embedding(answer.vocab, 8) |> GRU(8) |> head'
    expect(findings(await checkText(`${pages}model M on Pages {\n${lines}\n}`))).toEqual([])
  })

  test('is codes, with as many of them as an embedding needs, and a mask of what is no padding', async () => {
    const prediction = '(words |> Embedding(words.vocab, 8)) * reshape(words.mask, [6, 1]) |> Dense(3)'
    expect(await only3001(page('names', prediction))).toBe(true)
    const small = await onlyBeside3001(page('names', 'words |> Embedding(99, 8) |> Dense(3)'), 'MTL2027')
    expect(small.help).toBe('write the input\'s own `.vocab`')
    const other = await onlyBeside3001(page('names', 'words.length'), 'MTL2019')
    expect(other.help).toBe('it has `vocab` and `mask`')
  })

  test('that tags are over is the one that is named, or the only one', async () => {
    const finding = await onlyBeside3001(tagged(''), 'MTL4202')
    expect(finding.message).toBe('the field type `tags<2>` could be over `a` and `b`; name one of them, as in `(over = a)`')
    const model = 'model M on D { task t = b |> Embedding(9, 4) |> Dense(2) }'
    expect(await only3001(`${tagged('(over = b)')}${model}`)).toBe(true)
    expect((await onlyBeside3001(`${tagged('(over = a)')}${model}`, 'MTL2003')).message).toContain('needs f32[4, 2]')
    expect((await onlyBeside3001(tagged('(over = c)'), 'MTL2001')).message).toBe('there is no input of type `text` called `c`')
  })
})

test('a loss and a metric may be chosen for any target that they fit', async () => {
  expect(await only3001(taskWith('regions', 'loss cross_entropy(dice = 0.5)\nmetric miou', 'image |> Conv(3)'))).toBe(true)
  expect(await only3001(taskWith('topics', 'loss focal(weights = [1, 2, 3])\nmetric macro_f1', `${heads}(3)`))).toBe(true)
  const misfit = await onlyBeside3001(taskWith('topics', 'loss mse', `${heads}(3)`), 'MTL3003')
  expect(misfit.help).toBe('losses that fit: `focal`, `bce`, `dice` and `tversky`')
  const dice = await onlyBeside3001(taskWith('names', 'loss cross_entropy(dice = 1)', 'words |> Embedding(words.vocab, 8) |> Dense(3)'), 'MTL3018')
  expect(dice.message).toBe('the settings of `cross_entropy` do not go together: `dice` compares regions of a mask')
  const balanced = await onlyBeside3001(taskWith('names', 'loss cross_entropy(weights = balanced)', 'words |> Embedding(words.vocab, 8) |> Dense(3)'), 'MTL3018')
  expect(balanced.message).toBe('the settings of `cross_entropy` do not go together: `balanced` weights are measured of labels, and not of `tags`')
  const maps = await onlyBeside3001(taskWith('eyes', 'loss huber', 'image |> Conv(2)'), 'MTL3018')
  expect(maps.message).toBe('the settings of `huber` do not go together: it compares coordinates, f32[n, 2], and heat maps are predicted: `heat_map_mse` compares those')
  expect(await only3001(taskWith('eyes', 'loss huber', `${heads}(4) |> reshape([2, 2])`))).toBe(true)
})
