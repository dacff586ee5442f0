/**
 * The dense digits model trained by the protocol of Sener & Koltun (NeurIPS 2018): 100 epochs, batch 256,
 * SGD with momentum 0.9, learning rate × 0.85 every 10 epochs, equal weights. The peer is the paper's
 * equal-weights row: 96.46 % left, 94.99 % right. Takes tens of minutes.
 */
import type { Row } from '../run.js'
import { trainFile } from '../load.js'

const published = { left: 96.46, right: 94.99 }
const protocol = [
  'train.epochs=100',
  'train.optimizer=sgd(lr = 0.01, momentum = 0.9)',
  'train.schedule=step(every = 10 epochs, factor = 0.85)',
  'train.balance=equal',
  'train.stop=early(patience = 100)',
]

export async function run(note: (text: string) => void): Promise<readonly Row[]> {
  const threads = 2
  const test = await trainFile('examples/digits/digits.mtl', { overrides: protocol, threads, note })
  return Object.entries(published).map(([task, accuracy]) => {
    const ours = 100 * (1 - (test[task]?.['accuracy'] ?? 0))
    const peer = 100 - accuracy
    return { name: `digits, ${task}: test error after 100 epochs`, ours, peer, unit: '%', ratio: ours / peer, threads }
  })
}
