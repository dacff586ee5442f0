/**
 * One train step (forward, losses, backward, SGD with momentum) beside PyTorch on the CPU, with as many threads.
 * Both take the same weights and the same batch; after the first step their weights are compared, so that the
 * times are of the same work. Rounds of ours and the peer's alternate: the ratio is the median of the rounds', and
 * its spread their quartiles. Each side is a process of its own, whose greatest memory is told.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSafetensors } from '../../src/storage/safetensors.js'
import type { Tensor } from '../../src/types/tensor.js'
import { chosen } from '../choose.js'
import { startOurs, startPeer, type Peer } from '../environment.js'
import { quantile } from '../quantiles.js'
import type { Options, Row } from '../run.js'
import { nets, type Net } from './problem.js'
import { profile } from './profile.js'

const rounds = 9
/** Milliseconds of one side's share of a round, as far as whole steps allow. */
const share = 400

export async function run(note: (text: string) => void, { only, threads = [1, 2], profile: profiled = false }: Options): Promise<readonly Row[]> {
  const asked = chosen(nets, only)
  const folder = await mkdtemp(join(tmpdir(), 'mtl-bench-'))
  try {
    const rows: Row[] = []
    for (const net of asked) {
      for (const count of threads) {
        if (profiled) note(await profile(net, count, folder))
        else rows.push(...(await compare(net, count, folder, note)))
      }
    }
    // Times before memory.
    return rows.toSorted((a, b) => Number(a.unit === 'MB') - Number(b.unit === 'MB'))
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function compare(net: Net, threads: number, folder: string, note: (text: string) => void): Promise<readonly Row[]> {
  const [ours, peer] = [startOurs(join(import.meta.dirname, 'ours.ts')), startPeer(join(import.meta.dirname, 'peer.py'), ['torch', 'numpy'], note)]
  try {
    // Both have started before either is loaded: how our threads wait depends on what else the machine does then.
    const [before, peerBefore] = [await ours.ask({ memory: true }), await peer.ask({ memory: true })].map(({ peak }) => Number(peak).toFixed(0))
    const file = join(folder, `${net.name}.safetensors`)
    const { learned } = await ours.ask({ load: net.name, threads, file })
    const { torch } = await peer.ask({ load: net.name, threads, file, learned: learned as readonly string[] })
    const stepped = await Promise.all([ours, peer].map(async (side, index) => {
      const path = join(folder, `${index}.safetensors`)
      await side.ask({ step: path })
      return readSafetensors(await readFile(path))
    }))
    const difference = largestDifference(stepped[0], stepped[1], learned as readonly string[])
    note(`${net.name}, ${threads} threads: after one step our weights and those of PyTorch ${String(torch)} differ by at most ${difference.toExponential(1)}`)

    const steps = [await warm(ours), await warm(peer)]
    const times: readonly [number[], number[]] = [[], []]
    const ratios: number[] = []
    for (let round = 0; round < rounds; round++) {
      const [mine, other] = [await medianStep(ours, steps[0] ?? 1), await medianStep(peer, steps[1] ?? 1)]
      times[0].push(mine)
      times[1].push(other)
      ratios.push(mine / other)
    }
    const [memory, peerMemory] = [await ours.ask({ memory: true }), await peer.ask({ memory: true })]
    note(`before anything was loaded, our process took ${before} MB and the peer's ${peerBefore}`)
    const name = `${net.name}, batch ${net.batch}`
    const [peak, peerPeak] = [Number(memory['peak']), Number(peerMemory['peak'])]
    return [
      {
        name, threads, unit: 'ms/step',
        ours: quantile(times[0], 0.5), peer: quantile(times[1], 0.5), ratio: quantile(ratios, 0.5),
        spread: [quantile(ratios, 0.25), quantile(ratios, 0.75)],
      },
      { name: `${name}: peak memory`, threads, ours: peak, peer: peerPeak, unit: 'MB', ratio: peak / peerPeak },
    ]
  } finally {
    ours.close()
    peer.close()
  }
}

/** Steps until allocators and caches have settled; gives how many make a share of a round. */
async function warm(side: Peer): Promise<number> {
  const first = await medianStep(side, 3)
  const steps = Math.max(3, Math.min(200, Math.round(share / first)))
  return Math.max(3, Math.min(200, Math.round(share / (await medianStep(side, steps)))))
}

async function medianStep(side: Peer, steps: number): Promise<number> {
  return quantile((await side.ask({ time: steps }))['ms'] as readonly number[], 0.5)
}

export function largestDifference(ours: ReadonlyMap<string, Tensor> | undefined, theirs: ReadonlyMap<string, Tensor> | undefined, names: readonly string[]): number {
  let largest = 0
  for (const name of names) {
    const [a, b] = [ours?.get(name), theirs?.get(name)]
    if (a === undefined || b === undefined) throw new Error(`the weight ${name} is missing on one side`)
    for (let index = 0; index < a.data.length; index++) largest = Math.max(largest, Math.abs(Number(a.data[index]) - Number(b.data[index])))
  }
  return largest
}
