import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChannelGroup } from '../../src/compress/groups.js'
import { importances } from '../../src/compress/importance/index.js'
import { floorOf, keepRatio, rank, smallest, widened } from '../../src/compress/ranking.js'
import { Scorer } from '../../src/compress/score.js'
import { f32 } from '../../src/types/tensor.js'
import { channelGroups } from '../../src/compress/groups.js'
import { Net, randomWeights, twoHeads } from './networks.js'

const group = (name: string, size: number): ChannelGroup => ({ name, size, members: [] })
const sizes = (plan: ReadonlyMap<string, readonly number[]>) => Object.fromEntries([...plan].map(([name, list]) => [name, list.length]))

/** dense `a` of 3 channels, read by dense `b`. */
function chain() {
  const net = new Net()
  const graph = net.build({ out: net.dense('b', net.dense('a', net.vector(2), 3, false), 1, false) })
  const weights = new Map([['a.weight', f32([3, 2], [1, 1, 2, 2, 0, 0])], ['b.weight', f32([1, 3], [3, 1, 0])]])
  return { weights, groups: channelGroups(graph).free }
}

const scoreOf = (name: string, run: (scorer: Scorer) => void): readonly number[] => {
  const importance = importances.get(name)
  if (importance === undefined) throw new Error(`there is no importance ${name}`)
  const scorer = new Scorer(importance, chain().groups)
  run(scorer)
  return scorer.scores().get('a') ?? []
}

const gradients = (a: readonly number[], b: readonly number[]) => ({ 'a.weight': f32([3, 2], a), 'b.weight': f32([1, 3], b) })

describe('importance', () => {
  it('l1 and l2 add what each member says, each of mean 1', () => {
    const { weights } = chain()
    // a: |w| sums 2, 4, 0 of mean 2 → 1, 2, 0; b: 3, 1, 0 of mean 4/3 → 2.25, 0.75, 0.
    const l1 = scoreOf('l1', (scorer) => scorer.add(weights))
    expect(l1.map((value) => Number(value.toFixed(6)))).toEqual([1.625, 1.375, 0])
    // a: 2, 8, 0 of mean 10/3 → 0.6, 2.4; b: 9, 1, 0 of mean 10/3 → 2.7, 0.3.
    expect(scoreOf('l2', (scorer) => scorer.add(weights)).map((value) => Number(value.toFixed(6)))).toEqual([1.65, 1.35, 0])
  })

  it('taylor squares the change of the loss, task by task, and a channel counts where any task needs it', () => {
    const { weights } = chain()
    // Opposite terms cancel before they are squared.
    const cancelled = scoreOf('taylor', (scorer) => scorer.add(weights, 'left', gradients([1, -1, 1, 1, 9, 9], [0, 1, 9])))
    expect(cancelled[0]).toBe(0)
    expect(cancelled[2]).toBe(0)
    const both = scoreOf('taylor', (scorer) => {
      scorer.add(weights, 'left', gradients([1, 1, 0, 0, 0, 0], [1, 0, 0]))
      scorer.add(weights, 'right', gradients([0, 0, 1, 1, 0, 0], [0, 1, 0]))
    })
    expect(both).toEqual([1.5, 1.5, 0])
  })

  it('random is the same draw each time, and not all alike', () => {
    const [a, b] = [scoreOf('random', (scorer) => scorer.add(chain().weights)), scoreOf('random', (scorer) => scorer.add(chain().weights))]
    expect(a).toEqual(b)
    expect(new Set(a).size).toBe(3)
  })

  it('scores have mean 1 in every group', () => {
    const graph = twoHeads()
    for (const [, importance] of importances) {
      if (importance.needsGradients) continue
      const { free } = channelGroups(graph)
      const scorer = new Scorer(importance, free)
      scorer.add(randomWeights(graph, 1))
      for (const [, list] of scorer.scores()) expect(list.reduce((sum, value) => sum + value, 0) / list.length).toBeCloseTo(1, 6)
    }
  })
})

describe('ranking', () => {
  const groups = [group('narrow', 12), group('wide', 64)]
  const scores = new Map([
    ['narrow', Array.from({ length: 12 }, (_, index) => index + 1)],
    ['wide', Array.from({ length: 64 }, (_, index) => index + 1)],
  ])
  const even = new Map([['narrow', 1], ['wide', 1]])

  it('gives up the least important channels first, whole blocks of a wide group at a time', () => {
    const ranking = rank(groups, scores, even, { multiple: 8 })
    expect(sizes(ranking.plan(0))).toEqual({ narrow: 12, wide: 64 })
    expect(ranking.plan(2).get('narrow')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    expect(sizes(ranking.plan(2))).toEqual({ narrow: 11, wide: 64 })
    const all = ranking.plan(ranking.length)
    expect(sizes(all)).toEqual({ narrow: floorOf(12, { multiple: 8 }), wide: 8 })
    expect(all.get('wide')).toEqual([56, 57, 58, 59, 60, 61, 62, 63])
  })

  it('asks a group first whose channels save more', () => {
    const costly = new Map([['narrow', 1], ['wide', 100]])
    // Scores of the wide group count a tenth, the root of 100: it gives up 22 channels before the narrow one's third.
    expect(sizes(rank(groups, scores, costly, { multiple: 8 }).plan(24))).toEqual({ narrow: 10, wide: 48 })
    expect(sizes(rank(groups, scores, even, { multiple: 8 }).plan(24))).toEqual({ narrow: 2, wide: 56 })
  })

  it('never keeps more when more is given up', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 40, maxLength: 40 }), fc.constantFrom(8, 16), (values, multiple) => {
        const ranking = rank([group('g', 40), group('h', 20)], new Map([['g', values], ['h', values.slice(20)]]), even, { multiple })
        let before = { g: 40, h: 20 }
        for (let removed = 0; removed <= ranking.length; removed++) {
          const now = sizes(ranking.plan(removed)) as typeof before
          expect(now.g).toBeLessThanOrEqual(before.g)
          expect(now.h).toBeLessThanOrEqual(before.h)
          expect(now.g === 40 || now.g % multiple === 0).toBe(true)
          before = now
        }
      }),
      { seed: 2, numRuns: 30 },
    )
  })

  it('keeps a ratio of each group, in whole blocks where it is wide', () => {
    expect(sizes(keepRatio(groups, scores, 0.5, { multiple: 16 }))).toEqual({ narrow: 6, wide: 32 })
    expect(sizes(keepRatio(groups, scores, 0.4, { multiple: 16 }))).toEqual({ narrow: 5, wide: 32 })
    expect(sizes(keepRatio(groups, scores, 0, { multiple: 16 }))).toEqual({ narrow: 2, wide: 16 })
  })

  it('takes the best of the lost channels back, a block at a time', () => {
    const plan = new Map([['narrow', [10, 11]], ['wide', [1, 2, 60, 61, 62, 63, 0, 3]]])
    const [narrow, broad] = groups
    if (narrow === undefined || broad === undefined) throw new Error('two groups')
    expect(widened(narrow, scores, plan, { multiple: 8 })?.get('narrow')).toEqual([8, 9, 10, 11])
    expect(widened(broad, scores, plan, { multiple: 8 })?.get('wide')).toEqual([0, 1, 2, 3, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63])
    expect(widened(narrow, scores, new Map([['narrow', Array.from({ length: 12 }, (_, index) => index)]]), { multiple: 8 })).toBeUndefined()
  })

  it('finds the smallest that fits', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(300), fc.nat(320), async (length, limit) => {
        expect(await smallest(length, (removed) => Promise.resolve(removed >= limit))).toBe(limit <= length ? limit : undefined)
      }),
      { seed: 3 },
    ))
})
