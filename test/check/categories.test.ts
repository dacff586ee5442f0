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
