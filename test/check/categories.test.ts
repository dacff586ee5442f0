import { expect, test } from 'vitest'
import { nodeHost } from '../../src/host/node.js'
import { checkText, things } from './kit.js'

const embedded = (vocabulary: string) =>
  checkText(`${things}model M on Things { task kind = color |> Embedding(${vocabulary}, 4) |> Dense(10) }\n`)

test('a category has a code for each label and one for values not seen, which an embedding must have room for', async () => {
  const { diagnostics } = await embedded('3')
  expect(diagnostics.map(({ code, message, help }) => [code, message, help])).toEqual([
    [
      'MTL2027',
      '`vocab` of `Embedding` must be at least 4, a code for each category and one for values not seen, but is 3',
      "write the input's own `.vocab`",
    ],
  ])
})

test.each([
  ['color |> one_hot(3)', '`depth` of `one_hot` must be at least 4, a code for each category and one for values not seen, but is 3'],
  ['vector |> argmax |> one_hot(5)', '`depth` of `one_hot` must be at least 6, for codes from 0 to 5, but is 5'],
  ['image |> argmax(axis = 0) |> flatten |> Embedding(2, 4)', '`vocab` of `Embedding` must be at least 3, for codes from 0 to 2, but is 2'],
  ['image |> arg_top_k(2, axis = 1) |> transpose([2, 0, 1]) |> slice(0, 1) |> Embedding(7, 4)', '`vocab` of `Embedding` must be at least 8, for codes from 0 to 7, but is 7'],
  ['image |> take(vector |> argmin)', '`take` is given places from 0 to 5, and axis 0 of f32[3, 8, 8] has 3'],
])('codes beyond what they look up: %s', async (expression, message) => {
  const { diagnostics } = await checkText(`${things}model M on Things { task kind = ${expression} |> flatten |> Dense(10) }\n`)
  expect(diagnostics.map((each) => each.message)).toEqual([message])
})

test('what is known of codes goes with them through a block and a share', async () => {
  const text = `${things}block Looked(x: f32[...S, D]) { x |> argmax }
model M on Things { share hard place = image |> Looked |> flatten
task kind = place |> Embedding(7, 4) |> flatten |> Dense(10) }\n`
  const { diagnostics } = await checkText(text)
  expect(diagnostics.map(({ message }) => message)).toEqual(['`vocab` of `Embedding` must be at least 8, for codes from 0 to 7, but is 7'])
})

test('codes have a size of their own', async () => {
  const text = `${things}model M on Things { let place = vector |> argmax
task kind = place |> Embedding(place.vocab, 4) |> Dense(10) }\n`
  expect((await checkText(text)).diagnostics).toEqual([])
})

test.each(['4', 'color.vocab', '100'])('an embedding of %s fits a category of three labels', async (vocabulary) => {
  expect((await embedded(vocabulary)).diagnostics).toEqual([])
})

test('what is not carried out yet says what is', async () => {
  const text = `${things}model M on Things { task kind = vector |> Dense(10)\ntask price = vector |> Dense(1) }\ntrain M { balance pcgrad }\n`
  const { diagnostics } = await checkText(text)
  expect(diagnostics.map(({ code, help }) => [code, help])).toEqual([['MTL3001', 'this version runs `equal`, `static` and `uncertainty`']])
})

test('the host says why a file cannot be read', () => {
  const host = nodeHost()
  expect(host.whyUnreadable?.('nowhere/none.mtl')).toBe('there is no such file')
  expect(host.whyUnreadable?.('.')).toBe('it is a folder, not a file')
})
