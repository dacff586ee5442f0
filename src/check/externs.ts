/** What the checker knows of the primitives beyond their declarations in `stdlib/core.mtl`. */

export interface ExternSpec {
  /** Dimensions of the input that its weights have; all other sizes of them are parameters. None: it has no weights. */
  readonly weights?: readonly string[]
  /** Parameters that decide the shapes of its weights. */
  readonly sizes?: readonly string[]
  /** Parameters that are words: what they may be. */
  readonly words?: Readonly<Record<string, readonly string[]>>
}

const padding = { padding: ['same', 'valid'] } as const
const pooling = { padding: ['same', 'valid', 'ceil'] } as const

/** What is not listed has no weights and no words. */
const specs: Readonly<Record<string, ExternSpec>> = {
  Dense: { weights: ['D'], sizes: ['units', 'bias'] },
  Conv: { weights: ['C'], sizes: ['channels', 'kernel', 'groups', 'bias'], words: padding },
  DepthwiseConv: { weights: ['C'], sizes: ['kernel', 'bias'], words: padding },
  ConvTranspose: { weights: ['C'], sizes: ['channels', 'kernel', 'bias'], words: padding },
  Embedding: { weights: [], sizes: ['vocab', 'dim'] },
  BatchNorm: { weights: ['C'] },
  LayerNorm: { weights: ['D'] },
  GroupNorm: { weights: ['C'] },
  GRU: { weights: ['D'], sizes: ['units'] },
  LSTM: { weights: ['D'], sizes: ['units'] },
  Attention: { weights: ['D'] },
  MaxPool: { words: pooling },
  AvgPool: { words: pooling },
  Resize: { words: { mode: ['nearest', 'bilinear'] } },
}

export const externSpec = (name: string): ExternSpec => specs[name] ?? {}

/** Whole numbers that count something, and so are at least 1. */
export const counts: ReadonlySet<string> = new Set(['units', 'channels', 'kernel', 'stride', 'dilation', 'groups', 'vocab', 'dim', 'heads', 'n', 'k', 'depth'])
