import { createHash } from 'node:crypto'
import type { Weights } from '../ir/graph.js'
import { writeSafetensors } from './safetensors.js'

export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')

/** Of names, types and values, whatever their order: equal hashes are equal bits. */
export const hashOfWeights = (weights: Weights): string =>
  sha256(writeSafetensors(new Map([...weights].toSorted(([a], [b]) => (a < b ? -1 : 1)))))

/** As much of a hash as is compared by eye; no two runs of a project will share it by chance. */
export const shortHash = (hash: string): string => hash.slice(0, 12)
