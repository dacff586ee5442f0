/** What the checker knows of the primitives beyond their declarations in `stdlib/core.mtl`. */

export interface ExternSpec {
  /** False: declared and checked, but not carried out by this version. */
  readonly implemented: boolean
  /** Dimensions of the input that its weights have; all other sizes of them are parameters. None: it has no weights. */
  readonly weights?: readonly string[]
  /** Parameters that decide the shapes of its weights. */
  readonly sizes?: readonly string[]
  /** Parameters that are words: what they may be. */
  readonly words?: Readonly<Record<string, readonly string[]>>
}

const padding = { padding: ['same', 'valid'] } as const

/** What is not listed is implemented, and has no weights and no words. */
const specs: Readonly<Record<string, ExternSpec>> = {
  Dense: { implemented: true, weights: ['D'], sizes: ['units', 'bias'] },
  Conv: { implemented: true, weights: ['C'], sizes: ['channels', 'kernel', 'groups', 'bias'], words: padding },
  DepthwiseConv: { implemented: true, weights: ['C'], sizes: ['kernel', 'bias'], words: padding },
  ConvTranspose: { implemented: true, weights: ['C'], sizes: ['channels', 'kernel', 'bias'] },
  Embedding: { implemented: true, weights: [], sizes: ['vocab', 'dim'] },
  BatchNorm: { implemented: true, weights: ['C'] },
  LayerNorm: { implemented: true, weights: ['D'] },
  GroupNorm: { implemented: true, weights: ['C'] },
  GRU: { implemented: false, weights: ['D'], sizes: ['units'] },
  LSTM: { implemented: false, weights: ['D'], sizes: ['units'] },
  Attention: { implemented: true, weights: ['D'] },
  MaxPool: { implemented: true, words: padding },
  AvgPool: { implemented: true, words: padding },
  Resize: { implemented: true, words: { mode: ['nearest', 'bilinear'] } },
}

export const externSpec = (name: string): ExternSpec => specs[name] ?? { implemented: true }

/** Whole numbers that count something, and so are at least 1. */
export const counts: ReadonlySet<string> = new Set(['units', 'channels', 'kernel', 'stride', 'dilation', 'groups', 'vocab', 'dim', 'heads', 'n', 'scale'])
