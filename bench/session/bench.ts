/**
 * From a checked model to a session that is ready for its first step: lowering, differentiation, passes, ONNX bytes, and the
 * runtime's own work. The peer is the aim, 3 s for a step of 2,000 nodes. Medians of a few loads.
 */
import { createEngine } from '../../src/engine/onnxruntime.js'
import { programOf } from '../../src/train/step.js'
import { chosen } from '../choose.js'
import { quantile } from '../quantiles.js'
import type { Options, Row } from '../run.js'
import { nets, problem, type Net } from '../train-step/problem.js'

const deep: Net = { name: 'deep', file: 'bench/session/deep.mtl', batch: 32 }
const [rounds, aim] = [5, 3000 / 2000]

export async function run(_note: (text: string) => void, { only, threads: [threads = 1] = [] }: Options): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const net of chosen([...nets, deep], only)) {
    const times: number[] = []
    let nodes = 0
    for (let round = 0; round < rounds; round++) {
      const { step, weights, built } = await problem(net)
      nodes = step.graph.nodes.length
      const engine = await createEngine({ threads, inline: true })
      const start = performance.now()
      await engine.load(programOf(step, weights))
      times.push(built + performance.now() - start)
      await engine.close()
    }
    const [ours, peer] = [quantile(times, 0.5), aim * nodes]
    rows.push({ name: `${net.name}, ${nodes} nodes`, ours, peer, unit: 'ms', ratio: ours / peer, threads })
  }
  return rows
}
